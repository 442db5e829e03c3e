import { describe, expect, test } from 'vitest';
import type { FailureCode, FailureData } from '../../electron/contract';
import type { ConnectionState } from '../../electron/contract/connection';
import { MOST_ATTEMPTS, afterEnd, afterHost, pauseBefore, whileTrying, type ScreenState } from './state';

const failure = (code: FailureCode): FailureData => ({ code, message: 'Gone.' });
const live: ScreenState = { kind: 'live' };
const ready: ConnectionState = { kind: 'ready', since: 0 };
const connecting: ConnectionState = { kind: 'connecting', step: 'Logging in' };
const hostLost = (code: FailureCode): ConnectionState => ({ kind: 'lost', failure: failure(code), retryAt: 9 });

test('waits 1, 2, 4, 8 s, then 15 s each, and gives up after ten tries', () => {
  const pauses = Array.from({ length: MOST_ATTEMPTS + 1 }, (_, at) => pauseBefore(at + 1));
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 15000, 15000, 15000, 15000, 15000, 15000, undefined]);
});

describe('afterEnd', () => {
  test.each<FailureCode>(['connection-lost', 'rfb-stalled'])('%s is tried again by itself', (code) => {
    expect(afterEnd(live, failure(code), 5000, ready)).toEqual({ kind: 'reconnecting', failure: failure(code), attempt: 1, at: 6000 });
  });

  test.each<FailureCode>(['session-gone', 'rfb-refused', 'auth-rejected', 'host-key-changed', 'timeout', 'refused', 'internal'])(
    '%s is left to the operator',
    (code) => {
      expect(afterEnd(live, failure(code), 0, ready)).toEqual({ kind: 'ended', failure: failure(code) });
    },
  );

  test('closed in order is no failure', () => {
    expect(afterEnd(live, undefined, 0, ready)).toEqual({ kind: 'ended' });
  });

  const trying = (attempt: number): ScreenState => ({ kind: 'reconnecting', failure: failure('connection-lost'), attempt });

  test.each<FailureCode>(['connection-lost', 'timeout', 'refused', 'no-route', 'name-unknown'])(
    'while it is tried again, %s only means: not back yet',
    (code) => {
      expect(afterEnd(trying(2), failure(code), 1000, ready)).toEqual({
        kind: 'reconnecting',
        failure: failure(code),
        attempt: 3,
        at: 5000,
      });
    },
  );

  test.each<FailureCode>(['session-gone', 'auth-rejected', 'host-key-changed', 'cancelled'])('%s ends the tries', (code) => {
    expect(afterEnd(trying(2), failure(code), 0, ready)).toEqual({ kind: 'ended', failure: failure(code) });
  });

  test('the last try was the last', () => {
    expect(afterEnd(trying(MOST_ATTEMPTS), failure('no-route'), 0, ready).kind).toBe('ended');
  });

  test('the second word about the same end changes nothing', () => {
    const waiting = afterEnd(live, failure('connection-lost'), 0, ready);
    expect(afterEnd(waiting, failure('session-gone'), 10, ready)).toBe(waiting);
    const ended = afterEnd(live, failure('session-gone'), 0, ready);
    expect(afterEnd(ended, failure('connection-lost'), 10, ready)).toBe(ended);
  });
});

describe('while its host is away', () => {
  const away = [connecting, hostLost('timeout')];

  test.each<FailureCode>(['connection-lost', 'timeout', 'no-route'])('%s means that it waits for the host', (code) => {
    for (const host of away) expect(afterEnd(live, failure(code), 0, host)).toEqual({ kind: 'waiting', failure: failure(code) });
  });

  test('what ended the connection of its host does not end the screen', () => {
    expect(afterEnd(live, failure('auth-rejected'), 0, hostLost('auth-rejected')).kind).toBe('waiting');
    expect(afterEnd(live, failure('auth-rejected'), 0, hostLost('timeout')).kind).toBe('ended');
  });

  test.each<FailureCode>(['session-gone', 'rfb-refused', 'not-found'])('%s is about the desktop, and the end', (code) => {
    for (const host of away) expect(afterEnd(live, failure(code), 0, host)).toEqual({ kind: 'ended', failure: failure(code) });
  });

  test('a host that the operator disconnected is not waited for', () => {
    expect(afterEnd(live, failure('session-gone'), 0, hostLost('cancelled')).kind).toBe('ended');
    expect(afterEnd(live, failure('cancelled'), 0, hostLost('cancelled')).kind).toBe('ended');
  });
});

describe('afterHost', () => {
  const waiting: ScreenState = { kind: 'waiting', failure: failure('connection-lost') };
  const later: ScreenState = { kind: 'reconnecting', failure: failure('connection-lost'), attempt: 3, at: 9 };
  const running: ScreenState = { kind: 'reconnecting', failure: failure('connection-lost'), attempt: 3 };

  test.each<[string, ScreenState, ConnectionState, ScreenState | 'connect']>([
    ['waits on while its host connects', waiting, connecting, waiting],
    ['waits on while its host is lost', waiting, hostLost('no-route'), waiting],
    ['waits on while only the operator can help the host', waiting, { kind: 'lost', failure: failure('host-key-changed') }, waiting],
    ['comes back with its host', waiting, ready, 'connect'],
    ['ends when the operator stops the tries', waiting, { kind: 'idle' }, { kind: 'ended' }],
    ['leaves its own pauses when its host goes', later, hostLost('timeout'), waiting],
    ['does not wait out its pause when its host is back', later, ready, 'connect'],
    ['keeps a try that runs', running, connecting, running],
    ['starts no second try', running, ready, running],
    ['stays live until its own stream ends', live, hostLost('timeout'), live],
    [
      'never comes back from its end',
      { kind: 'ended', failure: failure('session-gone') },
      ready,
      { kind: 'ended', failure: failure('session-gone') },
    ],
  ])('%s', (_name, state, host, next) => {
    expect(afterHost(state, host)).toEqual(next);
  });
});

test('a try keeps its number while it runs; a first opening has none', () => {
  expect(whileTrying({ kind: 'reconnecting', failure: failure('timeout'), attempt: 4, at: 9 })).toEqual({
    kind: 'reconnecting',
    failure: failure('timeout'),
    attempt: 4,
  });
  expect(whileTrying({ kind: 'waiting', failure: failure('timeout') })).toEqual({
    kind: 'reconnecting',
    failure: failure('timeout'),
    attempt: 1,
  });
  expect(whileTrying({ kind: 'opening', step: 'frame' })).toEqual({ kind: 'opening', step: 'stream' });
});
