/** The connections of all hosts: at most one each, shared by everyone who needs it, kept alive while it is wanted, and its state. */
import { Failure } from '../base/failure';
import type { Log } from '../base/log';
import type { ConnectionChanged, ConnectionState } from '../contract/connection';
import type { Host, HostId } from '../contract/host';
import type { Hosts } from '../host/hosts';
import { beginOutage, connectMsOf, nextTry, refreshed, type Outage } from './backoff';
import type { Connection } from './connection';
import { cancelled, isTemporary } from './failures';
import { createGate, type Gate } from './gate';
import type { ConnectOptions } from './sshConnection';

export interface Pool {
  /**
   * The host's connection, made now when there is none, also while the next try is waited for. From then on the host is wanted:
   * what can heal is tried again until `close`. Rejects with why this try failed.
   */
  open(hostId: HostId): Promise<Connection>;
  /** Ends the connection that is there and makes a new one: what a login is allowed counts from its begin. Rejects as `open`. */
  renew(hostId: HostId): Promise<Connection>;
  /** The connection when it is ready. */
  peek(hostId: HostId): Connection | undefined;
  /** Ends the connection, or the tries to make one. */
  close(hostId: HostId): void;
  /** The network may be another one: every try that waits is made now, and every connection has to show that it lives. */
  wake(): void;
  /** Every host that is not idle. */
  states(): readonly ConnectionChanged[];
  onState(listener: (change: ConnectionChanged) => void): () => void;
  closeAll(): void;
}

export interface PoolOptions {
  readonly hosts: Pick<Hosts, 'get' | 'onChange'>;
  readonly connect: (host: Host, options: ConnectOptions) => Promise<Connection>;
  readonly gate?: Gate;
  readonly now?: () => number;
  /** 0 to 1. */
  readonly random?: () => number;
  readonly log?: Log;
}

interface Entry {
  readonly hostId: HostId;
  state: ConnectionState;
  /** Of the try under way. */
  stop: AbortController;
  opening: Promise<Connection>;
  /** Tries to come back so far. */
  tries: number;
  /** It was ready once. */
  known: boolean;
  host?: Host;
  connection?: Connection;
  outage?: Outage;
  timer?: NodeJS.Timeout;
  /** Gives its place among those who connect to others. */
  leave?: () => void;
}

/** Signs of life have to come within this after the network changed or the computer slept. */
const TEST_MS = 3000;
/** A connection that lasted this long was a good one: its loss is a new outage. */
const STEADY_MS = 30_000;

export function createPool(options: PoolOptions): Pool {
  const { hosts, connect, gate = createGate(), now = Date.now, random = Math.random, log } = options;
  const entries = new Map<HostId, Entry>();
  const listeners = new Set<(change: ConnectionChanged) => void>();

  const tell = (hostId: HostId, state: ConnectionState): void => {
    for (const listener of listeners) listener({ hostId, state });
  };
  const isOwn = (entry: Entry): boolean => entries.get(entry.hostId) === entry;
  /** Only the entry that is still the host's own speaks for it. */
  const set = (entry: Entry, state: ConnectionState): void => {
    entry.state = state;
    if (isOwn(entry)) tell(entry.hostId, state);
  };
  const note = (entry: Entry, level: 'info' | 'warn', event: string, fields: Parameters<Log['write']>[3]): void =>
    log?.write(level, entry.host ?? { id: entry.hostId, name: entry.hostId }, event, fields);

  function begin(hostId: HostId): Entry {
    const entry: Entry = {
      hostId,
      state: { kind: 'idle' },
      stop: new AbortController(),
      opening: Promise.reject(new Failure('cancelled', 'Nothing was tried.')),
      tries: 0,
      known: false,
    };
    entry.opening.catch(() => undefined);
    entries.set(hostId, entry);
    start(entry);
    return entry;
  }

  function start(entry: Entry): void {
    clearTimeout(entry.timer);
    delete entry.timer;
    const failure = entry.state.kind === 'lost' ? entry.state.failure : undefined;
    if (failure !== undefined) entry.tries += 1;
    const again = failure === undefined ? {} : { again: { attempt: entry.tries, failure } };
    entry.stop = new AbortController();
    entry.opening = Promise.resolve().then(() => make(entry, again));
    // Whoever asked hears of it; the state tells everybody else.
    entry.opening.catch(() => undefined);
    set(entry, { kind: 'connecting', step: 'Starting', ...again });
  }

  async function make(entry: Entry, again: Pick<ConnectionState & { kind: 'connecting' }, 'again'>): Promise<Connection> {
    const { signal } = entry.stop;
    const began = now();
    let reached = false;
    try {
      const host = await hosts.get(entry.hostId);
      entry.host = host;
      const connection = await inTurn(entry, host, {
        signal,
        onStep: (step, hop) =>
          set(entry, { kind: 'connecting', step: step.slice(0, 200), ...(hop === undefined ? {} : { hop }), ...again }),
        onReached: () => (reached = true),
        onIdle: () => entry.leave?.(),
        ...shortened(entry),
      });
      if (signal.aborted) {
        connection.close();
        throw Failure.from(signal.reason);
      }
      ready(entry, host, connection, now() - began);
      return connection;
    } catch (error) {
      const failure = Failure.from(error);
      if (failure.code === 'not-found' || signal.aborted) forget(entry);
      else lose(entry, failure, reached);
      throw failure;
    }
  }

  const shortened = ({ outage }: Entry): { connectMs?: number } => {
    const connectMs = outage === undefined ? undefined : connectMsOf(outage, now());
    return connectMs === undefined ? {} : { connectMs };
  };

  async function inTurn(entry: Entry, host: Host, given: ConnectOptions): Promise<Connection> {
    const enter = async (): Promise<void> => {
      let waited = false;
      entry.leave = await gate.enter(given.signal, () => {
        waited = true;
        given.onStep('Waiting for other connections');
      });
      if (waited) given.onStep('Starting');
    };
    await enter();
    try {
      return await connect(host, {
        ...given,
        async pause(job) {
          entry.leave?.();
          try {
            return await job();
          } finally {
            if (!given.signal.aborted) await enter();
          }
        },
      });
    } finally {
      entry.leave?.();
    }
  }

  function ready(entry: Entry, host: Host, connection: Connection, ms: number): void {
    const since = now();
    entry.connection = connection;
    entry.known = true;
    entry.tries = 0;
    connection.onClose((error) => {
      // Renewed meanwhile.
      if (entry.connection !== connection) return;
      delete entry.connection;
      if (error === undefined) return forget(entry);
      const steady = now() - since >= STEADY_MS;
      if (steady) delete entry.outage;
      // One that ends again and again had better not be hurried.
      lose(entry, Failure.from(error), !steady && entry.outage !== undefined);
    });
    const via = host.via?.map(({ name }) => name);
    note(entry, 'info', 'connected', { ms, ...(via === undefined ? {} : { via: via.join(', ') }) });
    set(entry, { kind: 'ready', since, ...(via === undefined ? {} : { via }) });
  }

  function lose(entry: Entry, failure: Failure, reached: boolean): void {
    note(entry, 'warn', 'not connected', { code: failure.code, message: failure.message, detail: failure.detail });
    const attempts = entry.tries === 0 ? {} : { attempts: entry.tries };
    if (!isOwn(entry) || !heals(failure, entry.known)) return set(entry, { kind: 'lost', failure: failure.toData(), ...attempts });
    const { outage, delayMs } = nextTry(entry.outage ?? beginOutage(now(), entry.known), reached, now(), random());
    entry.outage = outage;
    entry.timer = setTimeout(() => start(entry), delayMs);
    note(entry, 'info', 'next try', { inMs: delayMs });
    set(entry, { kind: 'lost', failure: failure.toData(), retryAt: now() + delayMs, ...attempts });
  }

  function forget(entry: Entry): void {
    if (!isOwn(entry)) return;
    entries.delete(entry.hostId);
    tell(entry.hostId, { kind: 'idle' });
  }

  function close(hostId: HostId): void {
    const entry = entries.get(hostId);
    if (entry === undefined) return;
    clearTimeout(entry.timer);
    forget(entry);
    entry.stop.abort(entry.host === undefined ? new Failure('cancelled', 'Connecting was cancelled.') : cancelled(entry.host));
    entry.connection?.close();
  }

  function wake(): void {
    for (const entry of entries.values()) {
      void entry.connection?.test(TEST_MS);
      if (entry.outage !== undefined) entry.outage = refreshed(entry.outage, now());
      if (entry.state.kind === 'lost' && (entry.timer !== undefined || entry.state.failure.code === 'name-unknown')) start(entry);
    }
  }

  hosts.onChange((list) => {
    for (const [hostId, entry] of entries) {
      const host = list.find((each) => each.id === hostId);
      // Another name is still the same login.
      if (host === undefined || (entry.host !== undefined && login(host) !== login(entry.host))) close(hostId);
    }
  });

  function open(hostId: HostId): Promise<Connection> {
    const entry = entries.get(hostId) ?? begin(hostId);
    if (entry.state.kind === 'lost') start(entry);
    return entry.opening;
  }

  return {
    open,
    renew(hostId) {
      const entry = entries.get(hostId);
      const old = entry?.connection;
      if (entry === undefined || old === undefined) return open(hostId);
      delete entry.connection;
      old.close();
      start(entry);
      return entry.opening;
    },
    peek: (hostId) => entries.get(hostId)?.connection,
    close,
    wake,
    states: () => [...entries].map(([hostId, { state }]) => ({ hostId, state })),
    onState(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    closeAll: () => [...entries.keys()].forEach(close),
  };
}

const HEALING: ReadonlySet<Failure['code']> = new Set(['connection-lost', 'timeout', 'refused', 'no-route']);
/** Time alone can help. Never what the operator has to decide, and never a refused login: fail2ban counts those. */
const heals = (failure: Failure, known: boolean): boolean =>
  HEALING.has(failure.code) || (failure.code === 'name-unknown' && (known || isTemporary(failure)));

const login = ({ address, port, user, auth, via, jumpProblem, ssh }: Host): string =>
  JSON.stringify([address, port, user, auth, via, jumpProblem, ssh]);
