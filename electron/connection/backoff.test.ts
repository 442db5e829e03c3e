import { expect, test } from 'vitest';
import { beginOutage, connectMsOf, nextTry, refreshed, type Outage } from './backoff';

/** Delays of tries that follow each other, each failing at once, for as long as `count` says. */
function delays(count: number, reached: boolean, random = 0.5, began: Outage = beginOutage(0)): number[] {
  let [outage, now] = [began, Math.max(0, began.since)];
  return Array.from({ length: count }, () => {
    const next = nextTry(outage, reached, now, random);
    outage = next.outage;
    now += next.delayMs;
    return next.delayMs;
  });
}

test('a host that never was connected is not tried closely: its address may be wrong', () => {
  expect(delays(6, false, 0.5, beginOutage(0, false))).toEqual([1000, 2000, 4000, 8000, 15_000, 30_000]);
  expect(connectMsOf(beginOutage(0, false), 0)).toBeUndefined();
});

test('tries that an SSH server answered come ever more rarely', () => {
  expect(delays(8, true)).toEqual([1000, 2000, 4000, 8000, 15_000, 30_000, 30_000, 30_000]);
});

test('tries that met nobody stay close for two minutes, and then do the same', () => {
  const all = delays(248, false);
  expect(all.slice(0, 240)).toEqual(Array.from({ length: 240 }, () => 500));
  expect(all.slice(240)).toEqual([1000, 2000, 4000, 8000, 15_000, 30_000, 30_000, 30_000]);
});

test('the two kinds do not count for each other', () => {
  const afterServer = nextTry(beginOutage(0), true, 0, 0.5).outage;
  expect(nextTry(afterServer, false, 1000, 0.5).delayMs).toBe(500);
  expect(nextTry(afterServer, true, 1000, 0.5).delayMs).toBe(2000);
});

test('delays are spread by a fifth each way', () => {
  expect(delays(2, true, 0)).toEqual([800, 1600]);
  expect(delays(2, true, 1)).toEqual([1200, 2400]);
  expect(delays(1, false, 0)).toEqual([400]);
});

test('while tries are close, each is given up before it misses the moment', () => {
  expect(connectMsOf(beginOutage(0), 119_999)).toBe(2000);
  expect(connectMsOf(beginOutage(0), 120_000)).toBeUndefined();
});

test('on another network silence begins anew, and what a server counted stays', () => {
  const old: Outage = { since: 0, reached: 3, unanswered: 4 };
  const outage = refreshed(old, 500_000);
  expect(nextTry(outage, false, 500_000, 0.5).delayMs).toBe(500);
  expect(nextTry(outage, true, 500_000, 0.5).delayMs).toBe(8000);
});
