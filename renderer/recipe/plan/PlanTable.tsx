/** The steps of a plan: what each does, as whom, how long it takes; each opens to exactly what runs, what it writes, and how it is taken back. */
import { ChevronRight, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import type { SetUpStep } from '../../../electron/contract/setUp';
import { classes } from '../../base/classes';
import { Table } from '../../base/Table';
import { rough, size } from './figures';
import styles from './PlanTable.module.css';
import { StepMark } from '../run/RunSteps';
import { PLAN_STEP_WORDS, setUpTexts as texts } from '../setUpTexts';
import { StepDetails } from './StepDetails';

/** Bytes. */
const SIZES: readonly { readonly name: string; readonly of: (step: SetUpStep) => number }[] = [
  { name: texts.fetch, of: ({ download = 0 }) => download },
  { name: texts.disk, of: ({ disk = 0 }) => disk },
];

const counts = ({ state }: SetUpStep): boolean => state.kind !== 'already';

export function PlanTable({ steps }: { readonly steps: readonly SetUpStep[] }) {
  const isDone = steps.every(({ state }) => state.kind === 'already');
  // An undo fetches nothing.
  const sizes = SIZES.filter(({ of }) => steps.some((step) => counts(step) && of(step) > 0));
  return (
    <Table
      label={texts.steps}
      className={classes(styles.table, isDone && styles.bare)}
      columns={[
        texts.step,
        texts.state,
        texts.as,
        ...[texts.time, ...sizes.map(({ name }) => name)].map((name) => ({ name, className: styles.figure })),
      ]}
    >
      {steps.map((step) => (
        <StepRows key={step.id} step={step} sizes={sizes} />
      ))}
    </Table>
  );
}

function StepRows({ step, sizes }: { readonly step: SetUpStep; readonly sizes: typeof SIZES }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const { title, state, root, seconds } = step;
  const isPast = !counts(step);
  return (
    <tbody className={classes(styles.step, open && styles.open, isPast && styles.past)}>
      <tr>
        <th scope="row" className={styles.what}>
          <button type="button" className={styles.toggle} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
            <ChevronRight size={14} strokeWidth={2} aria-hidden />
            <span>{title}</span>
          </button>
          <Sentence step={step} />
        </th>
        <td className={styles.state}>
          <StepMark kind={state.kind} />
          {PLAN_STEP_WORDS[state.kind]}
        </td>
        <td className={classes(styles.as, root && !isPast && styles.root)}>
          {isPast || state.kind === 'cannot' ? '' : root ? texts.root : texts.login}
        </td>
        <td className={styles.figure}>{!isPast && seconds > 0 ? rough(seconds) : ''}</td>
        {sizes.map(({ name, of }) => (
          <td key={name} className={styles.figure}>
            {!isPast && of(step) > 0 ? size(of(step)) : ''}
          </td>
        ))}
      </tr>
      <tr id={id} hidden={!open}>
        <td colSpan={4 + sizes.length} className={styles.details}>
          {open && <StepDetails step={step} />}
        </td>
      </tr>
    </tbody>
  );
}

/** What matters most of a step: why it cannot be done, what shows that it is, else what it changes. */
function Sentence({ step: { state, changes, warning } }: { readonly step: SetUpStep }) {
  if (state.kind === 'already') return <p className={styles.sentence}>{state.found}</p>;
  return (
    <>
      <p className={styles.sentence}>{state.kind === 'cannot' ? state.why : changes}</p>
      {warning !== undefined && (
        <p className={styles.warning}>
          <TriangleAlert size={13} strokeWidth={2} aria-hidden />
          {warning}
        </p>
      )}
    </>
  );
}
