/** Gives the two sides of a bench a core each, as if they were two machines: else the scheduler's mood decides a round trip. */
import { run } from '../support/process';

export interface Apart {
  /** What to put in front of the other side's command. */
  readonly prefix: readonly [string, ...string[]];
  /** Gives the processes their cores back; what they started meanwhile stays where it is. */
  release(): Promise<void>;
}

/** From now on `pids`, and what they start, run on the first core that they may use; the other side gets the last one (taskset(1)). */
export async function apart(pids: readonly number[]): Promise<Apart> {
  const cores = await Promise.all(pids.map(coresOf));
  const [first = '0'] = /^\d+/.exec(cores[0] ?? '') ?? [];
  const [last = '0'] = /\d+$/.exec(cores[0] ?? '') ?? [];
  await Promise.all(pids.map((pid) => run('taskset', ['-cp', first, String(pid)])));
  return {
    prefix: ['taskset', '-c', last],
    async release() {
      await Promise.all(pids.map((pid, at) => run('taskset', ['-cp', cores[at] ?? first, String(pid)])));
    },
  };
}

/** As `0,2-3`, out of `pid 12's current affinity list: 0,2-3`. */
async function coresOf(pid: number): Promise<string> {
  return (await run('taskset', ['-cp', String(pid)])).trim().split(': ').at(-1) ?? '';
}
