/** Times as people say them. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, from epoch milliseconds. A clock of a host may be ahead: that is “just now”. */
export function ago(then: number, now: number): string {
  const passed = now - then;
  if (passed < 45_000) return 'just now';
  if (passed < HOUR) return `${Math.max(1, Math.round(passed / MINUTE))} min ago`;
  if (passed < DAY) return `${Math.floor(passed / HOUR)} h ago`;
  const days = Math.floor(passed / DAY);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

/** A length of time: `3 s`, `1 min 5 s`. */
export function lasting(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The exact time, in the operator's own form. */
export const exactTime = (then: number): string => new Date(then).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
