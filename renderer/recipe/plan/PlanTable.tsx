/** The steps of a plan: what each does, as whom, how long it takes; each opens to exactly what runs, what it writes, and how it is taken back. */
import { ChevronRight, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import type { SetUpStep } from '../../../electron/contract/setUp';
import { classes } from '../../base/classes';
import { rough, size } from './figures';
import styles from './PlanTable.module.css';
import { StepMark } from '../run/RunSteps';
import { PLAN_STEP_WORDS, setUpTexts as texts } from '../setUpTexts';
import { StepDetails } from './StepDetails';

export function PlanTable({ steps }: { readonly steps: readonly SetUpStep[] }) {
  const isDone = steps.every(({ state }) => state.kind === 'already');
  return (
    <table className={classes(styles.table, isDone && styles.bare)} aria-label={texts.steps}>
      <thead>
        <tr>
          <th scope="col">{texts.step}</th>
          <th scope="col">{texts.state}</th>
          <th scope="col">{texts.as}</th>
          <th scope="col" className={styles.figure}>
            {texts.time}
          </th>
          <th scope="col" className={styles.figure}>
            {texts.fetch}
          </th>
          <th scope="col" className={styles.figure}>
            {texts.disk}
          </th>
        </tr>
      </thead>
      {steps.map((step) => (
        <StepRows key={step.id} step={step} />
      ))}
    </table>
  );
}

function StepRows({ step }: { readonly step: SetUpStep }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const { title, state, root, seconds, download, disk } = step;
  const counts = state.kind !== 'already';
  return (
    <tbody className={classes(styles.step, open && styles.open, !counts && styles.past)}>
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
        <td className={classes(styles.as, root && counts && styles.root)}>{counts ? (root ? texts.root : texts.login) : ''}</td>
        <td className={styles.figure}>{counts && seconds > 0 ? rough(seconds) : ''}</td>
        <td className={styles.figure}>{counts && download !== undefined && download > 0 ? size(download) : ''}</td>
        <td className={styles.figure}>{counts && disk !== undefined && disk > 0 ? size(disk) : ''}</td>
      </tr>
      <tr id={id} hidden={!open}>
        <td colSpan={6} className={styles.details}>
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
