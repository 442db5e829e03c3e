/** Runs on several hosts, so many at a time. */
import type { Run } from './run';

export interface BatchLimits {
  /** Hosts at a time. */
  readonly limit: number;
  /** After a failure no further host is begun. */
  readonly stopOnFailure: boolean;
}

/** Begins what the limit allows, and the rest as others end. Those that a failure keeps from beginning are cancelled. */
export function beginInTurn(runs: readonly Pick<Run, 'start' | 'cancel' | 'current'>[], { limit, stopOnFailure }: BatchLimits): void {
  const waiting = [...runs];
  let isStopped = false;
  /** One host after the other; so many of these as the limit allows. */
  const line = async (): Promise<void> => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
      if (isStopped) run.cancel('now');
      // Others were cancelled while they waited.
      if (run.current().state.kind !== 'waiting') continue;
      const { state } = await run.start();
      isStopped ||= state.kind === 'failed' && stopOnFailure;
    }
  };
  for (let lines = 0; lines < limit; lines += 1) void line();
}
