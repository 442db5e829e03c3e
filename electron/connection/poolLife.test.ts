import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Failure } from '../base/failure';
import type { ConnectionChanged } from '../contract/connection';
import type { Host, HostId } from '../contract/host';
import type { Connection } from './connection';
import { fakeConnection } from './fake';
import { A, B, openFakePool, turns, type FakePool } from './fakePool';
import type { Pool } from './pool';
import type { ConnectOptions } from './sshConnection';

let fake: FakePool;
let pool: Pool;
let connect: FakePool['connect'];
let made: FakePool['made'];
let states: string[];
let know: FakePool['know'];
let stateOf: FakePool['stateOf'];
beforeEach(() => {
  fake = openFakePool();
  ({ pool, connect, made, states, know, stateOf } = fake);
});
afterEach(() => fake.end());

const lost = new Failure('connection-lost', 'The link died.', { retry: true });
const silence = new Failure('timeout', 'No answer.', { retry: true });
/** A try that meets an SSH server and fails there. */
const rejectedThere = (failure: Failure) => (_host: Host, options: ConnectOptions) => {
  options.onReached?.();
  return Promise.reject(failure);
};
/** Waits until the state is of that kind, without letting time pass. */
async function until(kind: ConnectionChanged['state']['kind']): Promise<void> {
  for (let turn = 0; turn < 50 && stateOf()?.kind !== kind; turn++) await Promise.resolve();
  expect(stateOf()).toMatchObject({ kind });
}

describe('a host that is wanted', () => {
  test('comes back by itself after it was lost, and says when and which try it is', async () => {
    await pool.open(A.id);
    made[0]?.drop(lost);
    expect(stateOf()).toEqual({ kind: 'lost', failure: lost.toData(), retryAt: 542 });
    connect.mockRejectedValueOnce(silence);
    await vi.advanceTimersByTimeAsync(500);
    expect(stateOf()).toEqual({ kind: 'lost', failure: silence.toData(), retryAt: 1042, attempts: 1 });
    vi.advanceTimersByTime(500);
    expect(stateOf()).toEqual({ kind: 'connecting', step: 'Starting', again: { attempt: 2, failure: silence.toData() } });
    await until('ready');
    expect(pool.peek(A.id)).toBe(made[1]);
    expect(connect.mock.lastCall?.[1]).toMatchObject({ connectMs: 2000 });
  });

  test('is tried again although it was never there', async () => {
    connect.mockRejectedValueOnce(silence);
    await expect(pool.open(A.id)).rejects.toBe(silence);
    expect(connect.mock.lastCall?.[1]).not.toHaveProperty('connectMs');
    expect(stateOf()).toMatchObject({ retryAt: 1042 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(states.at(-1)).toBe('a ready');
  });

  test('that answers is tried ever more rarely, one that was there and does not stays dense', async () => {
    const delays = async (count: number): Promise<number[]> => {
      const found: number[] = [];
      for (let index = 0; index < count; index++) {
        await until('lost');
        const state = stateOf();
        const retryAt = state?.kind === 'lost' ? (state.retryAt ?? 0) : 0;
        found.push(retryAt - Date.now());
        await vi.advanceTimersByTimeAsync(retryAt - Date.now());
      }
      return found;
    };
    connect.mockImplementation(rejectedThere(lost));
    await pool.open(A.id).catch(() => undefined);
    expect(await delays(7)).toEqual([1000, 2000, 4000, 8000, 15_000, 30_000, 30_000]);
    pool.close(A.id);
    connect.mockReset();
    await pool.open(A.id);
    connect.mockRejectedValue(silence);
    made.at(-1)?.drop(silence);
    expect(await delays(5)).toEqual([500, 500, 500, 500, 500]);
  });

  test.each([
    'auth-rejected',
    'auth-unavailable',
    'host-key-unknown',
    'host-key-changed',
    'host-key-unverifiable',
    'cancelled',
    'not-ssh',
    'bad-input',
    'forward-refused',
    'storage',
    'internal',
  ] as const)('is never tried again by itself after %s', async (code) => {
    const failure = new Failure(code, 'No.', { retry: true });
    connect.mockRejectedValueOnce(failure);
    await expect(pool.open(A.id)).rejects.toBe(failure);
    expect(stateOf()).toEqual({ kind: 'lost', failure: failure.toData() });
    pool.wake();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(connect).toHaveBeenCalledTimes(1);
  });

  test('whose name has no address is tried again when that can be temporary, or when it once had one', async () => {
    const absent = new Failure('name-unknown', 'No such name.', { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) });
    connect.mockRejectedValueOnce(absent);
    await pool.open(A.id).catch(() => undefined);
    expect(stateOf()).not.toHaveProperty('retryAt');
    connect.mockRejectedValueOnce(new Failure('name-unknown', 'Offline.', { cause: Object.assign(new Error(), { code: 'EAI_AGAIN' }) }));
    await pool.open(A.id).catch(() => undefined);
    expect(stateOf()).toHaveProperty('retryAt');
    await vi.advanceTimersByTimeAsync(1000);
    connect.mockRejectedValueOnce(absent);
    made[0]?.drop(lost);
    await vi.advanceTimersByTimeAsync(1000);
    expect(stateOf()).toMatchObject({ failure: { code: 'name-unknown' }, retryAt: expect.any(Number) });
  });

  test('is tried now when asked for while the next try is waited for', async () => {
    connect.mockImplementationOnce(rejectedThere(lost));
    await pool.open(A.id).catch(() => undefined);
    expect(await pool.open(A.id)).toBe(made[0]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connect).toHaveBeenCalledTimes(2);
  });

  test('is wanted no more once it is closed', async () => {
    connect.mockRejectedValue(silence);
    await pool.open(A.id).catch(() => undefined);
    pool.close(A.id);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connect).toHaveBeenCalledTimes(1);
    expect(states.at(-1)).toBe('a idle');
  });

  test('that is lost again and again is not hurried', async () => {
    await pool.open(A.id);
    made[0]?.drop(lost);
    await vi.advanceTimersByTimeAsync(500);
    made[1]?.drop(lost);
    expect(stateOf()).toMatchObject({ retryAt: Date.now() + 1000 });
    await vi.advanceTimersByTimeAsync(1000);
    made[2]?.drop(lost);
    expect(stateOf()).toMatchObject({ retryAt: Date.now() + 2000 });
    await vi.advanceTimersByTimeAsync(2000 + 30_000);
    made[3]?.drop(lost);
    expect(stateOf()).toMatchObject({ retryAt: Date.now() + 500 });
  });
});

test('after a sleep all that wait are tried at once, and all that are ready have to show that they live', async () => {
  await pool.open(B.id);
  connect.mockImplementation(rejectedThere(lost));
  await pool.open(A.id).catch(() => undefined);
  connect.mockImplementation(async (host) => await Promise.resolve(fakeConnection({ hostName: host.name })));
  pool.wake();
  expect(made[0]?.tested).toEqual([3000]);
  await turns();
  expect(pool.peek(A.id)).toBeDefined();
  expect(connect).toHaveBeenCalledTimes(3);
});

describe('of many hosts', () => {
  const many = Array.from({ length: 10 }, (_, index): Host => ({ ...A, id: `${index}`.padStart(12, '0'), name: `host ${index}` }));
  let finish: Map<HostId, (connection: Connection) => void>;
  beforeEach(() => {
    know(many);
    finish = new Map();
    connect.mockImplementation((host) => new Promise((resolve) => finish.set(host.id, resolve)));
  });
  const waiting = (): number => pool.states().filter(({ state }) => state.kind === 'connecting' && /Waiting/.test(state.step)).length;

  test('six connect at a time, and the others as soon as there is room', async () => {
    for (const { id } of many) void pool.open(id).catch(() => undefined);
    await turns();
    expect([finish.size, waiting()]).toEqual([6, 4]);
    finish.get(many[0]?.id ?? '')?.(fakeConnection());
    await turns();
    expect([finish.size, waiting()]).toEqual([7, 3]);
    pool.close(many[1]?.id ?? '');
    pool.close(many[9]?.id ?? '');
    expect(waiting()).toBe(2);
  });

  test('one that asks the operator keeps no other from connecting', async () => {
    for (const { id } of many) void pool.open(id).catch(() => undefined);
    await turns();
    connect.mock.calls[0]?.[1].onIdle?.();
    connect.mock.calls[0]?.[1].onIdle?.();
    await turns();
    expect(finish.size).toBe(7);
  });

  test('nor does one that waits for the login of another', async () => {
    let other: () => void = () => undefined;
    connect.mockImplementationOnce(async (host, options) => {
      await options.pause?.(() => new Promise<void>((resolve) => (other = resolve)));
      return await new Promise((resolve) => finish.set(host.id, resolve));
    });
    for (const { id } of many) void pool.open(id).catch(() => undefined);
    await turns();
    expect(finish.size).toBe(6);
    expect(connect).toHaveBeenCalledTimes(7);
    other();
    await turns();
    expect(waiting()).toBe(4);
    finish.get(many[1]?.id ?? '')?.(fakeConnection());
    await turns();
    expect(finish.size).toBe(7);
  });
});
