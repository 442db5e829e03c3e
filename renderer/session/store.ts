/** The desktops of each host, and the starts under way. */
import { create } from 'zustand';
import type { FailureData } from '../../electron/contract';
import type { HostId } from '../../electron/contract/host';
import type { Session, SessionId, SessionsChanged } from '../../electron/contract/session';
import { failureOf } from '../base/failure';
import { worker } from '../base/ports';
import { onConnectionState } from '../connection/store';

export type HostSessions =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly found: SessionsChanged; readonly refreshing: boolean }
  | { readonly kind: 'failed'; readonly failure: FailureData };

interface SessionStore {
  readonly hosts: ReadonlyMap<HostId, HostSessions>;
  readonly dialog:
    | { readonly kind: 'none' }
    | { readonly kind: 'options'; readonly hostId: HostId }
    | { readonly kind: 'kill'; readonly session: Session };
}

export const useSessions = create<SessionStore>(() => ({ hosts: new Map(), dialog: { kind: 'none' } }));

const UNKNOWN: HostSessions = { kind: 'unknown' };

export const sessionsOf = (hostId: HostId): HostSessions => useSessions.getState().hosts.get(hostId) ?? UNKNOWN;

export const useHostSessions = (hostId: HostId): HostSessions => useSessions((store) => store.hosts.get(hostId) ?? UNKNOWN);

export const showSessionDialog = (dialog: SessionStore['dialog']): void => useSessions.setState({ dialog });

export function sessionById(id: SessionId): Session | undefined {
  for (const host of useSessions.getState().hosts.values()) {
    const session = host.kind === 'ready' ? host.found.sessions.find((each) => each.id === id) : undefined;
    if (session !== undefined) return session;
  }
  return undefined;
}

function set(hostId: HostId, state: HostSessions): void {
  useSessions.setState(({ hosts }) => ({ hosts: new Map(hosts).set(hostId, state) }));
}

const take = (found: SessionsChanged): void => set(found.hostId, { kind: 'ready', found, refreshing: false });

/** What a start answered with, before the list says so itself. */
export function addSession(session: Session): void {
  const state = sessionsOf(session.hostId);
  if (state.kind !== 'ready' || state.found.sessions.some(({ id }) => id === session.id)) return;
  set(session.hostId, { ...state, found: { ...state.found, sessions: [...state.found.sessions, session] } });
}

export async function loadSessions(hostId: HostId): Promise<void> {
  const before = sessionsOf(hostId);
  set(hostId, before.kind === 'ready' ? { ...before, refreshing: true } : { kind: 'loading' });
  try {
    take(await worker.call('session.list', hostId));
  } catch (error) {
    set(hostId, { kind: 'failed', failure: failureOf(error) });
  }
}

type StoppedListener = (session: Session) => void;
const stoppedListeners = new Set<StoppedListener>();

/** Hears of each desktop that the operator ended here. */
export function onStopped(listener: StoppedListener): () => void {
  stoppedListeners.add(listener);
  return () => void stoppedListeners.delete(listener);
}

/** Rejects with a Failure. */
export async function stopSession(session: Session): Promise<void> {
  await worker.call('session.stop', session.id);
  for (const listener of stoppedListeners) listener(session);
  const state = sessionsOf(session.hostId);
  if (state.kind !== 'ready') return;
  set(session.hostId, { ...state, found: { ...state.found, sessions: state.found.sessions.filter(({ id }) => id !== session.id) } });
}

export function followSessions(): void {
  worker.on('session.changed', take);
  onConnectionState((hostId, state) => {
    if (state.kind === 'ready' && sessionsOf(hostId).kind !== 'loading') void loadSessions(hostId);
    // What was known of a host without connection is no longer the truth.
    if (state.kind === 'idle') set(hostId, UNKNOWN);
  });
}

/** Desktops on all connected hosts. */
export const liveCount = (hosts: SessionStore['hosts']): number =>
  [...hosts.values()].reduce((sum, host) => sum + (host.kind === 'ready' ? host.found.sessions.length : 0), 0);
