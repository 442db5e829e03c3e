import { expect, test } from 'vitest';
import { placeSize } from './place';

test.each([
  [[800, 600], { width: 800, height: 600 }],
  [[800.9, 600.5], { width: 800, height: 600 }],
  [[8192, 4050], { width: 8192, height: 4050 }],
  [[8193, 4050], { width: 8192, height: 4050 }],
  [[7680, 5000], { width: 7680, height: 4320 }],
  [[0, 0], { width: 0, height: 0 }],
] as const)('%j is shown in %j', ([width, height], size) => {
  expect(placeSize(width, height)).toEqual(size);
});
