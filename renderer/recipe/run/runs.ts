/** How far a run is, from its steps: share, time, the step that counts now, and in which words. Pure. */
import { assertNever } from '../../../electron/contract';
import type { SetUpPlan, SetUpRun, SetUpStep } from '../../../electron/contract/setUp';
import type { Shape } from '../../base/StatusShape';
import { lasting } from '../../base/time';
import { rough } from '../plan/figures';
import { runTexts as texts } from './runTexts';
import { isActive } from '../setUp';
import { setUpTexts } from '../setUpTexts';

export type StepKind = SetUpStep['state']['kind'];

/** What this run did, does or has to do; what was found done before, or cannot be done, is none of its work. */
export const workOf = ({ steps }: Pick<SetUpPlan, 'steps'>): readonly SetUpStep[] =>
  steps.filter(({ state }) => state.kind !== 'already' && state.kind !== 'cannot');

/** Rough seconds of all its work. */
export const expectedSeconds = (plan: Pick<SetUpPlan, 'steps'>): number => workOf(plan).reduce((sum, { seconds }) => sum + seconds, 0);

/** 0..1 of one step. Undefined: it runs, and cannot tell. */
export function partOf({ state }: Pick<SetUpStep, 'state'>): number | undefined {
  if (state.kind === 'running') return state.part;
  return state.kind === 'done' || state.kind === 'already' ? 1 : 0;
}

/** A step of no time at all has its place, too. */
export const weightOf = ({ seconds }: Pick<SetUpStep, 'seconds'>): number => Math.max(1, seconds);

/** 0..1 of the work, each step by the time that it is expected to take; what runs counts as far as it can tell. */
export function shareDone(plan: Pick<SetUpPlan, 'steps'>): number {
  const work = workOf(plan);
  const whole = work.reduce((sum, step) => sum + weightOf(step), 0);
  return whole === 0 ? 1 : work.reduce((sum, step) => sum + weightOf(step) * (partOf(step) ?? 0), 0) / whole;
}

/** The step that runs, or the one at which it stopped. */
export const stepNow = ({ steps }: Pick<SetUpPlan, 'steps'>): SetUpStep | undefined =>
  steps.find(({ state }) => state.kind === 'running') ?? steps.find(({ state }) => state.kind === 'failed' || state.kind === 'cancelled');

/** Its place among the work, from 1. */
export function positionOf(plan: Pick<SetUpPlan, 'steps'>): { readonly at: number; readonly of: number } {
  const work = workOf(plan);
  const now = stepNow(plan);
  const done = work.filter(({ state }) => state.kind === 'done').length;
  return { at: now === undefined ? done : work.findIndex(({ id }) => id === now.id) + 1, of: work.length };
}

/** Milliseconds so far, or in all. */
export const lasted = ({ startedAt, endedAt }: Pick<SetUpRun, 'startedAt' | 'endedAt'>, now: number): number =>
  Math.max(0, (endedAt ?? now) - startedAt);

/** An expected time is never exact: `about 25 s`. */
export const roughly = (seconds: number): string => setUpTexts.about(rough(Math.max(1, seconds)));

/** `5 s of about 15 s`; what takes longer than expected has no use for that any more. */
export const passedOf = (ms: number, seconds: number): string =>
  ms > Math.max(1, seconds) * 1000 ? lasting(ms) : texts.timeOf(lasting(ms), roughly(seconds));

/** `2 min 5 s of about 9 min`. */
export const timeWords = (run: SetUpRun, now: number): string =>
  !isActive(run) || run.state.kind === 'waiting' ? lasting(lasted(run, now)) : passedOf(lasted(run, now), expectedSeconds(run.plan));

/** Proven: as the mode promises. Undefined: nothing was tried, or it is not known yet. */
export const isProven = ({ proof }: Pick<SetUpRun, 'proof'>): boolean | undefined =>
  proof?.kind === 'proven' ? proof.asExpected : proof?.kind === 'failed' ? false : undefined;

/** Recipes whose verification was made and does not hold. */
export const unmet = ({ plan }: Pick<SetUpRun, 'plan'>): number => plan.verifications.filter(({ ok }) => ok === false).length;

/** What a report, or a run under way, is called. */
export function titleOf({ state, plan, left }: Pick<SetUpRun, 'state' | 'plan' | 'left'>, host: string): string {
  const { doneTitle, failedTitle, stoppedTitle, title } = texts;
  const ended = left === true ? title : doneTitle;
  const words = { done: ended, failed: failedTitle, cancelled: stoppedTitle } as const;
  return (state.kind === 'done' || state.kind === 'failed' || state.kind === 'cancelled' ? words[state.kind] : title)[plan.kind](host);
}

export interface RunWords {
  readonly shape: Shape;
  readonly word: string;
  /** What it is at, in a line; empty where the word says all. */
  readonly step: string;
}

const at = (run: SetUpRun): string => {
  const now = stepNow(run.plan);
  const { at, of } = positionOf(run.plan);
  return now === undefined ? texts.preparing : texts.stepOf(at, of, now.title);
};

/** A run in a line, for lists and the strip. */
export function runWords(run: SetUpRun): RunWords {
  const { state } = run;
  const { words } = texts;
  switch (state.kind) {
    case 'waiting':
      return { shape: 'idle', word: words.waiting, step: texts.waitsTurn };
    case 'running':
      return { shape: 'busy', word: words.running, step: noteOf(run) ?? at(run) };
    case 'reconnecting':
      return { shape: 'warn', word: words.reconnecting, step: at(run) };
    case 'cancelling':
      return { shape: 'busy', word: words.cancelling, step: state.how === 'now' ? texts.stopsNow : texts.stopsAfter };
    case 'verifying':
      return provingWords(run) ?? { shape: 'busy', word: words.verifying, step: texts.verifying };
    case 'done':
      return provingWords(run) ?? doneWords(run);
    case 'failed':
      return { shape: 'bad', word: words.failed, step: state.failure.message };
    case 'cancelled':
      return { shape: 'idle', word: words.cancelled, step: at(run) };
    default:
      return assertNever(state);
  }
}

/** Waiting for somebody else’s lock is worth more than the step's name. */
function noteOf({ plan }: Pick<SetUpRun, 'plan'>): string | undefined {
  const now = stepNow(plan);
  return now?.state.kind === 'running' && now.state.note !== '' ? `${now.title}: ${now.state.note}` : undefined;
}

function provingWords({ proof }: SetUpRun): RunWords | undefined {
  return proof?.kind === 'running' ? { shape: 'busy', word: texts.words.proving, step: proof.step } : undefined;
}

function doneWords(run: SetUpRun): RunWords {
  const { words } = texts;
  if (run.plan.kind === 'undo') return { shape: 'good', word: words.undone, step: '' };
  if (run.proof?.kind === 'failed') return { shape: 'warn', word: texts.proofLeftOut, step: '' };
  if (isProven(run) === false) return { shape: 'warn', word: words.unproven, step: '' };
  if (unmet(run) > 0) return { shape: 'warn', word: words.done, step: texts.unmet(unmet(run)) };
  return { shape: 'good', word: isProven(run) === true ? words.proven : words.done, step: '' };
}

export interface EndWords {
  readonly text: string;
  readonly kind: 'info' | 'bad';
}

/** What is told of a run that ended while nobody looked at it. */
export function endWords(run: SetUpRun, host: string): EndWords {
  const { told } = texts;
  const { state, plan, proof } = run;
  if (state.kind === 'failed')
    return { text: (plan.kind === 'undo' ? told.undoFailed : told.failed)(host, state.failure.message), kind: 'bad' };
  if (state.kind === 'cancelled') return { text: told.cancelled(host), kind: 'info' };
  if (plan.kind === 'undo') return { text: told.undone(host), kind: 'info' };
  if (run.left === true) return { text: told.left(host), kind: 'info' };
  if (isProven(run) === true && unmet(run) === 0) return { text: told.proven(host), kind: 'info' };
  if (isProven(run) !== false && unmet(run) === 0) return { text: told.done(host), kind: 'info' };
  const why =
    proof?.kind === 'proven' && !proof.asExpected
      ? proof.sentence
      : proof?.kind === 'failed'
        ? proof.failure.message
        : `${texts.unmet(unmet(run))}.`;
  return { text: told.unproven(host, why), kind: 'bad' };
}

/** `42 %, step 3 of 9: Install VirtualGL`, as short as the strip needs it. */
export function stripStep(run: SetUpRun): string {
  const { state } = run;
  const { step, word } = runWords(run);
  if (state.kind === 'running') return `${texts.percent(shareDone(run.plan))} · ${step}`;
  return ['waiting', 'verifying', 'cancelling', 'done'].includes(state.kind) ? step : `${word} · ${step}`;
}
