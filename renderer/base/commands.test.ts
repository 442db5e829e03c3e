import { expect, test } from 'vitest';
import { matching, type Command } from './commands';

const command = (title: string, on?: string): Command => ({
  id: `${title} ${on}`,
  title,
  ...(on === undefined ? {} : { on }),
  run: () => undefined,
});
const all = [
  command('Go to', 'gpu1'),
  command('New desktop', 'gpu1'),
  command('New desktop', 'gpu2'),
  command('Kill desktop…', ':1, gpu1'),
];
const titles = (typed: string): string[] => matching(all, typed).map(({ title, on }) => `${title} ${on}`);

test('nothing typed: all, in their order', () => {
  expect(matching(all, '  ')).toEqual(all);
});

test('every word must be there, in any order and case', () => {
  expect(titles('GPU1 desk')).toEqual(['New desktop gpu1', 'Kill desktop… :1, gpu1']);
  expect(titles('nothing')).toEqual([]);
});

test('what begins as typed comes first', () => {
  expect(titles('kill')[0]).toBe('Kill desktop… :1, gpu1');
  expect(titles('desktop')).toHaveLength(3);
});
