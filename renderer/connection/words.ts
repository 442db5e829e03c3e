/** A connection's state as shape and word. */
import { assertNever } from '../../electron/contract';
import type { ConnectionState } from '../../electron/contract/connection';
import type { Shape } from '../base/StatusShape';
import { connectionTexts as texts } from './texts';

export interface ConnectionWords {
  readonly shape: Shape;
  readonly word: string;
}

export function connectionWords(state: ConnectionState): ConnectionWords {
  switch (state.kind) {
    case 'idle':
      return { shape: 'idle', word: texts.idle };
    case 'connecting':
      return { shape: 'busy', word: state.again === undefined ? texts.connecting : texts.waiting };
    case 'ready':
      return { shape: 'good', word: texts.ready };
    case 'lost':
      if (state.failure.code === 'cancelled') return { shape: 'idle', word: texts.idle };
      if (state.retryAt !== undefined) return { shape: 'warn', word: texts.waiting };
      return { shape: 'bad', word: state.failure.code === 'connection-lost' ? texts.lost : texts.failed };
    default:
      return assertNever(state);
  }
}

/** What is going on while a host connects or waits to, for one line; undefined when nothing is. */
export function progressWords(state: ConnectionState): string | undefined {
  if (state.kind === 'connecting') {
    const hop = state.hop === undefined || state.hop.count < 2 ? undefined : `${state.hop.name} (${state.hop.index}/${state.hop.count})`;
    const attempt = state.again === undefined ? undefined : texts.tryNumber(state.again.attempt);
    return [attempt, hop, state.step].filter((part) => part !== undefined).join(' · ');
  }
  // No countdown: it is spoken whenever it changes.
  return isWaiting(state) ? texts.nextTry(nextAttempt(state)) : undefined;
}

export type WaitingState = Extract<ConnectionState, { kind: 'lost' }> & { readonly retryAt: number };

/** Lost, and tried again by itself. */
export const isWaiting = (state: ConnectionState): state is WaitingState => state.kind === 'lost' && state.retryAt !== undefined;

/** Counted from 1. */
export const nextAttempt = (state: WaitingState): number => (state.attempts ?? 0) + 1;

/** Not there now, though the operator wants it: being made, or lost otherwise than by their own word. */
export const isAway = (state: ConnectionState): boolean =>
  state.kind === 'connecting' || (state.kind === 'lost' && state.failure.code !== 'cancelled');
