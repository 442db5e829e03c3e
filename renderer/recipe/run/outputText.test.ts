import { expect, test } from 'vitest';
import { linesWith, outputText, runFileName, stretches } from './outputText';

test('the latest lines that fit, and that others did not', () => {
  expect(outputText([], 100)).toBe('');
  expect(outputText(['one', 'two'], 100)).toBe('one\ntwo\n');
  const cut = outputText(['a'.repeat(100), 'two', 'three'], 60);
  expect(cut).toBe('(the earliest lines did not fit)\ntwo\nthree\n');
  expect(outputText(['a'.repeat(100)], 60)).toBe('(the earliest lines did not fit)\n');
});

test('a file name that every system takes', () => {
  expect(runFileName({ name: 'gpu 1/../x' }, 'output.txt')).toBe('gearview-gpu-1-..-x-set-up-output.txt');
});

test('lines that hold a text, whatever its case', () => {
  expect(linesWith(['Setting up a', 'Unpacking', 'SETTING UP b'], 'setting up')).toEqual([0, 2]);
  expect(linesWith(['a'], '')).toEqual([]);
});

test.each<[string, string, [string, boolean][]]>([
  [
    'Get Get it',
    'get',
    [
      ['Get', true],
      [' ', false],
      ['Get', true],
      [' it', false],
    ],
  ],
  ['nothing', 'get', [['nothing', false]]],
  [
    'aaa',
    'aa',
    [
      ['aa', true],
      ['a', false],
    ],
  ],
  ['', 'get', [['', false]]],
  ['any', '', [['any', false]]],
  // İ becomes two letters.
  ['İx', 'x', [['İx', false]]],
])('%j marked where it says %j', (line, wanted, expected) => {
  expect(stretches(line, wanted).map(({ text, found }) => [text, found])).toEqual(expected);
  expect(
    stretches(line, wanted)
      .map(({ text }) => text)
      .join(''),
  ).toBe(line);
});
