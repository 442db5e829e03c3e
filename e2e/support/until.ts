/** Waits in a test for what has to come next: looked for often, given up late. */
const PAUSE_MS = 20;
/** A machine at work on something else is slow. */
const PATIENCE_MS = 200_000;

/** The first answer that is not undefined. Rejects with `what` when there is none in time. */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > end) throw new Error(`It did not come: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
