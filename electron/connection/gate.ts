/** Lets only so many connect at once, in the order in which they came. */
import { Failure } from '../base/failure';

export interface Gate {
  /** Resolves with what gives the place back, any number of times. Rejects with the signal's reason. `onWait`: there is no place now. */
  enter(signal: AbortSignal, onWait?: () => void): Promise<() => void>;
}

/** More at once only make each other late, and the host's login server busy. */
const PLACES = 6;

export function createGate(places = PLACES): Gate {
  let free = places;
  const queue: (() => void)[] = [];

  function leaveOnce(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = queue.shift();
      if (next === undefined) free += 1;
      else next();
    };
  }

  return {
    async enter(signal, onWait) {
      if (signal.aborted) throw Failure.from(signal.reason);
      if (free > 0) {
        free -= 1;
        return leaveOnce();
      }
      onWait?.();
      return await new Promise((resolve, reject) => {
        const turn = (): void => {
          signal.removeEventListener('abort', abort);
          resolve(leaveOnce());
        };
        const abort = (): void => {
          queue.splice(queue.indexOf(turn), 1);
          reject(Failure.from(signal.reason));
        };
        signal.addEventListener('abort', abort, { once: true });
        queue.push(turn);
      });
    },
  };
}
