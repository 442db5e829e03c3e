/** A host over a link that comes and goes: what was cut off is done again as soon as the host is reached. */
import { Failure, type FailureData } from '../../base/failure';
import type { Connection } from '../../connection/connection';

/** Rejects with why the job failed on a link that holds, or why the host cannot be reached any more; `cancelled` when it was left. */
export type Over = <T>(job: (connection: Connection) => Promise<T>) => Promise<T>;

export interface ReachDeps {
  readonly connection: () => Promise<Connection>;
  /** Resolves then, or when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Nobody waits for the host any more. */
  readonly left: AbortSignal;
  readonly onAway: () => void;
  readonly onBack: (connection: Connection) => void;
}

/** Time alone can help. */
const AWAY: ReadonlySet<Failure['code']> = new Set(['connection-lost', 'timeout', 'refused', 'no-route', 'name-unknown']);
export const isAway = ({ code, retry }: Pick<FailureData, 'code' | 'retry'>): boolean => retry === true && AWAY.has(code);

const FIRST_MS = 500;
const LONGEST_MS = 15_000;
/** A host that can be reached and still does not answer this often will not. */
const SILENT_TRIES = 3;

export function createOver({ connection, wait, left, onAway, onBack }: ReachDeps): Over {
  return async (job) => {
    let silent = 0;
    for (let tries = 0; ; tries += 1) {
      if (left.aborted) throw new Failure('cancelled', 'It was left; what runs on the host goes on.');
      try {
        const reached = await connection();
        tries = 0;
        onBack(reached);
        return await job(reached);
      } catch (error) {
        const failure = Failure.from(error);
        if (failure.code === 'timeout' && tries === 0) silent += 1;
        if (!isAway(failure) || silent >= SILENT_TRIES) throw failure;
        onAway();
        await wait(Math.min(LONGEST_MS, FIRST_MS * 2 ** tries), left);
      }
    }
  };
}
