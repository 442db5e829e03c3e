import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Failure } from '../base/failure';
import type { Connection } from './connection';
import { fakeConnection } from './fake';
import { A, B, openFakePool, turns, type FakePool } from './fakePool';
import { createPool, type Pool } from './pool';

let fake: FakePool;
let pool: Pool;
let connect: FakePool['connect'];
let made: FakePool['made'];
let states: string[];
let change: FakePool['change'];
let know: FakePool['know'];
let stateOf: FakePool['stateOf'];
beforeEach(() => {
  fake = openFakePool();
  ({ pool, connect, made, states, change, know, stateOf } = fake);
});
afterEach(() => fake.end());

test('all who ask share one connection, and its states are told in order', async () => {
  const [first, second] = await Promise.all([pool.open(A.id), pool.open(A.id)]);
  expect(first).toBe(second);
  expect(await pool.open(A.id)).toBe(first);
  expect(pool.peek(A.id)).toBe(first);
  expect(connect).toHaveBeenCalledTimes(1);
  expect(states).toEqual(['a connecting Starting', 'a connecting Connecting', 'a ready']);
  expect(pool.states()).toEqual([{ hostId: A.id, state: { kind: 'ready', since: 42 } }]);
});

test('each host has its own', async () => {
  expect(await pool.open(A.id)).not.toBe(await pool.open(B.id));
  expect(pool.states()).toHaveLength(2);
});

describe('a connection that cannot be made', () => {
  beforeEach(() => {
    connect.mockRejectedValueOnce(new Failure('refused', 'A refused.', { retry: true }));
  });

  test('is told to all who asked, and stays as the state', async () => {
    const both = [pool.open(A.id), pool.open(A.id)];
    for (const one of both) await expect(one).rejects.toMatchObject({ code: 'refused' });
    expect(pool.states()).toMatchObject([{ state: { kind: 'lost', failure: { code: 'refused', message: 'A refused.', retry: true } } }]);
    expect(pool.peek(A.id)).toBeUndefined();
  });

  test('is tried anew by the next who asks', async () => {
    await expect(pool.open(A.id)).rejects.toMatchObject({ code: 'refused' });
    expect((await pool.open(A.id)).hostName).toBe('A');
    expect(states.at(-1)).toBe('a ready');
  });

  test('does not trouble others', async () => {
    await Promise.allSettled([pool.open(A.id), pool.open(B.id)]);
    expect(pool.peek(B.id)).toBeDefined();
  });
});

test('a lost connection is told at once and made anew when asked for', async () => {
  await pool.open(A.id);
  made[0]?.drop(new Failure('connection-lost', 'The link died.'));
  expect(states.at(-1)).toBe('a lost connection-lost');
  expect(pool.peek(A.id)).toBeUndefined();
  expect(await pool.open(A.id)).toBe(made[1]);
});

test('a closed connection is idle', async () => {
  const connection = await pool.open(A.id);
  const ended = vi.fn();
  connection.onClose(ended);
  pool.close(A.id);
  pool.close(A.id);
  expect(ended).toHaveBeenCalledTimes(1);
  expect(ended).toHaveBeenCalledWith(undefined);
  expect(states.at(-1)).toBe('a idle');
  expect(pool.states()).toEqual([]);
  expect(states.filter((state) => state === 'a idle')).toHaveLength(1);
});

test('a connection is renewed: the old one ends without a word, and all who ask get the new one', async () => {
  const first = await pool.open(A.id);
  states.length = 0;
  const [second, asked] = await Promise.all([pool.renew(A.id), pool.open(A.id)]);
  expect(second).toBe(made[1]);
  expect(asked).toBe(second);
  expect(pool.peek(A.id)).toBe(second);
  expect(states).toEqual(['a connecting Starting', 'a connecting Connecting', 'a ready']);
  await expect(first.shell()).rejects.toBeDefined();
});

test('what is not connected is connected when it is renewed', async () => {
  expect(await pool.renew(A.id)).toBe(made[0]);
});

test('closing while connecting cancels the try, and what comes of it late is closed', async () => {
  let give: (connection: Connection) => void = () => undefined;
  connect.mockImplementationOnce(
    () =>
      new Promise((resolve) => {
        give = resolve;
      }),
  );
  const opening = pool.open(A.id);
  await turns();
  expect(connect).toHaveBeenCalledTimes(1);
  const signal = connect.mock.calls[0]?.[1].signal;
  pool.close(A.id);
  expect(signal?.aborted).toBe(true);
  expect(states.at(-1)).toBe('a idle');
  const late = fakeConnection();
  const ended = vi.fn();
  late.onClose(ended);
  give(late);
  await expect(opening).rejects.toMatchObject({ code: 'cancelled', message: expect.stringContaining('A') });
  expect(ended).toHaveBeenCalledTimes(1);
  expect(pool.states()).toEqual([]);
});

test('a try that was closed does not speak for the next one', async () => {
  let refuse: (failure: Failure) => void = () => undefined;
  connect.mockImplementationOnce(
    () =>
      new Promise((_, reject) => {
        refuse = reject;
      }),
  );
  const first = pool.open(A.id);
  await turns();
  expect(connect).toHaveBeenCalledTimes(1);
  pool.close(A.id);
  const second = await pool.open(A.id);
  refuse(new Failure('timeout', 'late'));
  await expect(first).rejects.toMatchObject({ code: 'timeout' });
  expect(pool.peek(A.id)).toBe(second);
  expect(states.at(-1)).toBe('a ready');
});

describe('when the list of hosts changes', () => {
  beforeEach(async () => {
    await pool.open(A.id);
    await pool.open(B.id);
    states.length = 0;
  });

  test('a removed host is closed, and asking for it says so', async () => {
    change([B]);
    expect(states).toEqual(['a idle']);
    await expect(pool.open(A.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(pool.states()).toMatchObject([{ hostId: B.id }]);
  });

  test.each([
    { address: 'c.example' },
    { port: 2222 },
    { user: 'bob' },
    { auth: { kind: 'password' as const } },
    { via: [{ ...A, name: 'bastion' }] },
    { ssh: { hostKeyAlias: 'x' } },
  ])('one with another login is closed: %j', async (edit) => {
    change([{ ...A, ...edit }, B]);
    expect(states).toEqual(['a idle']);
    await pool.open(A.id);
    expect(connect.mock.lastCall?.[0]).toMatchObject(edit);
  });

  test('one with another name, or a new one, changes nothing', () => {
    change([{ ...A, name: 'renamed' }, B, { ...A, id: 'cccccccccccc', address: 'c' }]);
    expect(states).toEqual([]);
    expect(pool.peek(A.id)).toBe(made[0]);
  });
});

test('all can be closed', async () => {
  await pool.open(A.id);
  await pool.open(B.id);
  pool.closeAll();
  expect(pool.states()).toEqual([]);
  expect(states.slice(-2)).toEqual(['a idle', 'b idle']);
});

test('listeners can stop listening', async () => {
  const heard = vi.fn();
  pool.onState(heard)();
  await pool.open(A.id);
  expect(heard).not.toHaveBeenCalled();
});

test('the log says what became of it', async () => {
  const logged: unknown[] = [];
  const log = { write: (...line: unknown[]) => void logged.push(line), secret: () => undefined };
  const other = createPool({ hosts: { get: () => Promise.resolve(A), onChange: () => () => undefined }, connect, log });
  await other.open(A.id);
  made[0]?.drop(new Failure('connection-lost', 'Gone.'));
  expect(logged).toEqual([
    ['info', A, 'connected', { ms: 0 }],
    ['warn', A, 'not connected', { code: 'connection-lost', message: 'Gone.', detail: undefined }],
    ['info', A, 'next try', { inMs: expect.any(Number) }],
  ]);
  other.closeAll();
});

test('the way to a host is told', async () => {
  know([{ ...A, via: [{ ...A, name: 'bastion' }] }]);
  const hop = { name: 'bastion (on the way to A)', index: 1, count: 1 };
  connect.mockImplementationOnce(async (_, { onStep }) => {
    onStep('Connecting to bastion', hop);
    expect(stateOf()).toEqual({ kind: 'connecting', step: 'Connecting to bastion', hop });
    return await Promise.resolve(fakeConnection());
  });
  await pool.open(A.id);
  expect(stateOf()).toEqual({ kind: 'ready', since: 42, via: ['bastion'] });
});
