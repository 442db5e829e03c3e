/** What a screen can be, and what follows when its stream ends. Pure. */
import type { FailureCode, FailureData } from '../../electron/contract';

export type ScreenState =
  | { readonly kind: 'opening'; readonly step: 'frame' | 'stream' | 'picture' }
  | { readonly kind: 'live' }
  /** It was lost and comes back by itself: the last picture stays, greyed. `at`: the next try, epoch ms; absent while one runs. */
  | { readonly kind: 'reconnecting'; readonly failure: FailureData; readonly attempt: number; readonly at?: number }
  /** Only the operator can go on. No failure: it was closed in order. */
  | { readonly kind: 'ended'; readonly failure?: FailureData };

/** Seconds before each try; the last goes on for the rest. */
const PAUSES = [1, 2, 4, 8, 15] as const;
export const MOST_ATTEMPTS = 10;

/** How long to wait before the given try (1, 2, …), in ms; undefined: no more tries. */
export function pauseBefore(attempt: number): number | undefined {
  if (attempt > MOST_ATTEMPTS) return undefined;
  return 1000 * (PAUSES[attempt - 1] ?? 15);
}

/** A stream that dies like this may come back by itself. */
const LOST: ReadonlySet<FailureCode> = new Set(['connection-lost', 'rfb-stalled']);
/** While a lost one is tried again, these say no more than that the way to the host is not back yet. */
const NOT_BACK_YET: ReadonlySet<FailureCode> = new Set([...LOST, 'timeout', 'refused', 'no-route', 'name-unknown']);

/** The state after a stream ended or could not be had. A late word about an old stream changes nothing. */
export function afterEnd(state: ScreenState, failure: FailureData | undefined, now: number): ScreenState {
  if (state.kind === 'ended' || (state.kind === 'reconnecting' && state.at !== undefined)) return state;
  const tried = state.kind === 'reconnecting' ? state.attempt : 0;
  const pause = pauseBefore(tried + 1);
  const again = failure !== undefined && (tried === 0 ? LOST : NOT_BACK_YET).has(failure.code);
  if (!again || pause === undefined) return failure === undefined ? { kind: 'ended' } : { kind: 'ended', failure };
  return { kind: 'reconnecting', failure, attempt: tried + 1, at: now + pause };
}

/** The state while a try runs. */
export function whileTrying(state: ScreenState): ScreenState {
  if (state.kind === 'reconnecting') return { kind: 'reconnecting', failure: state.failure, attempt: state.attempt };
  return { kind: 'opening', step: 'stream' };
}
