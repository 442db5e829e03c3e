/** A run of a set-up: how far it is, its steps, and what it prints; once done, its report. */
import type { ReactNode } from 'react';
import { assertNever } from '../../../electron/contract';
import type { Host } from '../../../electron/contract/host';
import type { SetUpRun } from '../../../electron/contract/setUp';
import { box } from '../../base/box';
import { Button } from '../../base/Button';
import { classes } from '../../base/classes';
import { FailureNote } from '../../base/FailureNote';
import { StatusShape } from '../../base/StatusShape';
import { openConnection } from '../../connection/store';
import { connectionTexts } from '../../connection/texts';
import { OutputLog } from './OutputLog';
import { RunBar } from './RunBar';
import { RunHead } from './RunHead';
import { RunReport } from '../report/RunReport';
import { positionOf } from './runs';
import { RunSteps } from './RunSteps';
import { runTexts as texts } from './runTexts';
import styles from './RunView.module.css';
import { isActive } from '../setUp';
import { UndoEntry } from '../undo/UndoEntry';
import type { SetUpSlots } from '../report/slots';

export interface RunViewProps {
  readonly host: Host;
  readonly run: SetUpRun;
  readonly slots: SetUpSlots;
}

export function RunView({ host, run, slots }: RunViewProps) {
  const done = run.state.kind === 'done';
  return (
    <section className={styles.run} aria-label={texts.title[run.plan.kind](host.name)}>
      <RunHead host={host} run={run} slots={slots} />
      {!done && (
        <>
          <RunBar plan={run.plan} label={texts.progress} />
          <State host={host} run={run} />
        </>
      )}
      {done && <RunReport run={run} slots={slots} />}
      {done ? (
        <details className={styles.printed}>
          <summary>
            {texts.output} <span className={styles.quiet}>({texts.outputOf(run.lines)})</span>
          </summary>
          <div className={styles.output}>
            <OutputLog host={host} runId={run.id} live={false} />
          </div>
        </details>
      ) : (
        <div className={styles.columns}>
          <div className={styles.steps}>
            <h3 className={styles.heading}>{texts.steps}</h3>
            <RunSteps steps={run.plan.steps} />
          </div>
          <div className={styles.live}>
            <div className={styles.output}>
              <OutputLog host={host} runId={run.id} live={isActive(run)} heading={<h3>{texts.output}</h3>} />
            </div>
          </div>
        </div>
      )}
      {done && run.plan.kind === 'set-up' && <UndoEntry hostId={run.hostId} />}
    </section>
  );
}

/** What is to be known of it beside its progress. */
function State({ host, run }: { readonly host: Host; readonly run: SetUpRun }) {
  const { state, plan } = run;
  switch (state.kind) {
    case 'waiting':
      return <Note shape="idle" title={texts.waitingTitle} text={texts.waitingText} />;
    case 'reconnecting':
      return (
        <Note shape="warn" title={texts.reconnectingTitle} text={texts.reconnectingText(host.name)}>
          <Button small onClick={() => openConnection(host.id)}>
            {connectionTexts.retryNow}
          </Button>
        </Note>
      );
    case 'cancelling':
      return <Note shape="busy" title={texts.words.cancelling} text={state.how === 'now' ? texts.cancellingNow : texts.cancellingAfter} />;
    case 'failed':
      return (
        <FailureNote failure={state.failure}>
          <p className={styles.hint}>{plan.kind === 'undo' ? texts.failedUndoText : texts.failedText}</p>
        </FailureNote>
      );
    case 'cancelled':
      return <Note shape="idle" title={texts.words.cancelled} text={stopped(run)} />;
    case 'running':
      return run.left === true ? <Note shape="busy" title={texts.followingTitle} text={texts.followingText} /> : null;
    case 'verifying':
    case 'done':
      return null;
    default:
      return assertNever(state);
  }
}

function stopped({ plan }: SetUpRun): string {
  const done = plan.steps.filter(({ state }) => state.kind === 'done').length;
  return texts.cancelledText(done, positionOf(plan).of);
}

interface NoteProps {
  readonly shape: 'idle' | 'warn' | 'busy';
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

function Note({ shape, title, text, children }: NoteProps) {
  return (
    <div className={classes(box(shape === 'warn' ? 'warn' : 'plain'), styles.note)}>
      <output className={styles.said}>
        <StatusShape shape={shape} />
        <span>
          <strong>{title}.</strong> {text}
        </span>
      </output>
      {children}
    </div>
  );
}
