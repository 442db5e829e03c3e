import { expect, test } from 'vitest';
import { createGate } from './gate';

const request = (incremental: number): Uint8Array => Uint8Array.of(3, incremental, 0, 0, 0, 0, 2, 128, 1, 224);
const CONTINUOUS = Uint8Array.of(150, 1, 0, 0, 0, 0, 2, 128, 1, 224);
const ONE_PIXEL = Uint8Array.of(150, 1, 0, 0, 0, 0, 0, 1, 0, 1);
const KEY = Uint8Array.of(4, 1, 0, 0, 0, 0, 0, 97);

function gated() {
  const sent: Uint8Array[] = [];
  const gate = createGate((message) => void sent.push(message));
  return { gate, sent: () => sent.splice(0) };
}

test('open, everything passes', () => {
  const { gate, sent } = gated();
  for (const message of [CONTINUOUS, request(0), request(1), KEY]) gate.send(message);
  expect(sent()).toEqual([CONTINUOUS, request(0), request(1), KEY]);
});

test('closed, a request waits until it opens; keys pass', () => {
  const { gate, sent } = gated();
  gate.setOpen(false);
  gate.send(request(1));
  gate.send(KEY);
  expect(sent()).toEqual([KEY]);
  gate.setOpen(true);
  expect(sent()).toEqual([request(1)]);
  gate.setOpen(true);
  expect(sent()).toEqual([]);
});

test('continuous updates are cut down to one pixel, and come back with what was missed', () => {
  const { gate, sent } = gated();
  gate.send(CONTINUOUS);
  sent();
  gate.setOpen(false);
  expect(sent()).toEqual([ONE_PIXEL]);
  gate.setOpen(true);
  expect(sent()).toEqual([CONTINUOUS, request(1)]);
});

test('a new area while closed counts when it opens', () => {
  const { gate, sent } = gated();
  gate.send(CONTINUOUS);
  gate.setOpen(false);
  sent();
  const larger = Uint8Array.of(150, 1, 0, 0, 0, 0, 4, 0, 3, 0);
  gate.send(larger);
  expect(sent()).toEqual([]);
  gate.setOpen(true);
  expect(sent()[0]).toEqual(larger);
});
