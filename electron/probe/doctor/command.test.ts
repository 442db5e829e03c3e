import { expect, test } from 'vitest';
import { safe } from './command';

test.each(['op', '/home/op/.Xauthority', 'gpu-a:3', '0000:07:00.0', 'a.b_c'])('%s may stand in a command', (word) =>
  expect(safe(word)).toBe(word),
);

test.each(['', '-rf', '$(id)', 'a b', 'a;b', '`id`', "a'b", 'a"b', 'a\\b', 'a\nb', '~op', 'a*', 'x'.repeat(201), 'ä', '\u{202e}a'])(
  '%j may not',
  (word) => expect(safe(word)).toBeUndefined(),
);
