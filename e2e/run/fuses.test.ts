import { expect, test } from 'vitest';
import { FUSE, setFuses } from './fuses';

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const executable = (version: number, count: number, fuses: string, wires = 1): Buffer =>
  Buffer.concat([
    Buffer.from('ELF...'),
    ...Array.from({ length: wires }, () => Buffer.concat([Buffer.from(SENTINEL), Buffer.from([version, count]), Buffer.from(fuses)])),
    Buffer.from('rest'),
  ]);

test('sets the wanted fuses and touches nothing else', () => {
  const file = executable(1, 8, '10100110');
  setFuses(file, [
    { fuse: FUSE.nodeCliInspect, on: true },
    { fuse: FUSE.browserV8Snapshot, on: false },
  ]);
  expect(file.equals(executable(1, 8, '10110100'))).toBe(true);
});

test.each([
  ['no wire', Buffer.from('ELF'), 'no fuse wire'],
  ['two wires', executable(1, 8, '10100110', 2), 'more than one'],
  ['a newer wire', executable(2, 8, '10100110'), 'version 2'],
  ['a wire without that fuse', executable(1, 3, '101'), 'Fuse 3'],
  ['a removed fuse', executable(1, 8, '101r0110'), 'Fuse 3'],
])('refuses %s', (_name, file, sentence) => {
  expect(() => setFuses(file, [{ fuse: FUSE.nodeCliInspect, on: true }])).toThrow(sentence);
});
