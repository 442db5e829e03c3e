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
      return { shape: 'busy', word: texts.connecting };
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
