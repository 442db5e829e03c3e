import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine } from './commandLine';

test('only what a shell would read otherwise is quoted', () => {
  expect(commandLine(['apt-get', '-o', 'Dpkg::Options::=--force-confold', '--disablerepo=*', "it's", ''])).toBe(
    String.raw`apt-get -o Dpkg::Options::=--force-confold '--disablerepo=*' 'it'\''s' ''`,
  );
});

test('a shell reads the very words', () => {
  const words = fc.array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom("'", '$(id)', '`id`', '*', '~', '\\', '"', '#', '!', 'a\nb', '-n')),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  const readable = words.map((all) => all.map((each) => each.replaceAll('\0', '')));
  fc.assert(
    fc.property(readable, (all) => {
      const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${commandLine(all)}`], { encoding: 'utf8' });
      expect(stdout.split('\0').slice(0, -1)).toEqual(all);
    }),
    { numRuns: 60 },
  );
});
