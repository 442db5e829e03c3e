import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchLife, type Life } from './life';

let bytes: number;
let dead: number[];
let life: Life;
const ask = vi.fn<(answered: () => void) => void>();
beforeEach(() => {
  vi.useFakeTimers();
  bytes = 0;
  dead = [];
  life = watchLife({ bytes: () => bytes, everyMs: 2000, count: 4, ask, onDead: (ms) => dead.push(ms) });
});
afterEach(() => {
  life.stop();
  noTimers();
  vi.useRealTimers();
});
const noTimers = (): void => expect(vi.getTimerCount()).toBe(0);

test('silence for four questions is death, noticed within 10 s wherever it begins', () => {
  vi.advanceTimersByTime(900);
  bytes += 1;
  vi.advanceTimersByTime(8000);
  expect(dead).toEqual([]);
  vi.advanceTimersByTime(1100);
  expect(dead).toEqual([8000]);
  vi.advanceTimersByTime(60_000);
  expect(dead).toHaveLength(1);
});

test('any byte is a sign of life', () => {
  for (let time = 0; time < 20; time++) {
    vi.advanceTimersByTime(7000);
    bytes += 1;
  }
  expect(dead).toEqual([]);
});

test('a process that was stopped does not take its own silence for that of the host', () => {
  vi.advanceTimersByTime(5000);
  // A stopped process takes no looks: its clock goes on, its timers do not.
  vi.setSystemTime(Date.now() + 600_000);
  vi.advanceTimersByTime(1500);
  bytes += 1;
  vi.advanceTimersByTime(7000);
  expect(dead).toEqual([]);
});

test('a test asks at once, and an answer in time passes it', async () => {
  const passed = life.test(3000);
  vi.advanceTimersByTime(2900);
  ask.mock.lastCall?.[0]();
  expect(await passed).toBe(true);
  vi.advanceTimersByTime(1000);
  expect(dead).toEqual([]);
  expect(vi.getTimerCount()).toBe(1);
});

test('bytes without the answer may be old ones: they only give it more time', async () => {
  const failed = life.test(3000);
  vi.advanceTimersByTime(400);
  bytes += 1;
  vi.advanceTimersByTime(3000);
  expect(dead).toEqual([]);
  vi.advanceTimersByTime(500);
  expect(await failed).toBe(false);
  expect(dead).toEqual([3000]);
});

test('one that cannot be asked any more ends by itself', async () => {
  ask.mockImplementationOnce(() => {
    throw new Error('Not connected');
  });
  const failed = life.test(3000);
  vi.advanceTimersByTime(3000);
  expect(await failed).toBe(false);
});

test('silence fails it, and is death', async () => {
  const failed = life.test(3000);
  const other = life.test(5000);
  vi.advanceTimersByTime(3000);
  expect(await failed).toBe(false);
  expect(await other).toBe(false);
  expect(dead).toEqual([3000]);
  expect(await life.test(3000)).toBe(false);
});

test('one that ends meanwhile has not passed', async () => {
  const stopped = life.test(3000);
  life.stop();
  expect(await stopped).toBe(false);
  expect(dead).toEqual([]);
});
