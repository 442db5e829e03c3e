/** Set-ups of hosts: planned, agreed to, run, followed over broken links and restarts, and taken back. */
import type { z } from 'zod';
import { Failure } from '../../base/failure';
import type { Connection } from '../../connection/connection';
import { runScript } from '../../connection/script';
import type { BatchCall, RunCall, RunOutput, SetUpPlan, SetUpRun, SetUpStanding, SetUpWish } from '../../contract/setUp';
import { checkShown, checkTyped } from './agreed';
import { beginInTurn } from './batch';
import { isToDo, type How, type Prepared, type RunContext, type RunDeps } from './context';
import { goOn, leftRun } from './goOn';
import { inOrder } from './inOrder';
import type { LastWishes } from './lastWishes';
import { createPlans, newId, type PlansDeps } from './plans';
import { createRun, hasEnded, type Run } from './run';
import { FINISH, STANDING } from './scripts';
import { standingOf } from './standing';

export interface SetUpsDeps extends PlansDeps, Omit<RunDeps, 'planAgain' | 'standing'> {
  /** As the operator calls it. */
  readonly hostName: (hostId: string) => Promise<string>;
  readonly wishes: LastWishes;
  readonly onRun: (run: SetUpRun) => void;
  readonly onOutput: (output: RunOutput) => void;
}

type Call = z.output<typeof RunCall>;

export interface SetUps {
  /** What a set-up would do now; changes nothing. */
  readonly planSetUp: (hostId: string, wish: SetUpWish) => Promise<SetUpPlan>;
  /** What would be taken back. */
  readonly planUndo: (hostId: string, entries?: readonly string[]) => Promise<SetUpPlan>;
  /** Exactly the plan that was looked at, once. Rejects with `not-found`, `refused` while the host has a run, or `bad-input`. */
  readonly begin: (call: Call) => Promise<SetUpRun>;
  /** All or none. */
  readonly beginAll: (batch: z.output<typeof BatchCall>) => Promise<readonly SetUpRun[]>;
  readonly cancel: (runId: string, how: How) => void;
  /** Resolves when the check runs. */
  readonly prove: (runId: string) => void;
  /** Latest first. */
  readonly runs: () => readonly SetUpRun[];
  readonly output: (runId: string, from: number) => RunOutput;
  readonly standing: (hostId: string) => Promise<SetUpStanding>;
  /** Follows what another app left. */
  readonly resume: (hostId: string, runId: string) => Promise<SetUpRun>;
  readonly dismiss: (hostId: string, runId: string) => Promise<void>;
  readonly lastWish: (hostId: string) => Promise<SetUpWish | undefined>;
  /** Rejects with `refused` while the host has a run. */
  readonly checkFree: (hostId: string) => Promise<void>;
  /** A host was removed: nothing more is known of it. */
  readonly forgetHost: (hostId: string) => Promise<void>;
}

const STANDING_MS = 30_000;
const RUNS = 100;

export function createSetUps(deps: SetUpsDeps): SetUps {
  const { connection, load, now, hostName, wishes, onRun, onOutput } = deps;
  const plans = createPlans(deps);
  /** Oldest first. */
  const runs = new Map<string, Run>();

  async function standingOver(over: Connection, hostId: string): Promise<SetUpStanding> {
    const standing = standingOf(hostId, await runScript(over, load, STANDING, { timeoutMs: STANDING_MS }));
    // What runs here is not left.
    return { ...standing, unfinished: standing.unfinished.filter(({ id }) => !isActive(runs.get(id))) };
  }
  const runDeps: RunDeps = { ...deps, planAgain: plans.again, standing: standingOver };

  const isActive = (run: Run | undefined): boolean => run !== undefined && !hasEnded(run.current());

  function checkFree(hostId: string, name: string): void {
    const busy = [...runs.values()].some((run) => run.current().hostId === hostId && isActive(run));
    if (busy) throw new Failure('refused', `${name}: A set-up runs there already; wait for its end, or stop it.`);
  }

  function find(runId: string): Run {
    const run = runs.get(runId);
    if (run === undefined) throw new Failure('not-found', 'That set-up is not known any more.');
    return run;
  }

  function keep(run: Run): Run {
    const { id } = run.current();
    runs.delete(id);
    runs.set(id, run);
    const ended = [...runs].filter(([, each]) => !isActive(each) && each !== run);
    for (const [old] of ended.slice(0, Math.max(0, runs.size - RUNS))) runs.delete(old);
    return run;
  }

  /** Throws why it may not begin. */
  async function agreed({ hostId, planId, typed }: Call): Promise<{ readonly prepared: Prepared; readonly name: string }> {
    const name = await hostName(hostId);
    checkFree(hostId, name);
    const prepared = plans.known(hostId, planId);
    checkTyped(prepared.plan, name, typed);
    checkShown(prepared);
    return { prepared, name };
  }

  /** A run that has not begun; one with nothing to do has ended. */
  function make({ prepared, name }: { readonly prepared: Prepared; readonly name: string }, batch?: string): Run {
    const { plan } = prepared;
    const { id: planId, hostId, wish } = plan;
    // Others may have asked for the same meanwhile.
    checkFree(hostId, name);
    plans.forget(planId);
    if (wish !== undefined) void wishes.keep(hostId, wish).catch(() => undefined);
    const run: SetUpRun = {
      id: newId(),
      hostId,
      plan,
      state: { kind: 'waiting' },
      startedAt: now(),
      ...(batch === undefined ? {} : { batch }),
      lines: 0,
    };
    return begun(plan.steps.some(isToDo) ? run : withNothingToDo(run, name, now()), name, (context) => inOrder(context, prepared));
  }

  function begun(run: SetUpRun, name: string, work: (context: RunContext) => ReturnType<typeof inOrder>, onHost = false): Run {
    return keep(createRun({ deps: runDeps, run, hostName: name, onRun, onOutput, work, onHost }));
  }

  return {
    planSetUp: plans.setUp,
    planUndo: plans.undo,
    async begin(call) {
      const run = make(await agreed(call));
      if (hasEnded(run.current())) onRun(run.current());
      void run.start();
      return run.current();
    },
    async beginAll({ runs: wanted, ...limits }) {
      if (new Set(wanted.map(({ hostId }) => hostId)).size < wanted.length)
        throw new Failure('bad-input', 'The same host is named twice; a host has one set-up at a time.');
      const all = await Promise.all(wanted.map(agreed));
      // None is made unless all can be.
      for (const { prepared, name } of all) checkFree(prepared.plan.hostId, name);
      const batch = newId();
      const made = all.map((one) => make(one, batch));
      for (const run of made) onRun(run.current());
      beginInTurn(made, limits);
      return made.map((run) => run.current());
    },
    cancel: (runId, how) => find(runId).cancel(how),
    prove(runId) {
      const run = find(runId);
      if (isActive(run) || run.current().proof?.kind === 'running')
        throw new Failure('refused', 'This set-up runs still; it ends with a check by itself.');
      void run.prove();
    },
    runs: () => [...runs.values()].map((run) => run.current()).toReversed(),
    output: (runId, from) => find(runId).output.read(from),
    standing: async (hostId) => standingOver(await connection(hostId), hostId),
    async resume(hostId, runId) {
      const known = runs.get(runId);
      if (known !== undefined && isActive(known)) return known.current();
      const [name, over] = await Promise.all([hostName(hostId), connection(hostId)]);
      const left = (await standingOver(over, hostId)).unfinished.find(({ id }) => id === runId);
      if (left === undefined) throw new Failure('not-found', `${name}: That set-up is not there any more; look at the plan instead.`);
      checkFree(hostId, name);
      const run = begun(leftRun(hostId, left, '', now()), name, (context) => goOn(context, left), true);
      void run.start();
      return run.current();
    },
    async dismiss(hostId, runId) {
      const parameters = { RUN: runId, STATE: 'dismissed' };
      await runScript(await connection(hostId), load, FINISH, { parameters, timeoutMs: STANDING_MS });
    },
    lastWish: wishes.of,
    checkFree: async (hostId) => checkFree(hostId, await hostName(hostId)),
    async forgetHost(hostId) {
      for (const [id, run] of runs) if (run.current().hostId === hostId && !isActive(run)) runs.delete(id);
      await wishes.forget(hostId);
    },
  };
}

function withNothingToDo(run: SetUpRun, name: string, now: number): SetUpRun {
  const stuck = run.plan.steps.map(({ state }) => state).find((state) => state.kind === 'cannot');
  if (stuck === undefined)
    return { ...run, state: { kind: 'done' }, endedAt: now, proof: { kind: 'left-out', why: 'Everything was there already.' } };
  const failure = new Failure('refused', `${name}: Nothing of what is missing can be set up here. ${stuck.why}`.slice(0, 1024));
  return { ...run, state: { kind: 'failed', failure: failure.toData() }, endedAt: now };
}
