import { describe, expect, test } from 'vitest';
import { ago, exactTime, lasting } from './time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('ago', () => {
  test.each([
    [0, 'just now'],
    [-5 * HOUR, 'just now'],
    [44_000, 'just now'],
    [46_000, '1 min ago'],
    [37 * MINUTE, '37 min ago'],
    [HOUR, '1 h ago'],
    [23.9 * HOUR, '23 h ago'],
    [25 * HOUR, 'yesterday'],
    [72 * HOUR, '3 days ago'],
  ])('%d ms is %s', (passed, words) => {
    expect(ago(1e12, 1e12 + passed)).toBe(words);
  });
});

test('a length of time has its units', () => {
  expect([lasting(-1), lasting(900), lasting(59_999), lasting(65_000)]).toEqual(['0 s', '0 s', '59 s', '1 min 5 s']);
});

test('a time that no calendar knows does not throw', () => {
  expect(exactTime(1e300)).toBe('Invalid Date');
});
