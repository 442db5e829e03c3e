import { expect, test } from 'vitest';
import { IN_FLIGHT_BYTES, MESSAGE_BYTES } from '../contract/screen';
import { createPump } from './pump';

function pumping() {
  const posted: Uint8Array[] = [];
  const full: boolean[] = [];
  const pump = createPump({ post: (bytes) => void posted.push(bytes), onFull: (now) => void full.push(now) });
  return { pump, posted, full };
}
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

test('gathers what comes within one turn into one message', async () => {
  const { pump, posted } = pumping();
  pump.push(Uint8Array.of(1, 2));
  pump.push(Uint8Array.of(3));
  expect(posted).toEqual([]);
  await turn();
  expect(posted).toEqual([Uint8Array.of(1, 2, 3)]);
});

test('a message has at most 128 KiB, is a copy, and holds nothing else', async () => {
  const { pump, posted } = pumping();
  const source = new Uint8Array(2 * MESSAGE_BYTES + 1).fill(7);
  pump.push(source);
  source.fill(0);
  await turn();
  expect(posted.map((message) => message.length)).toEqual([MESSAGE_BYTES, MESSAGE_BYTES, 1]);
  expect(posted.every((message) => message[0] === 7 && message.buffer.byteLength === message.length)).toBe(true);
});

test('4 MiB may be on their way, one byte more asks for a pause, acknowledgements end it', () => {
  const { pump, full } = pumping();
  pump.push(new Uint8Array(IN_FLIGHT_BYTES));
  expect(pump.full).toBe(false);
  pump.push(Uint8Array.of(1));
  pump.flush();
  expect(pump.full).toBe(true);
  pump.acknowledge(1);
  expect(pump.full).toBe(false);
  expect(full).toEqual([true, false]);
});

test('acknowledgements of what was never sent buy nothing', () => {
  const { pump } = pumping();
  pump.acknowledge(1_000_000_000);
  pump.push(new Uint8Array(IN_FLIGHT_BYTES));
  pump.push(Uint8Array.of(1));
  pump.flush();
  expect(pump.full).toBe(true);
});
