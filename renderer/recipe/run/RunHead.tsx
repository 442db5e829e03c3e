/** The head of a run: what it is, how long it takes, and what can be done with it now. */
import { RotateCcw, Square } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../base/Button';
import { ConfirmDialog } from '../../base/ConfirmDialog';
import { useNow } from '../../base/now';
import { StatusShape } from '../../base/StatusShape';
import { worker } from '../../base/ports';
import { AnotherHost } from '../report/AnotherHost';
import { ReportButtons } from '../report/ReportButtons';
import styles from './RunHead.module.css';
import { positionOf, runWords, stepNow, timeWords, titleOf } from './runs';
import { runTexts as texts } from './runTexts';
import type { RunViewProps } from './RunView';
import { isActive } from '../setUp';
import { cancel, leaveRun, planNow, planUndo } from '../setUpStore';
import { ViewHead } from '../ViewHead';

export function RunHead({ host, run, slots }: RunViewProps) {
  const { state, plan } = run;
  const now = useNow(1000);
  const words = runWords(run);
  const { at, of } = positionOf(plan);
  return (
    <ViewHead
      title={titleOf(run, host.name)}
      line={
        <p className={styles.line}>
          <output className={styles.state}>
            <StatusShape shape={words.shape} />
            {words.word}
          </output>
          {isActive(run) && of > 0 && <span>{texts.stepsDone(at, of)}</span>}
          {state.kind === 'done' && run.proof?.kind !== 'running' && words.step !== '' && <span>{words.step}</span>}
          <span>{timeWords(run, now)}</span>
          <span className={styles.system} title={plan.system}>
            {plan.system}
          </span>
        </p>
      }
    >
      {isActive(run) ? <Stops host={host} run={run} slots={slots} /> : <Afterwards host={host} run={run} slots={slots} />}
    </ViewHead>
  );
}

function Stops({ run }: RunViewProps) {
  const [asking, setAsking] = useState(false);
  const { state, plan } = run;
  const step = stepNow(plan);
  const stopping = state.kind === 'cancelling';
  return (
    <>
      {state.kind !== 'verifying' && (
        <Button icon={Square} disabled={stopping} onClick={() => cancel(run.id, 'after-step')}>
          {texts.stopAfter}
        </Button>
      )}
      <Button disabled={stopping && state.how === 'now'} onClick={() => setAsking(true)}>
        {texts.stopNow}
      </Button>
      {asking && (
        <ConfirmDialog
          title={texts.stopNowTitle}
          confirm={texts.stopNowConfirm}
          run={() => worker.call('recipe.cancel', { runId: run.id, how: 'now' })}
          onClose={() => setAsking(false)}
        >
          {step !== undefined && (
            <p>
              {texts.stopNowStep(step.title).before}
              <strong>{step.title}</strong>
              {texts.stopNowStep(step.title).after}
            </p>
          )}
          <p>{texts.stopNowText}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function Afterwards({ host, run, slots }: RunViewProps) {
  const [another, setAnother] = useState(false);
  const { plan, state } = run;
  const { wish } = plan;
  const planAgain = (): void => {
    leaveRun(host.id);
    if (wish !== undefined) planNow(host.id, wish);
    else planUndo(host.id);
  };
  const isDone = state.kind === 'done';
  return (
    <>
      <Button onClick={() => leaveRun(host.id)}>{isDone ? texts.close : texts.back}</Button>
      <ReportButtons host={host} run={run} />
      {isDone && wish !== undefined && (
        <>
          <Button onClick={() => setAnother(true)}>{texts.another}</Button>
          <Button kind="primary" onClick={() => slots.onNewDesktop(host.id)}>
            {texts.newDesktop}
          </Button>
        </>
      )}
      {!isDone && (
        <Button kind="primary" icon={RotateCcw} onClick={planAgain}>
          {texts.planAgain}
        </Button>
      )}
      {another && wish !== undefined && <AnotherHost host={host} wish={wish} onGo={slots.onSetUp} onClose={() => setAnother(false)} />}
    </>
  );
}
