/** What a screen can be, and what follows when its stream ends or its host goes. Pure. */
import { assertNever, type FailureCode, type FailureData } from '../../electron/contract';
import type { ConnectionState } from '../../electron/contract/connection';
import { isAway } from '../connection/words';

export type ScreenState =
  | { readonly kind: 'opening'; readonly step: 'frame' | 'stream' | 'picture' }
  | { readonly kind: 'live' }
  /** Its host is there, its stream was lost and comes back by itself: the last picture stays, greyed. `at`: the next try, epoch ms; absent while one runs. */
  | { readonly kind: 'reconnecting'; readonly failure: FailureData; readonly attempt: number; readonly at?: number }
  /** Its host is away: it comes back with it, and tries nothing before. */
  | { readonly kind: 'waiting'; readonly failure: FailureData }
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

/** Whether that is a word about the way to the host, not about the desktop. */
function isOfHost(failure: FailureData, host: ConnectionState): boolean {
  return isAway(host) && (NOT_BACK_YET.has(failure.code) || (host.kind === 'lost' && host.failure.code === failure.code));
}

/** The state after a stream ended or could not be had. A late word about an old stream changes nothing. */
export function afterEnd(state: ScreenState, failure: FailureData | undefined, now: number, host: ConnectionState): ScreenState {
  if (state.kind === 'ended' || state.kind === 'waiting' || (state.kind === 'reconnecting' && state.at !== undefined)) return state;
  if (failure === undefined) return { kind: 'ended' };
  if (isOfHost(failure, host)) return { kind: 'waiting', failure };
  const tried = state.kind === 'reconnecting' ? state.attempt : 0;
  const pause = pauseBefore(tried + 1);
  const again = (tried === 0 ? LOST : NOT_BACK_YET).has(failure.code);
  if (!again || pause === undefined) return { kind: 'ended', failure };
  return { kind: 'reconnecting', failure, attempt: tried + 1, at: now + pause };
}

/** The state after its host's connection changed; `connect`: now is the time for a new stream. */
export function afterHost(state: ScreenState, host: ConnectionState): ScreenState | 'connect' {
  switch (state.kind) {
    case 'waiting':
      if (host.kind === 'ready') return 'connect';
      // The operator said stop, here or for the whole host.
      return isAway(host) ? state : { kind: 'ended' };
    case 'reconnecting':
      // A try that runs hears for itself how it ends.
      if (state.at === undefined) return state;
      if (host.kind === 'ready') return 'connect';
      return isAway(host) ? { kind: 'waiting', failure: state.failure } : state;
    case 'opening':
    case 'live':
    case 'ended':
      return state;
    default:
      return assertNever(state);
  }
}

/** The state while a try runs. */
export function whileTrying(state: ScreenState): ScreenState {
  if (state.kind === 'reconnecting') return { kind: 'reconnecting', failure: state.failure, attempt: state.attempt };
  if (state.kind === 'waiting') return { kind: 'reconnecting', failure: state.failure, attempt: 1 };
  return { kind: 'opening', step: 'stream' };
}
