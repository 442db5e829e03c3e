import { expect, test } from 'vitest';
import { fpsRows, fpsText, lastFps, medianFps } from './figures';

test('as many digits as mean something', () => {
  expect([0, 58.94, 99.96, 100, 1234.4, 12345].map(fpsText)).toEqual(['0.0', '58.9', '100.0', '100', '1,234', '12,345']);
});

test('the latest figure is the one shown', () => {
  expect(lastFps([])).toBeUndefined();
  expect(
    lastFps([
      { seconds: 5, fps: 1 },
      { seconds: 10, fps: 2 },
    ]),
  ).toBe(2);
});

test('both series share a table by second', () => {
  const rows = fpsRows(
    [{ seconds: 5.1, fps: 1200 }],
    [
      { seconds: 4.9, fps: 59 },
      { seconds: 1.02, fps: 60 },
    ],
  );
  expect(rows).toEqual([
    { second: 1, rendered: undefined, delivered: 60 },
    { second: 5, rendered: 1200, delivered: 59 },
  ]);
});

test.each([
  [[], undefined],
  [[7], 7],
  [[40, 0.9, 42], 40],
  [[10, 20, 30, 400], 25],
])('of %j the median is %s', (readings, median) => {
  expect(medianFps(readings.map((fps, seconds) => ({ seconds, fps })))).toBe(median);
});
