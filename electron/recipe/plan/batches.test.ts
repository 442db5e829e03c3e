import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inBatches } from './batches';
import { fileOf } from './fixtures';

const names = (batches: ReturnType<typeof inBatches>): readonly (readonly string[])[] =>
  batches.map((batch) => batch.map(({ name }) => name));

test('all in one where they fit, in the given order', () => {
  expect(names(inBatches([fileOf('a', { depends: [['b']] }), fileOf('b')], () => 1, 2))).toEqual([['a', 'b']]);
  expect(inBatches([], () => 1, 2)).toEqual([]);
});

test('what a file needs comes before it, and a circle stays together', () => {
  const files = [
    fileOf('app', { depends: [['lib'], ['absent', 'tool']] }),
    fileOf('lib', { depends: [['data']] }),
    fileOf('data', { depends: [['virtual']] }),
    fileOf('tool'),
    fileOf('core', { provides: ['virtual'], depends: [['lib']] }),
  ];
  expect(names(inBatches(files, () => 1, 3))).toEqual([
    ['lib', 'data', 'core'],
    ['tool', 'app'],
  ]);
});

test('every file once, and none before the batch of what it needs', () => {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  fc.assert(
    fc.property(fc.array(fc.subarray(letters), { minLength: 8, maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (needs, limit) => {
      const files = letters.map((name, index) => fileOf(name, { depends: (needs[index] ?? []).map((each) => [each]) }));
      const batches = inBatches(files, () => 1, limit);
      const at = new Map(batches.flatMap((batch, index) => batch.map(({ name }) => [name, index])));
      expect([...at.keys()].toSorted()).toEqual(letters);
      for (const { name, depends } of files)
        for (const needed of depends.flat()) expect(at.get(needed)).toBeLessThanOrEqual(at.get(name) ?? -1);
    }),
  );
});
