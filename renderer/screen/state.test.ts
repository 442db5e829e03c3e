import { describe, expect, test } from 'vitest';
import type { FailureCode, FailureData } from '../../electron/contract';
import { MOST_ATTEMPTS, afterEnd, pauseBefore, whileTrying, type ScreenState } from './state';

const failure = (code: FailureCode): FailureData => ({ code, message: 'Gone.' });
const live: ScreenState = { kind: 'live' };

test('waits 1, 2, 4, 8 s, then 15 s each, and gives up after ten tries', () => {
  const pauses = Array.from({ length: MOST_ATTEMPTS + 1 }, (_, at) => pauseBefore(at + 1));
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 15000, 15000, 15000, 15000, 15000, 15000, undefined]);
});

describe('afterEnd', () => {
  test.each<FailureCode>(['connection-lost', 'rfb-stalled'])('%s is tried again by itself', (code) => {
    expect(afterEnd(live, failure(code), 5000)).toEqual({ kind: 'reconnecting', failure: failure(code), attempt: 1, at: 6000 });
  });

  test.each<FailureCode>(['session-gone', 'rfb-refused', 'auth-rejected', 'host-key-changed', 'timeout', 'refused', 'internal'])(
    '%s is left to the operator',
    (code) => {
      expect(afterEnd(live, failure(code), 0)).toEqual({ kind: 'ended', failure: failure(code) });
    },
  );

  test('closed in order is no failure', () => {
    expect(afterEnd(live, undefined, 0)).toEqual({ kind: 'ended' });
  });

  const trying = (attempt: number): ScreenState => ({ kind: 'reconnecting', failure: failure('connection-lost'), attempt });

  test.each<FailureCode>(['connection-lost', 'timeout', 'refused', 'no-route', 'name-unknown'])(
    'while it is tried again, %s only means: not back yet',
    (code) => {
      expect(afterEnd(trying(2), failure(code), 1000)).toEqual({ kind: 'reconnecting', failure: failure(code), attempt: 3, at: 5000 });
    },
  );

  test.each<FailureCode>(['session-gone', 'auth-rejected', 'host-key-changed', 'cancelled'])('%s ends the tries', (code) => {
    expect(afterEnd(trying(2), failure(code), 0)).toEqual({ kind: 'ended', failure: failure(code) });
  });

  test('the last try was the last', () => {
    expect(afterEnd(trying(MOST_ATTEMPTS), failure('no-route'), 0).kind).toBe('ended');
  });

  test('the second word about the same end changes nothing', () => {
    const waiting = afterEnd(live, failure('connection-lost'), 0);
    expect(afterEnd(waiting, failure('session-gone'), 10)).toBe(waiting);
    const ended = afterEnd(live, failure('session-gone'), 0);
    expect(afterEnd(ended, failure('connection-lost'), 10)).toBe(ended);
  });
});

test('a try keeps its number while it runs; a first opening has none', () => {
  expect(whileTrying({ kind: 'reconnecting', failure: failure('timeout'), attempt: 4, at: 9 })).toEqual({
    kind: 'reconnecting',
    failure: failure('timeout'),
    attempt: 4,
  });
  expect(whileTrying({ kind: 'opening', step: 'frame' })).toEqual({ kind: 'opening', step: 'stream' });
});
