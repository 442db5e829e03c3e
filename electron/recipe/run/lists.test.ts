/** Package lists that did not come, in the words of apt 2.6 and 3.0. */
import { expect, test } from 'vitest';
import { unfetched } from './lists';

const IGNORED = 'W: Some index files failed to download. They have been ignored, or old ones used instead.';
const dead = (name: string): readonly string[] => [
  `Ign:1 http://${name}/debian trixie InRelease`,
  `Err:1 http://${name}/debian trixie InRelease`,
  '  Connection failed [IP: 127.0.0.1 36359]',
];
const failed = (name: string): string =>
  `W: Failed to fetch http://${name}/debian/dists/trixie/InRelease  Connection failed [IP: 127.0.0.1 36359]`;

test('nobody answered', () =>
  expect(unfetched([...dead('a.example'), 'Reading package lists...', failed('a.example'), failed('a.example'), IGNORED])).toEqual({
    from: ['a.example'],
    all: true,
  }));

test.each(['Hit:2 http://b.example/debian trixie InRelease', 'Get:2 http://b.example/debian trixie InRelease [140 kB]'])(
  'one of two did not: %s',
  (line) => expect(unfetched([line, ...dead('a.example'), failed('a.example'), IGNORED])).toEqual({ from: ['a.example'], all: false }),
);

test.each<[string, readonly string[]]>([
  ['all came', ['Hit:1 http://b.example/debian trixie InRelease', 'Reading package lists...']],
  ['a package did not', ['E: Failed to fetch http://b.example/pool/x_1_all.deb  404  Not Found [IP: 10.0.0.1 80]']],
  ['no words', []],
])('%s', (_, lines) => expect(unfetched(lines)).toBeUndefined());
