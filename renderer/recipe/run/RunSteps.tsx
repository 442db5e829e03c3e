/** The steps of a run, one a row: how each stands; the one that runs says what it does now, the one that failed says why. */
import { Ban, Check, Circle, CircleCheck, CircleStop, X } from 'lucide-react';
import { assertNever } from '../../../electron/contract';
import type { SetUpStep } from '../../../electron/contract/setUp';
import type { Icon } from '../../base/Button';
import { classes } from '../../base/classes';
import { useNow } from '../../base/now';
import { Spinner } from '../../base/Spinner';
import { lasting } from '../../base/time';
import { CommandBlock } from '../../probe/CommandBlock';
import { passedOf, roughly, type StepKind } from './runs';
import styles from './RunSteps.module.css';
import { RUN_STEP_WORDS, runTexts as texts } from './runTexts';

const SHAPES: Readonly<Record<Exclude<StepKind, 'running'>, Icon>> = {
  'to-do': Circle,
  already: Check,
  cannot: Ban,
  done: CircleCheck,
  failed: X,
  cancelled: CircleStop,
};

export function StepMark({ kind }: { readonly kind: StepKind }) {
  const Glyph = kind === 'running' ? undefined : SHAPES[kind];
  return (
    <span className={classes(styles.mark, styles[kind])}>
      {Glyph === undefined ? <Spinner size={14} /> : <Glyph size={14} strokeWidth={2} aria-hidden />}
    </span>
  );
}

export function RunSteps({ steps }: { readonly steps: readonly SetUpStep[] }) {
  return (
    <ol className={styles.steps} aria-label={texts.steps}>
      {steps.map((step) => (
        <li
          key={step.id}
          className={classes(styles.step, step.state.kind === 'running' && styles.now, step.state.kind === 'failed' && styles.broken)}
          aria-current={step.state.kind === 'running' ? 'step' : undefined}
        >
          <StepMark kind={step.state.kind} />
          <p className={classes(styles.title, (step.state.kind === 'to-do' || step.state.kind === 'already') && styles.quiet)}>
            {step.title}
            <span className="hidden-text">, {RUN_STEP_WORDS[step.state.kind]}</span>
          </p>
          <span className={styles.time}>
            <Time step={step} />
          </span>
          <div className={styles.detail}>
            <Detail step={step} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function Time({ step: { state, seconds } }: { readonly step: SetUpStep }) {
  switch (state.kind) {
    case 'running':
      return <TimeSoFar since={state.startedAt} seconds={seconds} />;
    case 'done':
      return lasting(state.ms);
    case 'to-do':
      return roughly(seconds);
    case 'already':
    case 'cannot':
    case 'failed':
    case 'cancelled':
      return <span aria-hidden="true">{RUN_STEP_WORDS[state.kind]}</span>;
    default:
      return assertNever(state);
  }
}

function TimeSoFar({ since, seconds }: { readonly since: number; readonly seconds: number }) {
  return passedOf(useNow(1000) - since, seconds);
}

function Detail({ step }: { readonly step: SetUpStep }) {
  const { state } = step;
  if (state.kind === 'cannot') return <p className={styles.why}>{state.why}</p>;
  if (state.kind === 'running') return <Running step={step} state={state} />;
  if (state.kind !== 'failed') return null;
  return (
    <>
      <p className={styles.why}>
        {state.why} {state.status > 0 && texts.exit(state.status)}
      </p>
      {state.output !== '' && (
        // A keyboard scrolls only what has the focus.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre className={styles.last} ref={toEnd} tabIndex={0} aria-label={texts.lastLines}>
          {state.output}
        </pre>
      )}
    </>
  );
}

/** What went wrong stands last. */
function toEnd(lines: HTMLElement | null): void {
  if (lines !== null) lines.scrollTop = lines.scrollHeight;
}

function Running({ step, state }: { readonly step: SetUpStep; readonly state: Extract<SetUpStep['state'], { readonly kind: 'running' }> }) {
  const command = state.command === undefined ? undefined : step.commands[state.command];
  return (
    <>
      {state.note !== '' && <p className={styles.note}>{state.note}</p>}
      {command !== undefined && (
        <div className={styles.command}>
          <p className={styles.which}>{texts.commandOf((state.command ?? 0) + 1, step.commands.length)}</p>
          <CommandBlock commands={[command]} />
        </div>
      )}
    </>
  );
}
