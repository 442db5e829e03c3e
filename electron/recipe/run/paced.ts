/** Does something soon and not too often: what is told of a run, for example. */

export interface Paced {
  /** Within the pace; wishes until then become one. */
  readonly soon: () => void;
  /** At once, and what was wished before with it. */
  readonly now: () => void;
}

export function paced(ms: number, job: () => void): Paced {
  let timer: NodeJS.Timeout | undefined;
  const now = (): void => {
    clearTimeout(timer);
    timer = undefined;
    job();
  };
  return {
    soon: () => {
      timer ??= setTimeout(now, ms);
    },
    now,
  };
}
