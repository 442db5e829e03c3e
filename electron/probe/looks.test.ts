import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLooks, type Looks } from './looks';

let looks: Looks;
let asked: string[];
let watched: boolean;
beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  watched = true;
  looks = createLooks({
    look: async (hostId) => void asked.push(hostId),
    isWatched: () => watched,
  });
});
afterEach(() => vi.useRealTimers());

const MINUTE = 60_000;

test('a host is looked at when it is connected, and every ten minutes while somebody watches', async () => {
  looks.connected('a');
  expect(asked).toEqual(['a']);
  await vi.advanceTimersByTimeAsync(21 * MINUTE);
  expect(asked).toEqual(['a', 'a', 'a']);
});

test('not while nobody watches, and again when somebody does', async () => {
  watched = false;
  looks.connected('a');
  await vi.advanceTimersByTimeAsync(25 * MINUTE);
  expect(asked).toEqual(['a']);
  watched = true;
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(asked).toEqual(['a', 'a']);
});

test('changes of its desktops are looked at once, a while after the last of them', async () => {
  watched = false;
  looks.connected('a');
  looks.changed('a');
  await vi.advanceTimersByTimeAsync(10_000);
  looks.changed('a');
  await vi.advanceTimersByTimeAsync(14_000);
  expect(asked).toEqual(['a']);
  await vi.advanceTimersByTimeAsync(2000);
  expect(asked).toEqual(['a', 'a']);
});

test('a host without connection is left alone', async () => {
  looks.changed('a');
  looks.connected('b');
  looks.ended('b');
  await vi.advanceTimersByTimeAsync(60 * MINUTE);
  expect(asked).toEqual(['b']);
});

test('a look that fails does not end the later ones', async () => {
  let fail = true;
  const failing = createLooks({
    look: async (hostId) => {
      asked.push(hostId);
      if (fail) throw new Error('gone');
    },
    isWatched: () => true,
  });
  failing.connected('a');
  fail = false;
  await vi.advanceTimersByTimeAsync(11 * MINUTE);
  expect(asked).toEqual(['a', 'a']);
});
