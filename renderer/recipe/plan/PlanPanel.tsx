/** The plan of a set-up: asked for by a button, read in full, then agreed to. */
import { ListChecks } from 'lucide-react';
import { assertNever } from '../../../electron/contract';
import type { Host } from '../../../electron/contract/host';
import type { SetUpPlan } from '../../../electron/contract/setUp';
import { box } from '../../base/box';
import { Button } from '../../base/Button';
import { classes } from '../../base/classes';
import { FailureNote } from '../../base/FailureNote';
import { Elapsed } from '../../base/RelativeTime';
import { Progress } from '../../base/Spinner';
import { baseTexts } from '../../base/texts';
import { PlanActions } from './PlanActions';
import { PlanNotes } from './PlanNotes';
import styles from './PlanPanel.module.css';
import { PlanTable } from './PlanTable';
import { sameWish, type DraftReading } from '../setUp';
import { leavePlan, planNow, useSetUp } from '../setUpStore';
import { setUpTexts as texts } from '../setUpTexts';

export interface PlanPanelProps {
  readonly host: Host;
  readonly reading: DraftReading;
  readonly isConnected: boolean;
  /** Who else sets the host up now. */
  readonly lockedBy: string | undefined;
}

export function PlanPanel({ host, reading, isConnected, lockedBy }: PlanPanelProps) {
  const { plan: state } = useSetUp(host.id);
  const why = !isConnected ? texts.notConnected : reading.kind === 'errors' ? texts.wrongWish : undefined;
  const show = (): void => {
    if (reading.kind === 'wish') planNow(host.id, reading.wish);
  };
  switch (state.kind) {
    case 'none':
      return (
        <div className={styles.ask}>
          <Button kind="primary" icon={ListChecks} disabled={why !== undefined} onClick={show}>
            {texts.show}
          </Button>
          <p className={styles.hint}>{why ?? texts.showText}</p>
        </div>
      );
    case 'planning':
      return (
        <section className={classes(box(), styles.planning)} aria-label={texts.plan}>
          <div className={styles.planningWords}>
            <output className={styles.planningTitle}>{texts.planning(host.name)}</output>
            <span className={styles.hint}>
              <Elapsed since={state.since} />
            </span>
          </div>
          <p className={styles.hint}>{texts.planningText}</p>
          <Progress label={texts.planning(host.name)} />
          <Button small className={styles.leave} onClick={() => leavePlan(host.id)}>
            {baseTexts.cancel}
          </Button>
        </section>
      );
    case 'failed':
      return <FailureNote failure={state.failure} {...(why === undefined ? { onRetry: show } : {})} onDismiss={() => leavePlan(host.id)} />;
    case 'planned':
      return (
        <section className={styles.plan} aria-label={texts.plan}>
          <PlanActions
            host={host}
            planned={state}
            whyNot={why ?? (lockedBy === undefined ? undefined : texts.lockedBy(lockedBy))}
            isOutdated={reading.kind === 'wish' && state.wish !== undefined && !sameWish(state.wish, reading.wish)}
            onShow={show}
          />
          {state.begin.kind === 'failed' && <FailureNote failure={state.begin.failure} {...(why === undefined ? { onRetry: show } : {})} />}
          <PlanNotes plan={state.plan} />
          <PlanTable steps={state.plan.steps} />
          <Checks plan={state.plan} />
        </section>
      );
    default:
      return assertNever(state);
  }
}

/** What is verified at the end, for who wants to know before. */
function Checks({ plan: { verifications } }: { readonly plan: SetUpPlan }) {
  if (verifications.length === 0) return null;
  return (
    <details className={styles.checks}>
      <summary>{texts.checks(verifications.length)}</summary>
      <ul>
        {verifications.map(({ recipe, command, expected }) => (
          <li key={`${recipe} ${command}`}>
            <code>{command}</code>
            <span>
              {texts.expected}: {expected}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
