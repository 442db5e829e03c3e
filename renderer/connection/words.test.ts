import { expect, test } from 'vitest';
import type { ConnectionState } from '../../electron/contract/connection';
import { connectionWords } from './words';

const lost = (code: 'connection-lost' | 'refused' | 'cancelled', retryAt?: number): ConnectionState => ({
  kind: 'lost',
  failure: { code, message: 'Gone.' },
  ...(retryAt === undefined ? {} : { retryAt }),
});

test.each<[ConnectionState, string, string]>([
  [{ kind: 'idle' }, 'idle', 'Not connected'],
  [{ kind: 'connecting', step: 'Logging in' }, 'busy', 'Connecting'],
  [{ kind: 'ready', since: 1 }, 'good', 'Connected'],
  [lost('connection-lost'), 'bad', 'Connection lost'],
  [lost('connection-lost', 5), 'warn', 'Reconnecting'],
  [lost('refused'), 'bad', 'Connection failed'],
  // The operator said stop: nothing is wrong.
  [lost('cancelled'), 'idle', 'Not connected'],
])('%j', (state, shape, word) => {
  expect(connectionWords(state)).toEqual({ shape, word });
});
