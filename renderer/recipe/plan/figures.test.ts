import { expect, test } from 'vitest';
import { rough, size, sumOf, sumWords } from './figures';
import { step, TO_DO } from '../run/runFixtures';

test('sizes have the unit that fits, and no more digits than mean something', () => {
  const shown = [0, 999, 1000, 34_400, 999_400, 999_600, 1_500_000, 9_949_000, 9_960_000, 102_400_000, 1_400_000_000, 5e15];
  expect(shown.map(size)).toEqual([
    '0 B',
    '999 B',
    '1 kB',
    '34 kB',
    '999 kB',
    '1 MB',
    '1.5 MB',
    '9.9 MB',
    '10 MB',
    '102 MB',
    '1.4 GB',
    '5000 TB',
  ]);
});

test('a rough time is rounded as far as it is unknown', () => {
  const shown = [0, 0.2, 8, 29.6, 32, 57, 58, 95, 3599, 3600, 4000];
  expect(shown.map(rough)).toEqual(['no time', '1 s', '8 s', '30 s', '30 s', '55 s', '1 min', '2 min', '1 h', '1 h', '1 h 7 min']);
});

test('a plan is summed up from what is to do', () => {
  const steps = [
    step('a', TO_DO, { seconds: 30, download: 2_000_000, disk: 9_000_000 }),
    step('b', TO_DO, { seconds: 10, download: 100_000_000, disk: 391_000_000 }),
    step('c', { kind: 'already', found: 'c 1.0' }, { seconds: 600, download: 1e9 }),
  ];
  expect(sumWords(sumOf({ steps }))).toBe('2 to do, 1 done already; about 40 s; 102 MB to fetch, 400 MB on disk');
});

test('what is not known, or nothing, is not mentioned', () => {
  const cannot = step('a', { kind: 'cannot', why: 'No.' }, { download: 5 });
  expect(sumWords(sumOf({ steps: [cannot] }))).toBe('1 cannot be done');
  expect(sumWords(sumOf({ steps: [step('b', TO_DO, { seconds: 1, download: 0 }), cannot] }))).toBe('1 to do, 1 cannot be done; about 1 s');
});
