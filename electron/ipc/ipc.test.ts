import { MessageChannel } from 'node:worker_threads';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Failure, type CallShape } from '../contract';
import { createClient } from './client';
import { eventTargetPort } from './port';
import { emitOn, serve } from './serve';

const calls = {
  'sum.add': { input: z.strictObject({ a: z.number(), b: z.number('Enter a number.') }), output: z.number(), limit: 1000 },
  'sum.fail': { input: z.undefined(), output: z.undefined(), limit: 1000 },
  'sum.lie': { input: z.undefined(), output: z.number(), limit: 1000 },
  'port.use': { input: z.undefined(), output: z.string(), limit: 1000 },
} satisfies Record<string, CallShape>;
const events = { 'sum.changed': z.strictObject({ total: z.number() }) };

const open: MessageChannel[] = [];
afterEach(() => {
  for (const { port1 } of open.splice(0)) port1.close();
});

// worker_threads types its listeners narrower than the DOM does; at run time they are the same.
const wrap = (port: MessageChannel['port1']) => eventTargetPort(port as never);

function connect() {
  const channel = new MessageChannel();
  open.push(channel);
  const server = wrap(channel.port1);
  serve(server, calls, {
    'sum.add': ({ a, b }) => a + b,
    'sum.fail': () => {
      throw new Failure('refused', 'gpu1 refused.', { detail: 'log', retry: true });
    },
    'sum.lie': () => 'text' as never,
    'port.use': (_input, ports) => `${ports.length} port`,
  });
  return { raw: channel.port2, client: createClient(wrap(channel.port2), calls, events), emit: emitOn(server, events) };
}

describe('ipc', () => {
  test('a call is answered', async () => {
    expect(await connect().client.call('sum.add', { a: 2, b: 3 })).toBe(5);
  });

  test('a failure keeps its code, sentence, detail and retry', async () => {
    await expect(connect().client.call('sum.fail', undefined)).rejects.toMatchObject({
      code: 'refused',
      message: 'gpu1 refused.',
      detail: 'log',
      retry: true,
    });
  });

  test('bad input is named field by field and never reaches the handler', async () => {
    await expect(connect().client.call('sum.add', { a: 1, b: 'x' as never })).rejects.toMatchObject({
      code: 'bad-input',
      fields: { b: 'Enter a number.' },
    });
  });

  test('unknown keys are refused', async () => {
    await expect(connect().client.call('sum.add', { a: 1, b: 2, c: 3 } as never)).rejects.toMatchObject({ code: 'bad-input' });
  });

  test('more than the limit is refused', async () => {
    await expect(connect().client.call('sum.add', { a: 1, b: 'x'.repeat(2000) as never })).rejects.toMatchObject({
      message: expect.stringContaining('more than fits'),
    });
  });

  test('an answer that breaks the contract is a defect, not data', async () => {
    await expect(connect().client.call('sum.lie', undefined)).rejects.toMatchObject({ code: 'internal' });
  });

  test('names of Object.prototype are no calls', async () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      await expect(connect().client.call(name as never, undefined as never)).rejects.toMatchObject({ code: 'bad-input' });
    }
  });

  test('events arrive parsed, until the subscription ends', async () => {
    const { client, emit } = connect();
    const heard: number[] = [];
    const off = client.on('sum.changed', ({ total }) => heard.push(total));
    emit('sum.changed', { total: 7 });
    await client.call('sum.add', { a: 0, b: 0 });
    off();
    emit('sum.changed', { total: 8 });
    await client.call('sum.add', { a: 0, b: 0 });
    expect(heard).toEqual([7]);
  });

  test('an event that breaks the contract is never sent', () => {
    expect(() => connect().emit('sum.changed', { total: 'x' } as never)).toThrow('expected number');
  });

  test('calls that wait fail when the other side is gone', async () => {
    const { client, raw } = connect();
    const waiting = client.call('sum.add', { a: 1, b: 1 });
    raw.close();
    await expect(waiting).rejects.toMatchObject({ code: 'connection-lost' });
    await expect(client.call('sum.add', { a: 1, b: 1 })).rejects.toMatchObject({ code: 'connection-lost' });
  });

  test('whatever arrives, the server goes on', async () => {
    const { client, raw } = connect();
    await fc.assert(
      fc.asyncProperty(fc.anything({ withNullPrototype: false }), async (message) => {
        raw.postMessage(message);
        expect(await client.call('sum.add', { a: 1, b: 1 })).toBe(2);
      }),
      { numRuns: 300 },
    );
  });
});
