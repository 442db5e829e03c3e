import { expect, test } from 'vitest';
import type { ConnectionState } from '../../electron/contract/connection';
import { hopsOf } from './hops';
import { connectionWords, isAway, progressWords } from './words';

const lost = (code: 'connection-lost' | 'refused' | 'cancelled', retryAt?: number): ConnectionState => ({
  kind: 'lost',
  failure: { code, message: 'Gone.' },
  ...(retryAt === undefined ? {} : { retryAt }),
});

test.each<[ConnectionState, string, string]>([
  [{ kind: 'idle' }, 'idle', 'Not connected'],
  [{ kind: 'connecting', step: 'Logging in' }, 'busy', 'Connecting'],
  [
    { kind: 'connecting', step: 'Logging in', again: { attempt: 2, failure: { code: 'timeout', message: 'Late.' } } },
    'busy',
    'Reconnecting',
  ],
  [{ kind: 'ready', since: 1 }, 'good', 'Connected'],
  [lost('connection-lost'), 'bad', 'Connection lost'],
  [lost('connection-lost', 5), 'warn', 'Reconnecting'],
  [lost('refused'), 'bad', 'Connection failed'],
  // The operator said stop: nothing is wrong.
  [lost('cancelled'), 'idle', 'Not connected'],
])('%j', (state, shape, word) => {
  expect(connectionWords(state)).toEqual({ shape, word });
});

test.each<[ConnectionState, string | undefined]>([
  [{ kind: 'idle' }, undefined],
  [{ kind: 'ready', since: 1 }, undefined],
  [lost('refused'), undefined],
  [lost('connection-lost', 5), 'Waits for try 1'],
  [{ kind: 'connecting', step: 'Logging in' }, 'Logging in'],
  [
    {
      kind: 'connecting',
      step: 'Logging in',
      hop: { name: 'bastion', index: 1, count: 2 },
      again: { attempt: 4, failure: { code: 'timeout', message: 'Late.' } },
    },
    'Try 4 · bastion (1/2) · Logging in',
  ],
])('the progress of %j', (state, words) => {
  expect(progressWords(state)).toBe(words);
});

test('away is what the operator wants and has not', () => {
  expect([lost('refused'), lost('connection-lost', 5), { kind: 'connecting' as const, step: '' }].map(isAway)).toEqual([true, true, true]);
  expect([lost('cancelled'), { kind: 'idle' as const }, { kind: 'ready' as const, since: 1 }].map(isAway)).toEqual([false, false, false]);
});

test('the way to a host shows what is reached, what is tried and what comes', () => {
  const hop = (name: string) => ({ name, address: name, port: 22, user: 'alice', auth: { kind: 'auto' as const } });
  const host = { name: 'gpu1', via: [hop('outer'), hop('inner')] };
  const at = (index: number, name: string) => hopsOf(host, { kind: 'connecting', step: '', hop: { name, index, count: 3 } });
  expect(at(2, 'inner').map(({ name, state }) => `${name} ${state}`)).toEqual(['outer done', 'inner now', 'gpu1 next']);
  expect(at(3, 'gpu1').map(({ state }) => state)).toEqual(['done', 'done', 'now']);
  expect(hopsOf({ name: 'gpu1' }, { kind: 'connecting', step: '', hop: { name: 'gpu1', index: 1, count: 1 } })).toEqual([]);
});
