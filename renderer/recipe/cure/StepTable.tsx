/** The steps of a plan: what each is for, exactly what runs and as whom, and what became of it. */
import { Ban, Check, Circle, CircleCheck, LoaderCircle, X } from 'lucide-react';
import type { Step } from '../../../electron/contract/recipe';
import type { Icon } from '../../base/Button';
import { classes } from '../../base/classes';
import { Table } from '../../base/Table';
import { CommandBlock } from '../../probe/CommandBlock';
import styles from './StepTable.module.css';
import { recipeTexts as texts, STEP_WORDS } from './texts';

const SHAPES: Readonly<Record<Step['state']['kind'], Icon>> = {
  'to-do': Circle,
  running: LoaderCircle,
  already: Check,
  cannot: Ban,
  done: CircleCheck,
  failed: X,
};

export function StepTable({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <Table label={texts.steps} className={styles.table} columns={[texts.step, texts.runsAs, texts.state]}>
      <tbody>
        {steps.map((step) => (
          <tr key={`${step.title} ${step.command}`}>
            <td className={styles.what}>
              <p>{step.title}</p>
              <div className={styles.command}>
                <CommandBlock commands={[step.command]} />
              </div>
              <Outcome step={step} />
            </td>
            <td className={classes(styles.who, step.root && styles.root)}>{step.root ? texts.root : texts.login}</td>
            <td className={styles.state}>
              <State step={step} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function State({ step: { state } }: { readonly step: Step }) {
  const Glyph = SHAPES[state.kind];
  return (
    <span className={classes(styles.mark, styles[state.kind])}>
      <Glyph size={14} strokeWidth={2} aria-hidden />
      {STEP_WORDS[state.kind]}
    </span>
  );
}

function Outcome({ step: { state } }: { readonly step: Step }) {
  if (state.kind === 'cannot') return <p className={styles.why}>{state.why}</p>;
  if (state.kind !== 'failed') return null;
  return (
    <div className={styles.output}>
      <p className={styles.why}>{texts.exit(state.status)}</p>
      {state.output !== '' && <pre aria-label={texts.output}>{state.output}</pre>}
    </div>
  );
}
