/** Counts what happened in the last second. */

/** Whether `amount` more still fits; only what fits is counted. */
export type Rate = (amount?: number) => boolean;

export function createRate(limit: number, now: () => number, windowMs = 1000): Rate {
  let past: { at: number; amount: number }[] = [];
  return (amount = 1) => {
    const at = now();
    past = past.filter((entry) => at - entry.at < windowMs);
    const sum = past.reduce((total, entry) => total + entry.amount, 0);
    if (sum + amount > limit) return false;
    past.push({ at, amount });
    return true;
  };
}
