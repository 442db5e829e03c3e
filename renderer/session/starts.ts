/** Starts of desktops, from the click to the first answer: their steps, and what became of them. */
import { create } from 'zustand';
import type { FailureData } from '../../electron/contract';
import type { HostId } from '../../electron/contract/host';
import type { Session, SessionProgress, SessionWish } from '../../electron/contract/session';
import { failureOf } from '../base/failure';
import { mark } from '../base/marks';
import { say } from '../base/notices';
import { worker } from '../base/ports';
import { useHosts } from '../host/store';
import { addSession } from './store';

export interface Start {
  readonly key: number;
  readonly hostId: HostId;
  readonly wish: SessionWish;
  /** Epoch ms of the click. */
  readonly since: number;
  /** The worker's name for it: when it began there. */
  readonly startedAt?: number;
  readonly step?: string;
  readonly failure?: FailureData;
}

export const useStarts = create<{ readonly starts: readonly Start[] }>(() => ({ starts: [] }));

type StartedListener = (session: Session) => void;
const startedListeners = new Set<StartedListener>();

/** Hears of each desktop that this page started. */
export function onStarted(listener: StartedListener): () => void {
  startedListeners.add(listener);
  return () => void startedListeners.delete(listener);
}

let nextKey = 0;

/** The step goes to the start that it began with, or to the oldest on that host that has heard nothing yet. */
export function withProgress(starts: readonly Start[], { hostId, step, startedAt }: SessionProgress): readonly Start[] {
  const open = starts.filter((start) => start.hostId === hostId && start.failure === undefined);
  const mine = open.find((start) => start.startedAt === startedAt) ?? open.find((start) => start.startedAt === undefined);
  return starts.map((start) => (start === mine ? { ...start, step, startedAt } : start));
}

function change(key: number, edit: (start: Start) => Start): void {
  useStarts.setState(({ starts }) => ({ starts: starts.map((start) => (start.key === key ? edit(start) : start)) }));
}

export function dismissStart(key: number): void {
  useStarts.setState(({ starts }) => ({ starts: starts.filter((start) => start.key !== key) }));
}

export async function startSession(wish: SessionWish): Promise<void> {
  const key = nextKey++;
  const { hostId } = wish;
  mark('session-start', hostId);
  useStarts.setState(({ starts }) => ({ starts: [...starts, { key, hostId, wish, since: Date.now() }] }));
  try {
    const session = await worker.call('session.start', wish);
    mark('session-ready', session.id);
    addSession(session);
    dismissStart(key);
    for (const listener of startedListeners) listener(session);
  } catch (error) {
    const failure = failureOf(error);
    change(key, (start) => ({ ...start, failure }));
    // Its card says it; elsewhere nobody would see that.
    if (useHosts.getState().selected !== hostId) say(failure.message, 'bad');
  }
}

export function retryStart(start: Start): void {
  dismissStart(start.key);
  void startSession(start.wish);
}

export function followStarts(): void {
  worker.on('session.progress', (progress) => useStarts.setState(({ starts }) => ({ starts: withProgress(starts, progress) })));
}
