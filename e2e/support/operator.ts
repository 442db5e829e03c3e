/** An operator before the real pool: hosts, their connections, and everything that was seen of them, with its time. */
import { Failure } from '../../electron/base/failure';
import { createJumps } from '../../electron/connection/jumps';
import { createPool, type Pool } from '../../electron/connection/pool';
import { connectSsh, type Environment } from '../../electron/connection/sshConnection';
import type { ConnectionState } from '../../electron/contract/connection';
import type { Host, HostId } from '../../electron/contract/host';
import { send } from './children';
import { openLaptop, output, type Laptop } from './laptop';
import { descendants } from './process';
import type { Sshd } from './sshd';

export interface Sight {
  /** Milliseconds, of performance.now(). */
  readonly at: number;
  readonly state: ConnectionState;
}

export interface Operator {
  readonly laptop: Laptop;
  readonly pool: Pool;
  /** Every state of the host so far. */
  seen(host: Host): readonly Sight[];
  /** The first state after `since` that fits; rejects with what was seen instead after `ms`. */
  until(host: Host, fits: (state: ConnectionState) => boolean, ms: number, since?: number): Promise<Sight>;
  end(): void;
}

export function operatorOf(hosts: readonly Host[], change: Partial<Environment> = {}): Operator {
  const laptop = openLaptop();
  const jumps = createJumps();
  const pool = createPool({
    hosts: {
      get: (id) => {
        const host = hosts.find((each) => each.id === id);
        return host === undefined ? Promise.reject(new Error(`no host ${id}`)) : Promise.resolve(host);
      },
      onChange: () => () => undefined,
    },
    connect: (host, options) => connectSsh(host, { ...laptop.environment, jumps, ...change }, options),
    ...(change.log === undefined ? {} : { log: change.log }),
  });
  const sights = new Map<HostId, Sight[]>(hosts.map(({ id }) => [id, []]));
  const listeners = new Set<() => void>();
  pool.onState(({ hostId, state }) => {
    sights.get(hostId)?.push({ at: performance.now(), state });
    for (const listener of listeners) listener();
  });
  const seen = (host: Host): readonly Sight[] => sights.get(host.id) ?? [];
  return {
    laptop,
    pool,
    seen,
    end() {
      pool.closeAll();
      jumps.closeAll();
      laptop.end();
    },
    until: (host, fits, ms, since = 0) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const sight = seen(host).find(({ at, state }) => at >= since && fits(state));
          if (sight === undefined) return;
          stop();
          resolve(sight);
        };
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`${host.name}: not within ${ms} ms; seen: ${words(seen(host))}`));
        }, ms);
        const stop = (): void => {
          clearTimeout(timer);
          listeners.delete(look);
        };
        listeners.add(look);
        look();
      }),
  };
}

export const words = (sights: readonly Sight[]): string => sights.map(({ state }) => wordsOf(state)).join(' → ');

/** The state as one line, with its sentence. */
export function wordsOf(state: ConnectionState): string {
  if (state.kind === 'connecting')
    return `connecting (${state.step}${state.hop === undefined ? '' : `, hop ${state.hop.index} of ${state.hop.count}`})`;
  if (state.kind !== 'lost') return state.kind;
  return `lost ${state.failure.code}: ${state.failure.message}${state.retryAt === undefined ? '' : ' (tries again by itself)'}`;
}

export const isReady = (state: ConnectionState): boolean => state.kind === 'ready';
export const isLost = (state: ConnectionState): boolean => state.kind === 'lost';
/** It is tried again without the operator. */
export const heals = (state: ConnectionState): boolean => state.kind === 'lost' && state.retryAt !== undefined;
/** Nothing happens any more before the operator acts. */
export const givenUp = (state: ConnectionState): boolean => state.kind === 'lost' && state.retryAt === undefined;

/** The sshd processes that serve connections now, not the listener; of a server that was never down. */
export const serving = (sshd: Sshd): readonly number[] => descendants(sshd.pid);

/** As a crash of what serves the connections: every one of them ends. */
export function cut(sshd: Sshd): void {
  for (const pid of serving(sshd)) send(pid, 'SIGKILL');
}

/** `works` when a shell answers over the pool's connection, made now when there is none. */
export const answer = async ({ pool }: Operator, { id }: Host): Promise<string> =>
  (await output(await pool.open(id), 'echo works\n')).trim();

/** What was thrown, as one line. */
export const failureOf = (error: unknown): string =>
  error instanceof Failure ? `${error.code}: ${error.message}` : `threw ${String(error)}`;
