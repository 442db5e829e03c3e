import { afterEach, expect, test, vi } from 'vitest';
import type { FailureData } from '../../../electron/contract';
import { eventTargetPort } from '../../../electron/ipc/port';
import { openRfbChannel } from './rfbChannel';

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close();
});

/** A channel as noVNC has it, and the worker's end of its port. */
function connected() {
  const ports = new MessageChannel();
  channels.push(ports);
  const heard: unknown[] = [];
  ports.port1.addEventListener('message', ({ data }) => void heard.push(data));
  ports.port1.start();
  const told = { picture: 0, ends: [] as (FailureData | undefined)[], broken: [] as unknown[], closed: 0 };
  const { channel } = openRfbChannel(eventTargetPort(ports.port2), {
    onPicture: () => void (told.picture += 1),
    onEnd: (failure) => void told.ends.push(failure),
    onBroken: (error) => void told.broken.push(error),
  });
  const got: Uint8Array[] = [];
  channel.onmessage = ({ data }) => void got.push(data);
  channel.onclose = () => void (told.closed += 1);
  return { worker: ports.port1, heard, told, channel, got };
}

test('has what noVNC looks for in a channel', () => {
  const { channel } = connected();
  const wanted = ['send', 'close', 'binaryType', 'onerror', 'onmessage', 'onopen', 'protocol', 'readyState'];
  expect(Object.keys(channel)).toEqual(expect.arrayContaining(wanted));
  expect(channel.readyState).toBe('open');
});

test('hands bytes over and acknowledges them', async () => {
  const { worker, heard, got } = connected();
  worker.postMessage({ kind: 'bytes', bytes: Uint8Array.of(1, 2, 3) });
  await vi.waitFor(() => expect(heard).toEqual([{ kind: 'ack', count: 3 }]));
  expect(got).toEqual([Uint8Array.of(1, 2, 3)]);
});

test('what noVNC throws at bytes is told, and they are not acknowledged', async () => {
  const { worker, heard, told, channel } = connected();
  channel.onmessage = () => {
    throw new Error('too much');
  };
  worker.postMessage({ kind: 'bytes', bytes: Uint8Array.of(1) });
  await vi.waitFor(() => expect(told.broken).toEqual([new Error('too much')]));
  expect(heard).toEqual([]);
});

test('sends a copy of just the view', async () => {
  const { heard, channel } = connected();
  const queue = new Uint8Array(10_240);
  queue.set([4, 1, 0, 0, 0, 0, 0, 97]);
  channel.send(new Uint8Array(queue.buffer, 0, 8));
  queue.fill(9);
  await vi.waitFor(() => expect(heard.length).toBe(1));
  const [message] = heard;
  expect(message).toEqual({ kind: 'bytes', bytes: Uint8Array.of(4, 1, 0, 0, 0, 0, 0, 97) });
  expect(message).toMatchObject({ bytes: { buffer: { byteLength: 8 } } });
});

test('the worker’s end closes it once, with its failure', async () => {
  const { worker, told, channel } = connected();
  const failure: FailureData = { code: 'rfb-refused', message: 'gpu1: no.' };
  worker.postMessage({ kind: 'picture' });
  worker.postMessage({ kind: 'end', failure });
  worker.postMessage({ kind: 'end' });
  await vi.waitFor(() => expect(told.closed).toBe(1));
  expect(told).toMatchObject({ picture: 1, ends: [failure] });
  expect(channel.readyState).toBe('closed');
});

test('when the worker’s process goes, so does the channel', async () => {
  const { worker, told } = connected();
  worker.close();
  await vi.waitFor(() => expect(told.ends).toMatchObject([{ code: 'connection-lost', retry: true }]));
});

test('closed by noVNC, it tells noVNC alone, and not in the same turn', async () => {
  const { told, channel, heard } = connected();
  channel.close();
  expect(told.closed).toBe(0);
  channel.send(Uint8Array.of(1));
  await vi.waitFor(() => expect(told.closed).toBe(1));
  expect(told.ends).toEqual([]);
  expect(heard).toEqual([]);
});
