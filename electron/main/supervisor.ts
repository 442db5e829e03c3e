/** Keeps one process running: restarts it when it dies, gives up after too many deaths in a row, notices when it hangs. Pure of Electron, so tests never fork. */
import type { WorkerState } from '../contract/main';

/** A running process, as the supervisor needs it. */
export interface Started {
  /** Resolves when it answers. */
  ping(): Promise<void>;
  kill(): void;
  onExit(listener: (code: number) => void): void;
}

export interface SupervisorOptions {
  readonly start: () => Started;
  readonly onState: (state: WorkerState) => void;
  readonly now: () => number;
  /** Milliseconds between pings; a ping unanswered for three of them counts as hung. */
  readonly heartbeatMs: number;
}

/** Three deaths within a minute are a crash loop (security.md F28). */
const CRASHES = 3;
const CRASH_WINDOW_MS = 60_000;

export interface Supervisor {
  state(): WorkerState;
  /** Starts anew, also after it gave up. */
  restart(): void;
  stop(): void;
}

export function supervise({ start, onState, now, heartbeatMs }: SupervisorOptions): Supervisor {
  let state: WorkerState = { kind: 'starting' };
  let running: Started | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let deaths: number[] = [];
  let wanted = true;

  const set = (next: WorkerState): void => {
    state = next;
    onState(next);
  };

  function launch(): void {
    const started = start();
    running = started;
    let lastAnswer = now();
    started.onExit((code) => {
      if (running === started) died(code);
    });
    const ping = (): void => {
      started.ping().then(
        () => {
          lastAnswer = now();
          if (running === started && state.kind !== 'running') set({ kind: 'running' });
        },
        () => undefined,
      );
    };
    ping();
    heartbeat = setInterval(() => {
      if (state.kind === 'running' && now() - lastAnswer > 3 * heartbeatMs) set({ kind: 'unresponsive' });
      ping();
    }, heartbeatMs);
  }

  function died(code: number): void {
    clearInterval(heartbeat);
    running = undefined;
    if (!wanted) return;
    deaths = [...deaths.filter((at) => now() - at < CRASH_WINDOW_MS), now()];
    if (deaths.length > CRASHES)
      return set({ kind: 'failed', why: `The worker ended ${deaths.length} times within a minute, the last time with code ${code}.` });
    set({ kind: 'restarting', attempt: deaths.length });
    launch();
  }

  launch();
  return {
    state: () => state,
    restart() {
      deaths = [];
      if (running === undefined) {
        set({ kind: 'starting' });
        launch();
      } else {
        running.kill();
      }
    },
    stop() {
      wanted = false;
      clearInterval(heartbeat);
      running?.kill();
    },
  };
}
