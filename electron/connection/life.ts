/** Judges by the bytes that arrive whether the other side is there: the answer to a question can wait long behind a full pipe. */

export interface LifeOptions {
  /** Bytes that arrived so far. */
  readonly bytes: () => number;
  /** Milliseconds between two questions for a sign of life, which somebody else asks. */
  readonly everyMs: number;
  /** Questions that may stay without an answer. */
  readonly count: number;
  /** Asks out of turn, and tells of the answer; throws when that is not possible any more. */
  readonly ask: (answered: () => void) => void;
  /** Called once, after which nothing is judged any more. */
  readonly onDead: (silentMs: number) => void;
}

export interface Life {
  /**
   * Asks now. True once it is answered; false after silence for that long, and then `onDead` was called. What arrives before the
   * answer may have been sent before the other side died: it only gives more time.
   */
  test(deadlineMs: number): Promise<boolean>;
  stop(): void;
}

/** Looks between two questions: so much later than it could be is death noticed. */
const LOOKS = 2;
/** Looks of one test. */
const TEST_LOOKS = 6;

/** Time is counted in looks: those that a stopped or sleeping process did not take are no silence of the other side. */
export function watchLife({ bytes, everyMs, count, ask, onDead }: LifeOptions): Life {
  let over = false;
  const stops = new Set<() => void>();
  const stop = (): void => {
    over = true;
    for (const each of stops) each();
  };

  function judge(stepMs: number, looks: number): () => void {
    let seen = bytes();
    let silent = 0;
    const timer = setInterval(() => {
      silent = bytes() === seen ? silent + 1 : 0;
      seen = bytes();
      if (silent < looks) return;
      stop();
      onDead(looks * stepMs);
    }, stepMs);
    return () => clearInterval(timer);
  }

  stops.add(judge(everyMs / LOOKS, count * LOOKS));
  return {
    stop,
    test(deadlineMs) {
      if (over) return Promise.resolve(false);
      return new Promise((resolve) => {
        const end = judge(deadlineMs / TEST_LOOKS, TEST_LOOKS);
        const settle = (alive: boolean): void => {
          end();
          stops.delete(stopped);
          resolve(alive);
        };
        const stopped = (): void => settle(false);
        stops.add(stopped);
        try {
          ask(() => settle(true));
        } catch {
          // It ends by itself.
        }
      });
    },
  };
}
