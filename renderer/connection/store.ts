/** The state of each host's connection, and the questions that wait for the operator. */
import { create } from 'zustand';
import type { Answer, ConnectionChanged, ConnectionState, Question } from '../../electron/contract/connection';
import type { HostId } from '../../electron/contract/host';
import { failureOf } from '../base/failure';
import { mark } from '../base/marks';
import { say } from '../base/notices';
import { worker } from '../base/ports';
import { connectionTexts as texts } from './texts';
import { isWaiting } from './words';

interface ConnectionStore {
  readonly states: ReadonlyMap<HostId, ConnectionState>;
  /** First come, first shown. */
  readonly questions: readonly Question[];
}

export const useConnections = create<ConnectionStore>(() => ({ states: new Map(), questions: [] }));

const IDLE: ConnectionState = { kind: 'idle' };

export const connectionOf = (hostId: HostId): ConnectionState => useConnections.getState().states.get(hostId) ?? IDLE;

export const useConnection = (hostId: HostId): ConnectionState => useConnections((store) => store.states.get(hostId) ?? IDLE);

type StateListener = (hostId: HostId, state: ConnectionState) => void;
const listeners = new Set<StateListener>();

/** Hears every change, also those found by asking after a restart of the worker. */
export function onConnectionState(listener: StateListener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function take({ hostId, state }: ConnectionChanged): void {
  const before = connectionOf(hostId);
  useConnections.setState(({ states }) => ({ states: new Map(states).set(hostId, state) }));
  if (state.kind !== before.kind && state.kind === 'connecting') mark('connect-start', hostId);
  if (state.kind !== before.kind && state.kind === 'ready') mark('connect-ready', hostId);
  for (const listener of listeners) listener(hostId, state);
}

export function openConnection(hostId: HostId): void {
  worker.call('connection.open', hostId).catch((error: unknown) => {
    // The worker says `lost` itself, unless the call never reached it.
    if (connectionOf(hostId).kind !== 'lost') take({ hostId, state: { kind: 'lost', failure: failureOf(error) } });
  });
}

export function closeConnection(hostId: HostId): void {
  worker.call('connection.close', hostId).catch((error: unknown) => say(failureOf(error).message, 'bad'));
}

function asked(question: Question): void {
  useConnections.setState(({ questions }) =>
    questions.some(({ id }) => id === question.id) ? {} : { questions: [...questions, question] },
  );
}

function closed(id: string): void {
  useConnections.setState(({ questions }) => ({ questions: questions.filter((question) => question.id !== id) }));
}

export async function answerQuestion(id: string, answer: Answer): Promise<void> {
  try {
    await worker.call('question.answer', { id, answer });
  } catch (error) {
    const failure = failureOf(error);
    // Withdrawn or timed out in the meantime: there is nothing left to answer.
    if (failure.code !== 'not-found') say(failure.message, 'bad');
  }
  closed(id);
}

async function load(): Promise<void> {
  const [states, questions] = await Promise.all([worker.call('connection.list', undefined), worker.call('question.list', undefined)]);
  // What a new worker does not know of is not connected; what was connected, or about to be, shall be so again.
  const known = new Set(states.map(({ hostId }) => hostId));
  for (const [hostId, state] of useConnections.getState().states) {
    if (known.has(hostId) || state.kind === 'idle') continue;
    const wanted = state.kind !== 'lost' || isWaiting(state);
    take({ hostId, state: wanted ? { kind: 'connecting', step: texts.starting } : IDLE });
    if (wanted) openConnection(hostId);
  }
  for (const state of states) take(state);
  useConnections.setState({ questions });
}

export function followConnections(): void {
  worker.onReady(() => void load().catch((error: unknown) => say(failureOf(error).message, 'bad')));
  worker.on('connection.changed', take);
  worker.on('question.asked', asked);
  worker.on('question.closed', closed);
  // The page hears of a network that came back before the system says anything else.
  window.addEventListener('online', () => void worker.call('connection.wake', undefined).catch(() => undefined));
}
