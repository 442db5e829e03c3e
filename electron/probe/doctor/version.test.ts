import { expect, test } from 'vitest';
import { isAtLeast } from './version';

test.each([
  ['3.3', [3, 3], true],
  ['3.3.1', [3, 3], true],
  ['3.10', [3, 9], true],
  ['4', [3, 9], true],
  ['3.2.1', [3, 3], false],
  ['3.3', [3, 3, 1], false],
  ['1.17.8~rc.1-1', [1, 17, 8], true],
  ['', [1], undefined],
  ['unknown', [1], undefined],
] as const)('%s is at least %j: %s', (version, least, expected) => expect(isAtLeast(version, least)).toBe(expected));
