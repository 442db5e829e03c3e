/** Runs jobs of the same key one after the other, and jobs of different keys side by side. */

export type Limiter = <T>(key: string, job: () => Promise<T>) => Promise<T>;

export function createLimiter(): Limiter {
  const last = new Map<string, Promise<unknown>>();
  return async (key, job) => {
    const before = last.get(key) ?? Promise.resolve();
    // A job that failed must not stop the next one.
    const mine = before.then(job, job);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
