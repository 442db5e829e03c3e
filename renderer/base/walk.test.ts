import { expect, test } from 'vitest';
import { stepTo } from './walk';

test.each([
  ['ArrowDown', 0, 3, 1],
  ['ArrowDown', 2, 3, 0],
  ['ArrowUp', 0, 3, 2],
  ['ArrowLeft', 1, 3, 0],
  ['Home', 2, 3, 0],
  ['End', 0, 3, 2],
  ['a', 0, 3, undefined],
  ['ArrowDown', -1, 0, undefined],
])('%s from %d of %d leads to %s', (key, at, count, next) => {
  expect(stepTo(key, at, count)).toBe(next);
});
