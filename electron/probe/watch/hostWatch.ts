/** The watch of one host over one connection: runs the script for as long as it is wanted, and tells at most one Load a second. */
import { Failure } from '../../base/failure';
import type { Connection, LoadScript } from '../../connection/connection';
import { runScript, type ScriptRecord } from '../../connection/script';
import type { Load } from '../../contract/probe';
import { loadOf, NOTHING, read } from './reading';

/** In the order in which they need each other; the one with `main` comes last. */
export const WATCH_SCRIPTS = [
  'lib/process.sh',
  'probe/watch/record.sh',
  'probe/watch/system.sh',
  'probe/watch/gpus.sh',
  'probe/watch/xServers.sh',
  'probe/watch.sh',
] as const;

export interface HostWatchOptions {
  readonly hostId: string;
  readonly connection: Connection;
  readonly load: LoadScript;
  /** Epoch ms. */
  readonly now: () => number;
  /** The connection is the host's still. */
  readonly isCurrent: () => boolean;
  readonly onLoad: (load: Load) => void;
  /** Called when the watch failed, before it is tried again. */
  readonly onFailure: (failure: Failure) => void;
  /** Called once the connection is not the host's any more. */
  readonly onLost: () => void;
}

export interface HostWatch {
  readonly connection: Connection;
  /** Closes the channel at once; nothing is told any more. */
  stop(): void;
}

/** Seconds between two looks of the host at itself. */
const TICK = '2';
const BEGIN_MS = 20_000;
const PAUSES_MS = [2000, 4000, 8000, 15_000, 30_000] as const;
const LONGEST_MS = 60_000;
/** A watch that ran this long was a good one. */
const STEADY_MS = 60_000;
const BETWEEN_MS = 1000;
/** What a host says at first comes in pieces. */
const TOGETHER_MS = 100;

export function watchHost({ hostId, connection, load, now, isCurrent, onLoad, onFailure, onLost }: HostWatchOptions): HostWatch {
  const over = new AbortController();
  let reading = NOTHING;
  let timer: NodeJS.Timeout | undefined;
  let toldAt = -Infinity;
  let pause: NodeJS.Timeout | undefined;
  let failed = 0;

  function tell(): void {
    timer = undefined;
    const told = loadOf(reading, hostId, now());
    if (told === undefined) return;
    toldAt = performance.now();
    onLoad(told);
  }

  function onRecord(record: ScriptRecord): void {
    const next = read(reading, record);
    if (next === reading || over.signal.aborted) return;
    reading = next;
    timer ??= setTimeout(tell, Math.max(TOGETHER_MS, toldAt + BETWEEN_MS - performance.now()));
  }

  async function run(): Promise<void> {
    const began = performance.now();
    reading = NOTHING;
    try {
      await runScript(connection, load, WATCH_SCRIPTS, {
        parameters: { TICK },
        timeoutMs: BEGIN_MS,
        endless: true,
        keepStdin: true,
        onRecord,
        signal: over.signal,
      });
      ended(new Failure('script-failed', `The live watch of ${connection.hostName} ended by itself.`, { retry: true }), began);
    } catch (error) {
      ended(Failure.from(error), began);
    }
  }

  function ended(failure: Failure, began: number): void {
    clearTimeout(timer);
    timer = undefined;
    if (over.signal.aborted) return;
    if (!isCurrent()) return onLost();
    onFailure(failure);
    // The host allows none, for as long as this connection lasts.
    if (failure.code === 'refused' && !failure.retry) return;
    failed = performance.now() - began > STEADY_MS ? 0 : failed;
    pause = setTimeout(() => (isCurrent() ? void run() : onLost()), PAUSES_MS[failed] ?? LONGEST_MS);
    failed += 1;
  }

  void run();
  return {
    connection,
    stop() {
      over.abort();
      clearTimeout(timer);
      clearTimeout(pause);
    },
  };
}
