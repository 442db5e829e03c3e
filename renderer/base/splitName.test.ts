import { expect, test } from 'vitest';
import { splitName } from './splitName';

test('a short name stays whole', () => {
  expect(splitName('gpu1')).toEqual({ head: 'gpu1', tail: '' });
});

test('a long name keeps its end apart, and loses nothing', () => {
  const name = 'ip-10-0-4-17.eu-central-1.compute.internal';
  const { head, tail } = splitName(name);
  expect(tail).toBe('.internal');
  expect(head + tail).toBe(name);
});

test('never cuts through a character', () => {
  const name = '数'.repeat(15) + '👩‍🔬'.repeat(9);
  const { head, tail } = splitName(name);
  expect([head, tail]).toEqual(['数'.repeat(15), '👩‍🔬'.repeat(9)]);
});
