import { expect, test } from 'vitest';
import { linePath } from './chart';
import { byMinute, RING_MS, stretches, withGap, withSample, type Sample } from './ring';

const NOW = 1_000_000_000;
const MINUTE = 60_000;
const sample = (minutesAgo: number, load?: number): Sample => ({
  at: NOW - minutesAgo * MINUTE,
  gpus: load === undefined ? [] : [{ id: '0', name: 'A10', load }],
});
const filled = (...samples: readonly Sample[]): readonly Sample[] =>
  samples.reduce<readonly Sample[]>((ring, each) => withSample(ring, each), []);
const loads = (ring: readonly Sample[]) => stretches(ring, '0', ({ load }) => load, NOW);

test('of what is older than the window only the last stays, for it held when the window began', () => {
  const ring = filled(sample(30, 1), sample(20, 2), sample(11, 3), sample(4, 4), sample(0, 5));
  expect(ring.map(({ gpus }) => gpus[0]?.load)).toEqual([3, 4, 5]);
  expect(loads(ring)[0]).toEqual({ from: NOW - RING_MS, to: NOW - 4 * MINUTE, value: 3 });
});

test('the ring does not grow without end', () => {
  const ring = Array.from({ length: 5000 }, (_, at): Sample => ({ at: NOW + at, gpus: [] })).reduce<readonly Sample[]>(withSample, []);
  expect(ring).toHaveLength(1200);
});

test('a value holds until the next word, the last until now', () => {
  expect(loads(filled(sample(5, 10), sample(2, 90)))).toEqual([
    { from: NOW - 5 * MINUTE, to: NOW - 2 * MINUTE, value: 10 },
    { from: NOW - 2 * MINUTE, to: NOW, value: 90 },
  ]);
});

test('while nobody looks nothing is claimed, and the line breaks', () => {
  const ring = withSample(withGap(filled(sample(8, 10)), NOW - 6 * MINUTE), sample(2, 50));
  expect(loads(ring)).toEqual([
    { from: NOW - 8 * MINUTE, to: NOW - 6 * MINUTE, value: 10 },
    { from: NOW - 2 * MINUTE, to: NOW, value: 50 },
  ]);
  expect(withGap(withGap(ring, NOW), NOW + 1)).toHaveLength(ring.length + 1);
  expect(withGap([], NOW)).toEqual([]);
});

test('a GPU that does not tell has no stretch', () => {
  expect(stretches(filled(sample(5, 10)), '1', ({ load }) => load, NOW)).toEqual([]);
  expect(stretches(filled(sample(5, 10)), '0', ({ memoryUsed }) => memoryUsed, NOW)).toEqual([]);
});

test('by the minute: the mean over the time in which it was known, and the most', () => {
  const rows = byMinute(loads(withGap(filled(sample(2, 20), sample(0.5, 80)), NOW)), NOW);
  expect(rows).toEqual([
    { minutesAgo: 0, mean: 50, most: 80 },
    { minutesAgo: 1, mean: 20, most: 20 },
  ]);
});

test('a line steps from level to level within its box, and breaks at a gap', () => {
  expect(linePath(loads(filled(sample(5, 10), sample(2.5, 90))), NOW)).toBe('M50 90H75V10H100');
  const broken = withSample(withGap(filled(sample(10, 0)), NOW - 5 * MINUTE), sample(2.5, 100));
  expect(linePath(loads(broken), NOW)).toBe('M0 100H50M75 0H100');
  expect(linePath([], NOW)).toBe('');
});
