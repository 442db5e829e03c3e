/** How far a run is: a stretch for each step, as long as the step is expected to take. */
import type { SetUpPlan, SetUpStep } from '../../../electron/contract/setUp';
import { classes } from '../../base/classes';
import styles from './RunBar.module.css';
import { partOf, shareDone, weightOf, workOf } from './runs';
import { runTexts as texts } from './runTexts';

export function RunBar({ plan, label }: { readonly plan: Pick<SetUpPlan, 'steps'>; readonly label: string }) {
  const share = shareDone(plan);
  return (
    <div className={styles.bar}>
      <progress className="hidden-text" aria-label={label} value={share}>
        {texts.percent(share)}
      </progress>
      {workOf(plan).map((step) => (
        <Stretch key={step.id} step={step} />
      ))}
    </div>
  );
}

function Stretch({ step }: { readonly step: SetUpStep }) {
  const part = partOf(step);
  return (
    <span
      className={classes(styles.stretch, styles[step.state.kind], part === undefined && styles.unknown)}
      style={{ flexGrow: weightOf(step) }}
      title={step.title}
      aria-hidden="true"
    >
      {part !== undefined && part > 0 && <span className={styles.part} style={{ width: `${part * 100}%` }} />}
    </span>
  );
}
