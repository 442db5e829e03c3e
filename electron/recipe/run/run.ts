/** A run of a plan on one host: how far it is, and what the operator wants of it meanwhile. */
import { Failure } from '../../base/failure';
import type { Connection } from '../../connection/connection';
import { runScript } from '../../connection/script';
import type { RunOutput, RunState, SetUpRun } from '../../contract/setUp';
import type { Ending, How, Phase, RunContext, RunDeps } from './context';
import { createOutput, type Output } from './output';
import { paced } from './paced';
import { proveMode } from './proving';
import { createOver } from './reach';
import { createRootPassword } from './rootPassword';
import { FINISH } from './scripts';

export interface Run {
  readonly current: () => SetUpRun;
  readonly output: Output;
  /** Resolves when it has ended; a run that was cancelled while it waited has. Never rejects. */
  readonly start: () => Promise<SetUpRun>;
  /** `now` waits until the step on the host has ended; a second one, while the host cannot be reached, does not. */
  readonly cancel: (how: How) => void;
  /** Of a run that has ended. */
  readonly prove: () => Promise<void>;
}

export interface RunStart {
  readonly deps: RunDeps;
  readonly run: SetUpRun;
  readonly hostName: string;
  readonly onRun: (run: SetUpRun) => void;
  readonly onOutput: (output: RunOutput) => void;
  readonly work: (context: RunContext) => Promise<Ending>;
  /** Something of it is on the host already. */
  readonly onHost?: boolean;
}

const PACE_MS = 100;
const FINISH_MS = 60_000;

export const hasEnded = ({ state }: Pick<SetUpRun, 'state'>): boolean => ['done', 'failed', 'cancelled'].includes(state.kind);

export function createRun({ deps, run: initial, hostName, onRun, onOutput, work, onHost: wasOnHost = false }: RunStart): Run {
  const { hostId, id: runId } = initial;
  const [stop, leave] = [new AbortController(), new AbortController()];
  let run = initial;
  let how: How | undefined;
  let phase: Phase = 'running';
  let awaySince: number | undefined;
  let isOnHost = wasOnHost;
  let latest: Connection | undefined;
  const password = createRootPassword({ ask: deps.ask, hostId, hostName, user: initial.plan.user });

  /** Who listens must not end a run. */
  const tell = (job: () => void): void => {
    try {
      job();
    } catch (error) {
      latest?.note('error', 'a set-up could not be shown', { run: runId, why: Failure.from(error).message });
    }
  };
  const output = createOutput(runId, (added) => tell(() => onOutput(added)));
  const pace = paced(PACE_MS, () => tell(() => onRun(current())));
  const current = (): SetUpRun => ({ ...run, lines: output.count() });
  const change = (next: Partial<SetUpRun>, isPaced = false): void => {
    run = { ...run, ...next };
    if (isPaced) pace.soon();
    else pace.now();
  };
  const under = (): RunState => {
    if (how !== undefined) return { kind: 'cancelling', how };
    return awaySince === undefined ? { kind: phase } : { kind: 'reconnecting', since: awaySince };
  };
  const retell = (): void => {
    if (!hasEnded(run) && JSON.stringify(under()) !== JSON.stringify(run.state)) change({ state: under() });
  };

  const over = createOver({
    connection: () => deps.connection(hostId),
    wait: deps.wait,
    left: leave.signal,
    onAway() {
      awaySince ??= deps.now();
      retell();
    },
    onBack(connection) {
      latest = connection;
      awaySince = undefined;
      retell();
    },
  });
  const context: RunContext = {
    deps,
    runId,
    hostId,
    hostName,
    current,
    setStep: (id, state, isPaced) =>
      change(
        { plan: { ...run.plan, steps: run.plan.steps.map((step) => (step.id === id ? { ...step, state } : step)) } },
        isPaced === 'paced',
      ),
    setPlan: (seen) => change({ plan: { ...run.plan, ...seen } }),
    setProof: (proof) => change({ proof }),
    phase(now) {
      phase = now;
      retell();
    },
    output,
    over,
    password,
    cancelled: () => how,
    stop: stop.signal,
    left: leave.signal,
    onHost: () => (isOnHost = true),
    note: (level, event, fields) => latest?.note(level, event, fields),
  };

  async function finish(kind: Ending['kind']): Promise<void> {
    if (!isOnHost) return;
    const parameters = { RUN: runId, STATE: kind };
    // Without it the host mentions this run as one that was left, which does no harm.
    await over((connection) => runScript(connection, deps.load, FINISH, { parameters, timeoutMs: FINISH_MS })).catch(() => undefined);
  }

  const stateOf = (ending: Ending): RunState =>
    ending.kind === 'failed' ? { kind: 'failed', failure: ending.failure.toData() } : { kind: ending.kind };

  async function begin(): Promise<SetUpRun> {
    let ending: Ending;
    try {
      change({ state: under(), startedAt: deps.now() });
      latest = await over(async (connection) => connection);
      ending = await work(context);
    } catch (error) {
      const failure = Failure.from(error);
      ending = failure.code === 'cancelled' && how !== undefined ? { kind: 'cancelled' } : { kind: 'failed', failure };
    }
    password.end();
    await finish(ending.kind);
    end(stateOf(ending));
    return current();
  }

  function end(state: RunState): void {
    context.note(state.kind === 'failed' ? 'warn' : 'info', `set-up ${state.kind}`, {
      run: runId,
      ms: Math.round(deps.now() - run.startedAt),
      ...(state.kind === 'failed' ? { code: state.failure.code, message: state.failure.message } : {}),
    });
    output.flush();
    change({ state, endedAt: deps.now() });
  }

  let started: Promise<SetUpRun> | undefined;
  return {
    current,
    output,
    start() {
      started ??= hasEnded(run) ? Promise.resolve(current()) : begin();
      return started;
    },
    cancel(wanted) {
      if (hasEnded(run)) return;
      if (started === undefined) return end({ kind: 'cancelled' });
      if (wanted === 'now' && (!isOnHost || (how === 'now' && awaySince !== undefined))) leave.abort();
      if (how !== 'now') how = wanted;
      if (wanted === 'now') stop.abort();
      retell();
    },
    async prove() {
      const { wish } = run.plan;
      if (wish !== undefined)
        await proveMode(deps, hostId, wish.mode, { signal: new AbortController().signal, onProof: (proof) => change({ proof }) });
    },
  };
}
