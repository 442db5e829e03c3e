import { expect, test } from 'vitest';
import { clip } from './sampler';

test.each([
  ['all of it', undefined, { x: 0, y: 0, width: 640, height: 480 }],
  ['a part', { x: 10, y: 20, width: 300, height: 300 }, { x: 10, y: 20, width: 300, height: 300 }],
  ['over the left and upper edge', { x: -10, y: -20, width: 300, height: 300 }, { x: 0, y: 0, width: 290, height: 280 }],
  ['over the right and lower edge', { x: 600, y: 400, width: 300, height: 300 }, { x: 600, y: 400, width: 40, height: 80 }],
  ['outside', { x: 640, y: 0, width: 10, height: 10 }, undefined],
  ['outside, to the left', { x: -300, y: 0, width: 300, height: 10 }, undefined],
] as const)('of a desktop of 640×480, %s', (_name, region, part) => {
  expect(clip(region, 640, 480)).toEqual(part);
});

test('before there is a picture, nothing', () => {
  expect(clip(undefined, 0, 0)).toBeUndefined();
});
