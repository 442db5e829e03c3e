/** What a fresh look says of the steps that ran: an exit status proves nothing. */
import { Failure } from '../../base/failure';
import type { SetUpPlan, SetUpStep, SetUpStepState, Verification } from '../../contract/setUp';
import { plainText } from '../../contract/text';

/** What a step says of itself (oneStep.ts). */
const ENDED_WELL = /^It ended well\./;

export interface Verified {
  readonly steps: SetUpStep[];
  readonly verifications: Verification[];
  /** The first step that did not do what it was for. */
  readonly failure?: Failure;
}

/** `again`: the same wish planned anew. Steps of which nothing is left to plan are as good as found. */
export function verified(hostName: string, plan: SetUpPlan, again: SetUpPlan): Verified {
  const judged = plan.steps.map((step) => judge(step, plan, again));
  return { steps: judged, verifications: again.verifications, ...failureOf(hostName, plan.steps, judged) };
}

/** Of an undo: what is not in the journal any more was taken back. `entries`: by step. */
export function takenBack(hostName: string, plan: SetUpPlan, entries: ReadonlyMap<string, string>, journal: ReadonlySet<string>): Verified {
  const judged = plan.steps.map((step): SetUpStep => {
    const entry = entries.get(step.id);
    const isLeft = step.state.kind === 'done' && entry !== undefined && journal.has(entry);
    if (isLeft) return { ...step, state: missed(step.state, 'the host’s journal still has it') };
    return step.state.kind === 'done'
      ? { ...step, state: { ...step.state, found: step.state.found.replace(ENDED_WELL, 'Taken back.') } }
      : step;
  });
  return { steps: judged, verifications: plan.verifications, ...failureOf(hostName, plan.steps, judged) };
}

function judge(step: SetUpStep, plan: SetUpPlan, again: SetUpPlan): SetUpStep {
  const { state } = step;
  if (state.kind !== 'done') return step;
  const now = again.steps.find(({ id }) => id === step.id)?.state;
  if (now?.kind === 'to-do') return { ...step, state: missed(state, 'a fresh look finds it still to do') };
  if (now?.kind === 'cannot') return { ...step, state: missed(state, `a fresh look says: ${now.why}`) };
  const isLast = plan.steps.findLast(({ recipe, state }) => recipe === step.recipe && state.kind === 'done')?.id === step.id;
  const unmet = isLast ? again.verifications.find(({ recipe, ok }) => recipe === step.recipe && ok === false) : undefined;
  if (unmet !== undefined) {
    const got = unmet.got === undefined || unmet.got === '' ? 'nothing' : unmet.got;
    return { ...step, state: missed(state, `“${unmet.command}” gives ${got}; expected: ${unmet.expected}`) };
  }
  return { ...step, state: { ...state, found: now?.kind === 'already' ? now.found : 'Nothing of it is left to do.' } };
}

const missed = (state: SetUpStepState, why: string): SetUpStepState => ({
  kind: 'failed',
  ms: state.kind === 'done' ? state.ms : 0,
  status: 0,
  why: plainText(`It ended well, but ${why}.`, 1000),
  output: '',
});

function failureOf(hostName: string, before: readonly SetUpStep[], after: readonly SetUpStep[]): { failure?: Failure } {
  const failed = after.find(({ state }, at) => state.kind === 'failed' && before[at]?.state.kind === 'done');
  if (failed?.state.kind !== 'failed') return {};
  return { failure: new Failure('script-failed', `${hostName}: ${failed.title}: ${failed.state.why}`) };
}
