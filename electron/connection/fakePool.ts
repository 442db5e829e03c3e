/** A pool over connections to no host, for tests: what it is told and what it tells, with the clock in the test's hand. */
import { expect, vi, type Mock } from 'vitest';
import { Failure } from '../base/failure';
import type { ConnectionChanged } from '../contract/connection';
import type { Host } from '../contract/host';
import type { Connection } from './connection';
import { fakeConnection, type FakeConnection } from './fake';
import { createPool, type Pool } from './pool';
import type { ConnectOptions } from './sshConnection';

export const A: Host = { id: 'aaaaaaaaaaaa', name: 'A', address: 'a.example', port: 22, user: 'alice', auth: { kind: 'agent' } };
export const B: Host = { ...A, id: 'bbbbbbbbbbbb', name: 'B', address: 'b.example' };

export interface FakePool {
  readonly pool: Pool;
  /** Connects at once unless told otherwise. */
  readonly connect: Mock<(host: Host, options: ConnectOptions) => Promise<Connection>>;
  /** Connections so far. */
  readonly made: readonly FakeConnection[];
  /** Every state so far, in short. */
  readonly states: string[];
  /** Other hosts from now on, without a word to the pool. */
  readonly know: (list: readonly Host[]) => void;
  /** Other hosts from now on. */
  readonly change: (list: readonly Host[]) => void;
  /** The state of the only host. */
  readonly stateOf: () => ConnectionChanged['state'] | undefined;
  /** To be called after each test. */
  end(): void;
}

/** It is 42 ms after 1970, and stays so until the test lets time pass. */
export function openFakePool(): FakePool {
  vi.useFakeTimers({ now: 42 });
  let hosts: readonly Host[] = [A, B];
  let listener: (list: readonly Host[]) => void = () => undefined;
  const made: FakeConnection[] = [];
  const states: string[] = [];
  const connect: FakePool['connect'] = vi.fn(async (host: Host, { onStep }: ConnectOptions) => {
    onStep('Connecting');
    const connection = fakeConnection({ hostName: host.name });
    made.push(connection);
    return await Promise.resolve(connection);
  });
  const pool = createPool({
    hosts: {
      get: (id) => {
        const host = hosts.find((each) => each.id === id);
        return host === undefined ? Promise.reject(new Failure('not-found', 'gone')) : Promise.resolve(host);
      },
      onChange(given) {
        listener = given;
        return () => undefined;
      },
    },
    connect,
    random: () => 0.5,
  });
  pool.onState((state) => states.push(shown(state)));
  return {
    pool,
    connect,
    made,
    states,
    know(list) {
      hosts = list;
    },
    change(list) {
      hosts = list;
      listener(list);
    },
    stateOf: () => pool.states()[0]?.state,
    end() {
      pool.closeAll();
      // A pool without connections waits for nothing.
      expect(vi.getTimerCount()).toBe(0);
      vi.useRealTimers();
    },
  };
}

/** Lets happen what happens without time. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

const shown = ({ hostId, state }: ConnectionChanged): string =>
  `${hostId.slice(0, 1)} ${state.kind}${state.kind === 'lost' ? ` ${state.failure.code}` : state.kind === 'connecting' ? ` ${state.step}` : ''}`;
