import { expect, test } from 'vitest';
import { isOlder } from './found';

test.each([
  ['1.12.0+dfsg-8', true],
  ['1.14', false],
  ['1:1.13.1-1', true],
  ['2', false],
  ['3.3', false],
  ['', false],
  ['unknown', false],
])('%s before 1.14: %s', (version, older) => {
  expect(isOlder(version, [1, 14])).toBe(older);
});
