/** The set-up of each host as the page knows it: what is wished, its plan, its runs, and how the host stands. */
import { create } from 'zustand';
import type { FailureData } from '../../electron/contract';
import type { HostId } from '../../electron/contract/host';
import type { SetUpPlan, SetUpRun, SetUpStanding, SetUpWish, UnfinishedRun } from '../../electron/contract/setUp';
import { failureOf } from '../base/failure';
import { say } from '../base/notices';
import { worker } from '../base/ports';
import { draftOf, isActive, type SetUpDraft } from './setUp';

export type PlanState =
  | { readonly kind: 'none' }
  | { readonly kind: 'planning'; readonly since: number }
  /** `wish`: what was asked for; absent for an undo. */
  | { readonly kind: 'planned'; readonly plan: SetUpPlan; readonly wish?: SetUpWish; readonly begin: BeginState }
  | { readonly kind: 'failed'; readonly failure: FailureData };

/** Whether a run of the plan is being asked for. */
export type BeginState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed'; readonly failure: FailureData };

export type StandingState =
  | { readonly kind: 'unknown' }
  /** `standing`: as it was known before. */
  | { readonly kind: 'asking'; readonly standing?: SetUpStanding }
  | { readonly kind: 'known'; readonly standing: SetUpStanding }
  | { readonly kind: 'failed'; readonly failure: FailureData; readonly standing?: SetUpStanding };

export type LastWish = { readonly kind: 'unknown' } | { readonly kind: 'asking' } | { readonly kind: 'known'; readonly wish?: SetUpWish };

/** What the set-up tab of a host shows, beside its runs. */
export interface HostSetUp {
  readonly last: LastWish;
  /** What the operator chose differently from what is proposed. */
  readonly changes: Partial<SetUpDraft>;
  readonly plan: PlanState;
  /** The plan of an undo; `none` while nobody looks at it. */
  readonly undo: PlanState;
  readonly standing: StandingState;
  /** The run that is shown in place of the plan: under way, or its report. */
  readonly shownRun?: string;
}

interface SetUpStore {
  readonly hosts: ReadonlyMap<HostId, HostSetUp>;
  /** Of this app, latest first. */
  readonly runs: readonly SetUpRun[];
}

export const useSetUps = create<SetUpStore>(() => ({ hosts: new Map(), runs: [] }));

const IDLE: BeginState = { kind: 'idle' };
export const NO_PLAN: PlanState = { kind: 'none' };
const NOTHING: HostSetUp = { last: { kind: 'unknown' }, changes: {}, plan: NO_PLAN, undo: NO_PLAN, standing: { kind: 'unknown' } };

export const setUpOf = (hostId: HostId): HostSetUp => useSetUps.getState().hosts.get(hostId) ?? NOTHING;
export const useSetUp = (hostId: HostId): HostSetUp => useSetUps((store) => store.hosts.get(hostId) ?? NOTHING);
export const useRun = (runId: string | undefined): SetUpRun | undefined => useSetUps((store) => store.runs.find(({ id }) => id === runId));
/** The one under way on this host. */
export const useActiveRun = (hostId: HostId): SetUpRun | undefined =>
  useSetUps((store) => store.runs.find((run) => run.hostId === hostId && isActive(run)));

/** How the host stood when it was asked last. */
export const standingOf = ({ standing }: HostSetUp): SetUpStanding | undefined =>
  standing.kind === 'unknown' ? undefined : standing.standing;

function change(hostId: HostId, part: Partial<HostSetUp> | ((before: HostSetUp) => Partial<HostSetUp>)): void {
  useSetUps.setState(({ hosts }) => {
    const before = hosts.get(hostId) ?? NOTHING;
    return { hosts: new Map(hosts).set(hostId, { ...before, ...(typeof part === 'function' ? part(before) : part) }) };
  });
}

const complain = (error: unknown): void => say(failureOf(error).message, 'bad');

/** Asks for what the tab rests on: the last wish, once, and how a connected host stands now. */
export function openSetUp(hostId: HostId, isConnected: boolean): void {
  if (setUpOf(hostId).last.kind === 'unknown') {
    change(hostId, { last: { kind: 'asking' } });
    worker.call('recipe.lastWish', hostId).then(
      (wish) => change(hostId, { last: { kind: 'known', ...(wish === undefined ? {} : { wish }) } }),
      () => change(hostId, { last: { kind: 'known' } }),
    );
  }
  if (isConnected) askStanding(hostId);
}

export function askStanding(hostId: HostId): void {
  const { standing } = setUpOf(hostId);
  if (standing.kind === 'asking') return;
  const before = standing.kind === 'unknown' || standing.standing === undefined ? {} : { standing: standing.standing };
  change(hostId, { standing: { kind: 'asking', ...before } });
  worker.call('recipe.standing', hostId).then(
    (now) => change(hostId, { standing: { kind: 'known', standing: now } }),
    (error: unknown) => change(hostId, { standing: { kind: 'failed', failure: failureOf(error), ...before } }),
  );
}

/** Who changes the wish wants to see it: a report or an undo gives its place, a run under way does not. */
export function changeWish(hostId: HostId, changes: Partial<SetUpDraft>): void {
  const { shownRun } = setUpOf(hostId);
  if (useSetUps.getState().runs.some((run) => run.id === shownRun && !isActive(run))) leaveRun(hostId);
  change(hostId, (before) => ({ changes: { ...before.changes, ...changes }, undo: NO_PLAN }));
}

/** Only the latest question counts: an older answer comes for nothing. */
function plan(hostId: HostId, slot: 'plan' | 'undo', asked: Promise<SetUpPlan>, wish?: SetUpWish): void {
  const planning: PlanState = { kind: 'planning', since: Date.now() };
  change(hostId, { [slot]: planning });
  const become = (state: PlanState): void => {
    if (setUpOf(hostId)[slot] === planning) change(hostId, { [slot]: state });
  };
  asked.then(
    (made) => become({ kind: 'planned', plan: made, begin: IDLE, ...(wish === undefined ? {} : { wish }) }),
    (error: unknown) => become({ kind: 'failed', failure: failureOf(error) }),
  );
}

/** Looks at the host, and changes nothing. */
export const planNow = (hostId: HostId, wish: SetUpWish): void =>
  plan(hostId, 'plan', worker.call('recipe.planSetUp', { hostId, wish }), wish);

/** Of the journal's entries named, or of all. */
export const planUndo = (hostId: HostId, entries?: readonly string[]): void =>
  plan(hostId, 'undo', worker.call('recipe.planUndo', { hostId, ...(entries === undefined ? {} : { entries: [...entries] }) }));

export const leavePlan = (hostId: HostId): void => change(hostId, { plan: NO_PLAN });
export const leaveUndo = (hostId: HostId): void => change(hostId, { undo: NO_PLAN });

/** Runs the plan that is shown. `typed`: the host's name, where the plan asks for that. */
export function begin({ hostId, id, kind }: SetUpPlan, typed?: string): void {
  const slot = kind === 'undo' ? 'undo' : 'plan';
  const become = (state: BeginState): void => {
    const now = setUpOf(hostId)[slot];
    if (now.kind === 'planned' && now.plan.id === id) change(hostId, { [slot]: { ...now, begin: state } });
  };
  const now = setUpOf(hostId)[slot];
  if (now.kind === 'planned' && now.begin.kind === 'asking') return;
  become({ kind: 'asking' });
  worker.call('recipe.begin', { hostId, planId: id, ...(typed === undefined ? {} : { typed }) }).then(
    (run) => {
      takeRun(run);
      change(hostId, { [slot]: NO_PLAN, shownRun: run.id });
      // Where nothing had to be done it has ended already, and the proof is all that was asked for.
      if (kind === 'set-up' && run.state.kind === 'done') prove(run.id);
    },
    (error: unknown) => become({ kind: 'failed', failure: failureOf(error) }),
  );
}

/** `after-step` lets the step that runs come to its end. */
export const cancel = (runId: string, how: 'after-step' | 'now'): void => void worker.call('recipe.cancel', { runId, how }).catch(complain);

/** Starts a desktop in that run's mode again, and checks it. */
export const prove = (runId: string): void => void worker.call('recipe.prove', runId).catch(complain);

/** Goes on with what an app began and left: with the step that it reached, unless that was cut off. Rejects with a Failure. */
export async function resume(hostId: HostId, { id, step, wish }: UnfinishedRun): Promise<void> {
  if (step === 'lost') {
    await dismiss(hostId, id);
    return planRest(hostId, wish);
  }
  const run = await worker.call('recipe.resume', { hostId, runId: id });
  takeRun(run);
  change(hostId, { plan: NO_PLAN, shownRun: run.id });
  askStanding(hostId);
}

/** What is left to do of a set-up that was left. */
function planRest(hostId: HostId, wish: SetUpWish | undefined): void {
  leaveRun(hostId);
  if (wish === undefined) return;
  change(hostId, { changes: draftOf(wish), undo: NO_PLAN });
  planNow(hostId, wish);
}

/** Leaves an unfinished run as it is, and mentions it no more. */
export async function dismiss(hostId: HostId, runId: string): Promise<void> {
  await worker.call('recipe.dismiss', { hostId, runId });
  askStanding(hostId);
}

export const showRun = (hostId: HostId, runId: string): void => change(hostId, { shownRun: runId });

/** Back from a run or its report to the wish and its plan. */
export const leaveRun = (hostId: HostId): void =>
  useSetUps.setState(({ hosts }) => {
    const { shownRun: _shown, ...rest } = hosts.get(hostId) ?? NOTHING;
    return { hosts: new Map(hosts).set(hostId, rest) };
  });

/** A run as it is now: in its place, or as the latest. One that begins is shown, one that ends may have changed how the host stands. */
export function takeRun(run: SetUpRun): void {
  const before = useSetUps.getState().runs.find(({ id }) => id === run.id);
  useSetUps.setState(({ runs }) => ({
    runs: before === undefined ? [run, ...runs] : runs.map((each) => (each.id === run.id ? run : each)),
  }));
  if (before === undefined && isActive(run)) showRun(run.hostId, run.id);
  if (before === undefined || !isActive(before) || isActive(run)) return;
  askStanding(run.hostId);
  if (run.left === true && run.state.kind === 'done') planRest(run.hostId, run.plan.wish);
}

/** A new worker is asked anew; what it does not know of is gone. */
function load(): void {
  worker.call('recipe.runs', undefined).then((runs) => {
    useSetUps.setState({ runs });
    for (const run of runs.toReversed()) if (isActive(run)) showRun(run.hostId, run.id);
  }, complain);
  for (const [hostId, { plan: state, undo }] of useSetUps.getState().hosts) {
    // Plans live in the worker: nobody can agree to one that it does not know.
    change(hostId, { ...(state.kind === 'planned' ? { plan: NO_PLAN } : {}), ...(undo.kind === 'planned' ? { undo: NO_PLAN } : {}) });
  }
}

export function followSetUps(): void {
  worker.on('recipe.runChanged', takeRun);
  worker.onReady(load);
}
