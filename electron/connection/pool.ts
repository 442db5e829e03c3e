/** The connections of all hosts: at most one each, shared by everyone who needs it, and its state for the page. */
import { Failure } from '../base/failure';
import type { Log } from '../base/log';
import type { ConnectionChanged, ConnectionState } from '../contract/connection';
import type { Host, HostId } from '../contract/host';
import type { Hosts } from '../host/hosts';
import type { Connection } from './connection';
import { cancelled } from './failures';
import type { ConnectOptions } from './sshConnection';

export interface Pool {
  /** The host's connection, made when there is none. Rejects with why it cannot be. */
  open(hostId: HostId): Promise<Connection>;
  /** The connection when it is ready. */
  peek(hostId: HostId): Connection | undefined;
  /** Ends the connection, or the try to make one. */
  close(hostId: HostId): void;
  /** Every host that is not idle. */
  states(): readonly ConnectionChanged[];
  onState(listener: (change: ConnectionChanged) => void): () => void;
  closeAll(): void;
}

export interface PoolOptions {
  readonly hosts: Pick<Hosts, 'get' | 'onChange'>;
  readonly connect: (host: Host, options: ConnectOptions) => Promise<Connection>;
  readonly now?: () => number;
  readonly log?: Log;
}

interface Entry {
  state: ConnectionState;
  readonly stop: AbortController;
  readonly opening: Promise<Connection>;
  host?: Host;
  connection?: Connection;
}

export function createPool({ hosts, connect, now = Date.now, log }: PoolOptions): Pool {
  const entries = new Map<HostId, Entry>();
  const listeners = new Set<(change: ConnectionChanged) => void>();

  const tell = (hostId: HostId, state: ConnectionState): void => {
    for (const listener of listeners) listener({ hostId, state });
  };
  /** Only the entry that is still the host's own speaks for it. */
  const set = (hostId: HostId, entry: Entry, state: ConnectionState): void => {
    entry.state = state;
    if (entries.get(hostId) === entry) tell(hostId, state);
  };

  function start(hostId: HostId): Entry {
    const stop = new AbortController();
    const entry: Entry = {
      state: { kind: 'connecting', step: 'Starting' },
      stop,
      opening: Promise.resolve().then(() => make(hostId, entry)),
    };
    // Whoever asked hears of it; the state tells everybody else.
    entry.opening.catch(() => undefined);
    entries.set(hostId, entry);
    tell(hostId, entry.state);
    return entry;
  }

  async function make(hostId: HostId, entry: Entry): Promise<Connection> {
    try {
      const host = await hosts.get(hostId);
      entry.host = host;
      const connection = await connect(host, {
        signal: entry.stop.signal,
        onStep: (step) => set(hostId, entry, { kind: 'connecting', step: step.slice(0, 200) }),
      });
      if (entry.stop.signal.aborted) {
        connection.close();
        throw Failure.from(entry.stop.signal.reason);
      }
      entry.connection = connection;
      connection.onClose((error) => {
        delete entry.connection;
        if (error === undefined) forget(hostId, entry);
        else lose(hostId, entry, Failure.from(error));
      });
      set(hostId, entry, { kind: 'ready', since: now() });
      log?.write('info', host.name, 'connected');
      return connection;
    } catch (error) {
      const failure = Failure.from(error);
      if (failure.code === 'not-found' || entry.stop.signal.aborted) forget(hostId, entry);
      else lose(hostId, entry, failure);
      throw failure;
    }
  }

  function lose(hostId: HostId, entry: Entry, failure: Failure): void {
    set(hostId, entry, { kind: 'lost', failure: failure.toData() });
    log?.write('warn', entry.host?.name ?? hostId, 'not connected', {
      code: failure.code,
      message: failure.message,
      detail: failure.detail,
    });
  }

  function forget(hostId: HostId, entry: Entry): void {
    if (entries.get(hostId) !== entry) return;
    entries.delete(hostId);
    tell(hostId, { kind: 'idle' });
  }

  function close(hostId: HostId): void {
    const entry = entries.get(hostId);
    if (entry === undefined) return;
    entry.stop.abort(entry.host === undefined ? new Failure('cancelled', 'Connecting was cancelled.') : cancelled(entry.host));
    forget(hostId, entry);
    entry.connection?.close();
  }

  hosts.onChange((list) => {
    for (const [hostId, entry] of entries) {
      const host = list.find((each) => each.id === hostId);
      // Another name is still the same login.
      if (host === undefined || (entry.host !== undefined && login(host) !== login(entry.host))) close(hostId);
    }
  });

  return {
    open(hostId) {
      const entry = entries.get(hostId);
      const usable = entry !== undefined && entry.state.kind !== 'lost' ? entry : start(hostId);
      return usable.opening;
    },
    peek: (hostId) => entries.get(hostId)?.connection,
    close,
    states: () => [...entries].map(([hostId, { state }]) => ({ hostId, state })),
    onState(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    closeAll: () => [...entries.keys()].forEach(close),
  };
}

const login = ({ address, port, user, auth }: Host): string => JSON.stringify([address, port, user, auth]);
