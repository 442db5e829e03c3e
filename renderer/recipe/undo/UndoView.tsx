/** Takes Gearview's changes back: what the host's journal tells, which of it, and the plan of that. */
import { ArrowLeft, RotateCcw, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { assertNever } from '../../../electron/contract';
import type { Host } from '../../../electron/contract/host';
import type { SetUpStanding } from '../../../electron/contract/setUp';
import { Button } from '../../base/Button';
import { EmptyState } from '../../base/EmptyState';
import { FailureNote } from '../../base/FailureNote';
import { Progress } from '../../base/Spinner';
import { ConfirmRun } from '../plan/ConfirmRun';
import { sumOf, sumWords } from '../plan/figures';
import { JournalTable } from './JournalTable';
import { PlanNotes } from '../plan/PlanNotes';
import { PlanTable } from '../plan/PlanTable';
import { runTexts as texts } from '../run/runTexts';
import { toConfirm } from '../setUp';
import { askStanding, begin, leaveUndo, planUndo, standingOf, useSetUp, type PlanState } from '../setUpStore';
import { ViewHead } from '../ViewHead';
import styles from './UndoView.module.css';

type Journal = SetUpStanding['journal'];

export function UndoView({ host }: { readonly host: Host }) {
  const setUp = useSetUp(host.id);
  const { standing } = setUp;
  const isUnknown = standing.kind === 'unknown';
  useEffect(() => {
    if (isUnknown) askStanding(host.id);
  }, [host.id, isUnknown]);
  const known = standingOf(setUp);
  return (
    <section className={styles.undo} aria-label={texts.undoTitle(host.name)}>
      <ViewHead
        title={texts.undoTitle(host.name)}
        line={
          <p className={styles.text}>
            {texts.undoText} <strong>{texts.undoDriver}</strong>
          </p>
        }
      >
        <Button icon={ArrowLeft} onClick={() => leaveUndo(host.id)}>
          {texts.backToSetUp}
        </Button>
      </ViewHead>
      {known === undefined && standing.kind !== 'failed' && <Progress label={texts.undoLoading} />}
      {known === undefined && standing.kind === 'failed' && <FailureNote failure={standing.failure} onRetry={() => askStanding(host.id)} />}
      {known !== undefined && known.journal.length === 0 && (
        <EmptyState icon={Undo2} title={texts.undoNothing}>
          {texts.undoNothingText(host.name)}
        </EmptyState>
      )}
      {known !== undefined && known.journal.length > 0 && <Chosen host={host} journal={known.journal} state={setUp.undo} />}
    </section>
  );
}

interface ChosenProps {
  readonly host: Host;
  readonly journal: Journal;
  readonly state: PlanState;
}

/** All, until the operator takes some out. A plan is only for what it was made for. */
function Chosen({ host, journal, state }: ChosenProps) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [planned, setPlanned] = useState<ReadonlySet<string>>(left);
  const chosen = journal.filter(({ id }) => !left.has(id)).map(({ id }) => id);
  const isOutdated = left !== planned;
  const plan = (): void => {
    setPlanned(left);
    planUndo(host.id, chosen.length === journal.length ? undefined : chosen);
  };
  return (
    <>
      <JournalTable journal={journal} left={left} onLeave={setLeft} />
      {isOutdated || state.kind === 'none' ? (
        <div className={styles.ask}>
          <Button kind="primary" icon={RotateCcw} disabled={chosen.length === 0} onClick={plan}>
            {texts.undoPlan}
          </Button>
          <p className={styles.text}>{texts.undoChosen(chosen.length, journal.length)}</p>
        </div>
      ) : (
        <Planned host={host} state={state} onAgain={plan} />
      )}
    </>
  );
}

function Planned({ host, state, onAgain }: Pick<ChosenProps, 'host' | 'state'> & { readonly onAgain: () => void }) {
  const [asking, setAsking] = useState(false);
  switch (state.kind) {
    case 'none':
      return null;
    case 'planning':
      return (
        <div>
          <output className={styles.text}>{texts.undoPlanning}</output>
          <Progress label={texts.undoPlanning} />
        </div>
      );
    case 'failed':
      return <FailureNote failure={state.failure} onRetry={onAgain} />;
    case 'planned':
      break;
    default:
      return assertNever(state);
  }
  const { plan } = state;
  const sum = sumOf(plan);
  const go = (): void => {
    if (toConfirm(plan).length > 0) setAsking(true);
    else begin(plan);
  };
  return (
    <section className={styles.plan} aria-label={texts.undoPlan}>
      <div className={styles.planHead}>
        <div className={styles.words}>
          <h3>{texts.undoPlan}</h3>
          <p className={styles.text}>{sum.toDo === 0 && sum.cannot === 0 ? texts.undoNothing : sumWords(sum)}</p>
        </div>
        <Button kind="danger" icon={Undo2} busy={state.begin.kind === 'asking'} disabled={sum.toDo === 0 || sum.cannot > 0} onClick={go}>
          {texts.undoRun}
        </Button>
      </div>
      {state.begin.kind === 'failed' && <FailureNote failure={state.begin.failure} onRetry={onAgain} />}
      <PlanNotes plan={plan} />
      <PlanTable steps={plan.steps} />
      {asking && (
        <ConfirmRun
          host={host}
          plan={plan}
          title={texts.undoAsk(host.name)}
          confirm={texts.undoRun}
          onAgree={(typed) => {
            setAsking(false);
            begin(plan, typed);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}
