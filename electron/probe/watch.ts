/** The live watch: one long-lived channel a host, for as long as somebody looks at the host and it is connected. */
import type { Failure } from '../base/failure';
import type { Connection, LoadScript } from '../connection/connection';
import type { Load } from '../contract/probe';
import { watchHost, type HostWatch } from './watch/hostWatch';
import { createViewers } from './watch/viewers';

export interface WatchesDeps {
  /** The host's connection when it is ready; a watch never makes one. */
  readonly peek: (hostId: string) => Connection | undefined;
  readonly load: LoadScript;
  /** Epoch ms. */
  readonly now: () => number;
}

export interface Watches {
  /** The viewer, e.g. a page, looks at these hosts, and no more at others. */
  look(viewer: object, hostIds: readonly string[]): void;
  leave(viewer: object): void;
  /** Somebody looks at the host now. */
  isWatched(hostId: string): boolean;
  /** To be called whenever a host was connected, or is no more. */
  connectionChanged(hostId: string): void;
  /** Ends the host's watch until `wake`: it keeps the GPU open, which a driver that is exchanged cannot have. */
  rest(hostId: string): void;
  wake(hostId: string): void;
  /** The latest of every host whose watch runs. */
  list(): readonly Load[];
  /** Told whole when something changed, at most once a second for each host. */
  onLoad(listener: (load: Load) => void): void;
  /** An X server of a host came or went while somebody looked. */
  onXServers(listener: (hostId: string) => void): void;
  closeAll(): void;
}

export function createWatches({ peek, load, now }: WatchesDeps): Watches {
  const viewers = createViewers();
  const watches = new Map<string, HostWatch>();
  const latest = new Map<string, Load>();
  const resting = new Set<string>();
  /** Kept while a connection is made anew, so that what changed meanwhile is noticed. */
  const xServers = new Map<string, string>();
  /** Causes of failures that a connection's log has. */
  const noted = new WeakMap<Connection, Set<string>>();
  const loadListeners = new Set<(load: Load) => void>();
  const xListeners = new Set<(hostId: string) => void>();

  /** Starts or ends the host's watch, whichever is due. */
  function settle(hostId: string): void {
    const watched = viewers.isWatched(hostId);
    const connection = watched && !resting.has(hostId) ? peek(hostId) : undefined;
    if (!watched) xServers.delete(hostId);
    const watch = watches.get(hostId);
    if (watch?.connection === connection) return;
    watch?.stop();
    watches.delete(hostId);
    latest.delete(hostId);
    if (connection !== undefined) watches.set(hostId, begin(hostId, connection));
  }

  const begin = (hostId: string, connection: Connection): HostWatch =>
    watchHost({
      hostId,
      connection,
      load,
      now,
      isCurrent: () => peek(hostId) === connection,
      onLoad: heard,
      onFailure(failure) {
        latest.delete(hostId);
        note(connection, failure);
      },
      onLost: () => settle(hostId),
    });

  function heard(told: Load): void {
    latest.set(told.hostId, told);
    const before = xServers.get(told.hostId);
    const servers = JSON.stringify(told.xServers);
    xServers.set(told.hostId, servers);
    for (const listener of loadListeners) listener(told);
    if (before !== undefined && before !== servers) for (const listener of xListeners) listener(told.hostId);
  }

  function note(connection: Connection, { code, message }: Failure): void {
    const causes = noted.get(connection) ?? new Set();
    noted.set(connection, causes);
    if (causes.has(message)) return;
    causes.add(message);
    connection.note('info', 'no live watch', { code, message });
  }

  return {
    look: (viewer, hostIds) => viewers.look(viewer, hostIds).forEach(settle),
    leave: (viewer) => viewers.leave(viewer).forEach(settle),
    isWatched: (hostId) => viewers.isWatched(hostId),
    connectionChanged: settle,
    rest(hostId) {
      resting.add(hostId);
      settle(hostId);
    },
    wake(hostId) {
      resting.delete(hostId);
      settle(hostId);
    },
    list: () => [...latest.values()],
    onLoad: (listener) => void loadListeners.add(listener),
    onXServers: (listener) => void xListeners.add(listener),
    closeAll: () => viewers.leaveAll().forEach(settle),
  };
}
