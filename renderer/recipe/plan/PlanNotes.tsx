/** What to know before a plan is agreed to: as whom it runs, who else is on the machine, and what cannot be done. */
import { Ban, TriangleAlert } from 'lucide-react';
import type { SetUpPlan } from '../../../electron/contract/setUp';
import { box } from '../../base/box';
import { classes } from '../../base/classes';
import { hostById } from '../../host/store';
import { sumOf } from './figures';
import styles from './PlanNotes.module.css';
import { setUpTexts as texts } from '../setUpTexts';

export function PlanNotes({ plan }: { readonly plan: SetUpPlan }) {
  const { cannot, toDo } = sumOf(plan);
  const words = texts.runsAs(plan.user, hostById(plan.hostId)?.name ?? '', plan.system);
  const needsRoot = plan.steps.some(({ root, state }) => root && state.kind === 'to-do');
  return (
    <div className={styles.notes}>
      {cannot > 0 && (
        <div className={classes(box('warn'), styles.note)} role="note">
          <Ban size={14} strokeWidth={2} aria-hidden />
          <div>
            <p>
              <strong>{texts.cannotTitle(cannot)}</strong> {texts.cannotText}
            </p>
            <ul>
              {plan.steps.map(
                ({ id, title, state }) =>
                  state.kind === 'cannot' && (
                    <li key={id}>
                      {title}: {state.why}
                    </li>
                  ),
              )}
            </ul>
          </div>
        </div>
      )}
      {plan.warnings.length > 0 && (
        <div className={classes(box('warn'), styles.note)} role="note" aria-label={texts.othersTitle}>
          <TriangleAlert size={14} strokeWidth={2} aria-hidden />
          <ul>
            {plan.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </div>
      )}
      <p className={styles.as}>
        {toDo === 0 && cannot === 0 && `${texts.allDoneText} `}
        {words.before}
        <strong>{words.user}</strong>
        {words.between}
        <strong>{words.host}</strong>
        {words.after} {needsRoot && texts.withSudo}
      </p>
    </div>
  );
}
