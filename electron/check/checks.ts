/** Runs checks in sessions: glxgears on the host, pixels from the page, and a verdict that grows while they come. */
import { randomBytes } from 'node:crypto';
import { Failure } from '../base/failure';
import type { Connection, LoadScript } from '../connection/connection';
import { runScript, type ScriptRecord } from '../connection/script';
import type { Check, CheckId, CheckPixels, CheckWish } from '../contract/check';
import type { Session, SessionId } from '../contract/session';
import { plainText } from '../contract/text';
import { evidenceOf, type Moment } from './evidence';
import { NOTHING, observe, type Observed } from './observed';
import { verdictOf } from './verdict';

export interface ChecksDeps {
  readonly connection: (hostId: string) => Promise<Connection>;
  readonly load: LoadScript;
  readonly session: (id: SessionId) => Session | undefined;
  /** Epoch ms. */
  readonly now: () => number;
}

export interface Checks {
  /** Resolves as soon as the check runs; rejects when it cannot begin. One session has one check at a time. */
  run(wish: CheckWish): Promise<Check>;
  /** Ends it on the host too; one that has ended is left as it is. */
  cancel(id: CheckId): void;
  /** What the page sees in its frame meanwhile. */
  pixels(seen: CheckPixels): void;
  /** The latest of each session. */
  list(): readonly Check[];
  onChange(listener: (check: Check) => void): void;
}

interface Run {
  check: Check;
  observed: Observed;
  moment: Moment;
  readonly stop: AbortController;
}

/** How long a verdict waits for a screen before it says that there is none. */
const PIXELS_MS = 2500;
/** The script's own work around the seconds that glxgears runs. */
const AROUND_MS = 45_000;

export function createChecks({ connection, load, session, now }: ChecksDeps): Checks {
  const runs = new Map<SessionId, Run>();
  const changed = new Set<(check: Check) => void>();

  function update(run: Run, change: Partial<Check>): void {
    const { observed } = run;
    run.moment = momentOf(change.phase ?? run.check.phase, now() - run.check.startedAt, run.moment);
    const evidence = evidenceOf(observed, run.moment);
    const verdict = verdictOf(observed, evidence, run.moment) ?? run.check.verdict;
    run.check = {
      ...run.check,
      ...change,
      command: observed.command,
      evidence: [...evidence],
      rendered: [...observed.rendered],
      ...(observed.region === undefined ? {} : { region: observed.region }),
      ...(verdict === undefined ? {} : { verdict }),
    };
    for (const listener of changed) listener(run.check);
  }

  function onRecord(run: Run, record: ScriptRecord): void {
    run.observed = observe(run.observed, record);
    const step = record.key === 'step' ? { phase: { kind: 'running', step: plainText(record.values[0] ?? '', 200) } as const } : {};
    update(run, step);
  }

  async function work(run: Run, on: Session): Promise<void> {
    const [, boot = '', display = '', pid = '', start = ''] = /\/([^.]*)\.(\d+)\.(\d+)\.(\d+)$/.exec(on.id) ?? [];
    const late = setTimeout(() => update(run, {}), PIXELS_MS + 50);
    try {
      await runScript(await connection(on.hostId), load, ['lib/process.sh', 'check/glxgears.sh'], {
        parameters: {
          BOOT: boot,
          DISPLAY_NUMBER: display,
          PID: pid,
          START: start,
          DEVICE: on.vglDevice ?? 'auto',
          DURATION: `${run.check.seconds}`,
        },
        timeoutMs: run.check.seconds * 1000 + AROUND_MS,
        onRecord: (record) => onRecord(run, record),
        keepStdin: true,
        signal: run.stop.signal,
      });
      update(run, { phase: { kind: 'done' } });
    } catch (error) {
      const failure = Failure.from(error);
      update(run, { phase: failure.code === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', failure: failure.toData() } });
    } finally {
      clearTimeout(late);
    }
  }

  return {
    async run({ sessionId, seconds }) {
      const on = session(sessionId);
      if (on === undefined) throw new Failure('not-found', 'That desktop is not known any more; list the desktops again.');
      const { hostName } = await connection(on.hostId);
      if (on.state !== 'live')
        throw new Failure('session-gone', `${hostName}: ${on.name} does not answer, so nothing can be checked in it.`);
      if (runs.get(sessionId)?.check.phase.kind === 'running')
        throw new Failure('check-failed', `${hostName}: A check runs in ${on.name} already; stop it, or wait for its end.`);
      const run: Run = {
        check: {
          id: randomBytes(6).toString('hex'),
          sessionId,
          tool: 'glxgears',
          phase: { kind: 'running', step: 'Asking the host' },
          startedAt: now(),
          seconds,
          command: '',
          evidence: [],
          rendered: [],
          delivered: [],
        },
        observed: NOTHING,
        moment: 'early',
        stop: new AbortController(),
      };
      runs.set(sessionId, run);
      update(run, {});
      void work(run, on);
      return run.check;
    },
    cancel(id) {
      for (const run of runs.values()) if (run.check.id === id) run.stop.abort();
    },
    pixels({ checkId, delivered, total }) {
      const run = [...runs.values()].find(({ check }) => check.id === checkId);
      if (run === undefined || run.check.phase.kind !== 'running') return;
      run.observed = { ...run.observed, pixels: total };
      update(run, { delivered: [...run.check.delivered, delivered].slice(-600) });
    },
    list: () => [...runs.values()].map(({ check }) => check),
    onChange: (listener) => void changed.add(listener),
  };
}

/** A check that was stopped or failed keeps what it had: nothing more is said to be missing. */
function momentOf(phase: Check['phase'], elapsed: number, before: Moment): Moment {
  if (phase.kind === 'done') return 'over';
  return phase.kind === 'running' && elapsed >= PIXELS_MS ? 'late' : before;
}
