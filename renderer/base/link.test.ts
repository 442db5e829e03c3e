import { expect, test } from 'vitest';
import { z } from 'zod';
import { Failure, type CallShape } from '../../electron/contract';
import { emitOn, serve } from '../../electron/ipc/serve';
import { createLink } from './link';
import { portPair } from './fakePorts';
import { portName } from './ports';

const calls = { 'sum.add': { input: z.number(), output: z.number(), limit: 1000 } } satisfies Record<string, CallShape>;
const events = { 'sum.changed': z.number() };

function server(add: (n: number) => number | Promise<number>) {
  const [ours, theirs] = portPair();
  serve(ours, calls, { 'sum.add': add });
  return { port: theirs, emit: emitOn(ours, events) };
}

test('a call made before the first port waits for it', async () => {
  const link = createLink(calls, events);
  const answer = link.call('sum.add', 1);
  link.take(server((n) => n + 1).port);
  await expect(answer).resolves.toBe(2);
});

test('a new port ends the calls of the one before and keeps the listeners', async () => {
  const link = createLink(calls, events);
  const heard: number[] = [];
  let ready = 0;
  link.on('sum.changed', (n) => heard.push(n));
  link.onReady(() => ready++);
  const first = server(() => new Promise(() => undefined));
  link.take(first.port);
  const lost = link.call('sum.add', 1).catch((error: unknown) => error);
  await Promise.resolve();
  const second = server((n) => n * 10);
  link.take(second.port);
  const error = await lost;
  expect(error).toBeInstanceOf(Failure);
  expect(error).toMatchObject({ code: 'connection-lost', retry: true });
  await expect(link.call('sum.add', 4)).resolves.toBe(40);
  second.emit('sum.changed', 7);
  await Promise.resolve();
  expect(heard).toEqual([7]);
  expect(ready).toBe(2);
});

test('a listener that left hears nothing more', async () => {
  const link = createLink(calls, events);
  const heard: number[] = [];
  const leave = link.on('sum.changed', (n) => heard.push(n));
  const { port, emit } = server((n) => n);
  link.take(port);
  leave();
  emit('sum.changed', 1);
  await Promise.resolve();
  expect(heard).toEqual([]);
});

test.each([
  [{ kind: 'port', name: 'worker' }, 'worker'],
  [{ kind: 'port', name: 'main' }, 'main'],
  [{ kind: 'port', name: 'other' }, undefined],
  [{ kind: 'page-ready' }, undefined],
  ['port', undefined],
  [null, undefined],
])('%j announces the port %s', (data, name) => {
  expect(portName(data)).toBe(name);
});
