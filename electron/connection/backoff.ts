/** When a host that was lost is tried again: pure rules, without a clock of their own. */

/** What is known of an outage. Times are epoch ms. */
export interface Outage {
  readonly since: number;
  /** Tries that an sshd answered: each counts there (sshd_config(5), MaxStartups, PerSourcePenalties; fail2ban). */
  readonly reached: number;
  /** Tries that met no TCP answer once the dense time was over. */
  readonly unanswered: number;
}

export interface NextTry {
  readonly outage: Outage;
  /** Milliseconds. */
  readonly delayMs: number;
}

/** How long tries that cost the host nothing follow each other closely, so that a short outage is over when the link is back. */
const DENSE_MS = 120_000;
const DENSE_DELAY_MS = 500;
/** Sends its second SYN after 1 s (RFC 6298 §2.1); a longer wait would only miss the moment. */
const DENSE_CONNECT_MS = 2000;
const GROWING_MS = [1000, 2000, 4000, 8000, 15_000, 30_000] as const;
const LONGEST_MS = 30_000;
/** Each way, so that many hosts that were lost together do not come back together. */
const JITTER = 0.2;

/** `known`: the host was connected before. One that never was has more likely a wrong address than an outage: no dense time for it. */
export const beginOutage = (now: number, known = true): Outage => ({ since: known ? now : now - DENSE_MS, reached: 0, unanswered: 0 });

/** The try after one that failed now. `reached`: an SSH server was met. `random`: 0 to 1. */
export function nextTry(outage: Outage, reached: boolean, now: number, random: number): NextTry {
  const jittered = (ms: number): number => Math.round(ms * (1 - JITTER + 2 * JITTER * random));
  if (reached) return { outage: { ...outage, reached: outage.reached + 1 }, delayMs: jittered(growing(outage.reached)) };
  if (isDense(outage, now)) return { outage, delayMs: jittered(DENSE_DELAY_MS) };
  return { outage: { ...outage, unanswered: outage.unanswered + 1 }, delayMs: jittered(growing(outage.unanswered)) };
}

/** How long the next try waits for a TCP answer, ms; undefined for as long as a first one does. */
export const connectMsOf = (outage: Outage, now: number): number | undefined => (isDense(outage, now) ? DENSE_CONNECT_MS : undefined);

/** The network is another one now, or this computer slept: what was learned about silence counts no more. */
export const refreshed = (outage: Outage, now: number): Outage => ({ ...outage, since: now, unanswered: 0 });

const isDense = (outage: Outage, now: number): boolean => now - outage.since < DENSE_MS;
const growing = (before: number): number => GROWING_MS[before] ?? LONGEST_MS;
