import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Failure, type events } from '../../electron/contract';
import type { ConnectionState } from '../../electron/contract/connection';
import { fakeWorker, type Fake } from '../base/fakePorts';
import { followConnections, useConnections } from '../connection/store';
import { startSession } from '../session/starts';
import { stopSession } from '../session/store';
import { closeScreen, connectScreen, followScreens, openSession } from './connect';
import { fakeFrame, session, type FakeFrame } from './fakeFrame';
import { activateScreen, screenById, useScreens } from './store';

const LOST = { code: 'connection-lost', message: 'The connection to gpu1 was lost.' } as const;

let worker: Fake<typeof events>;
let frame: FakeFrame;
let refusal: Failure | undefined;

const id = (): string => useScreens.getState().screens[0]?.id ?? '';
const state = () => screenById(id())?.state;
const opens = () => worker.calls.filter(({ name }) => name === 'screen.open');

function startWorker(): void {
  worker = fakeWorker({
    'screen.open': () => {
      if (refusal !== undefined) throw refusal;
      return { path: 'unix socket' };
    },
    'session.start': () => session(2),
  });
}

beforeAll(() => {
  followScreens();
  followConnections();
});
beforeEach(() => {
  // Only what waits between tries: messages and promises go their own way.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  refusal = undefined;
  useConnections.setState({ states: new Map(), questions: [] });
  startWorker();
});
afterEach(() => {
  for (const screen of useScreens.getState().screens) closeScreen(screen.id);
  frame.close();
  worker.close();
  vi.useRealTimers();
});

async function openLive(): Promise<void> {
  openSession(session());
  frame = fakeFrame(id());
  await frame.say({ kind: 'loaded' });
  await frame.say({ kind: 'connected' });
  await frame.say({ kind: 'picture', width: 800, height: 600 });
}

test('a loaded frame and the worker get the two ends of one channel', async () => {
  await openLive();
  expect(frame.told().map(({ kind }) => kind)).toEqual(['scaling', 'view-only', 'in-front', 'connect']);
  expect(opens().map(({ input, ports }) => [input, ports.length])).toEqual([[{ sessionId: session().id }, 1]]);
  expect(frame.rfb).toHaveLength(1);
  expect(screenById(id())).toMatchObject({ state: { kind: 'live' }, path: 'unix socket', size: { width: 800, height: 600 } });
});

test('what the page started opens by itself', async () => {
  await startSession({ hostId: session().hostId, geometry: { width: 800, height: 600 }, depth: 24 });
  expect(useScreens.getState().screens.map((screen) => screen.session.display)).toEqual([2]);
  expect(useScreens.getState().active).toBe(id());
  frame = fakeFrame(id());
});

test('a frame that never speaks is not waited for without end', () => {
  openSession(session());
  frame = fakeFrame(id());
  vi.advanceTimersByTime(15_000);
  expect(state()).toMatchObject({ kind: 'ended', failure: { code: 'internal' } });
});

describe('when the stream is lost', () => {
  test('it is tried again after 1 s, then 2 s, and is live with its next picture', async () => {
    await openLive();
    refusal = new Failure('no-route', 'The network cannot reach gpu1.');
    await frame.say({ kind: 'ended', failure: LOST });
    expect(state()).toMatchObject({ kind: 'reconnecting', attempt: 1, at: Date.now() + 1000 });
    vi.advanceTimersByTime(999);
    await frame.settled();
    expect(opens()).toHaveLength(1);
    vi.advanceTimersByTime(1);
    await frame.settled();
    expect(opens()).toHaveLength(2);
    expect(state()).toMatchObject({ kind: 'reconnecting', attempt: 2, failure: { code: 'no-route' }, at: Date.now() + 2000 });
    refusal = undefined;
    vi.advanceTimersByTime(2000);
    await frame.settled();
    await frame.say({ kind: 'picture', width: 800, height: 600 });
    expect(state()).toEqual({ kind: 'live' });
    expect(frame.rfb).toHaveLength(3);
  });

  test('“Try now” does not wait, and the timer does not try a second time', async () => {
    await openLive();
    await frame.say({ kind: 'ended', failure: LOST });
    connectScreen(id());
    await frame.settled();
    expect(opens()).toHaveLength(2);
    vi.advanceTimersByTime(60_000);
    await frame.settled();
    expect(opens()).toHaveLength(2);
  });

  test('it is tried at once when the host is connected again', async () => {
    await openLive();
    await frame.say({ kind: 'ended', failure: LOST });
    worker.emit('connection.changed', { hostId: 'ba9876543210', state: { kind: 'ready', since: 1 } });
    await frame.settled();
    expect(opens()).toHaveLength(1);
    worker.emit('connection.changed', { hostId: session().hostId, state: { kind: 'ready', since: 1 } });
    await frame.settled();
    expect(opens()).toHaveLength(2);
  });

  const host = (state: ConnectionState): Promise<void> => {
    worker.emit('connection.changed', { hostId: session().hostId, state });
    return frame.settled();
  };
  const lost: ConnectionState = { kind: 'lost', failure: LOST, retryAt: 4000, attempts: 1 };
  const ready: ConnectionState = { kind: 'ready', since: 2 };

  test.each([
    ['before', true],
    ['after', false],
  ])('it waits for its host without tries of its own, also when the host is lost %s the stream ends', async (_when, before) => {
    await openLive();
    if (before) await host(lost);
    await frame.say({ kind: 'ended', failure: LOST });
    if (!before) await host(lost);
    expect(state()).toEqual({ kind: 'waiting', failure: LOST });
    vi.advanceTimersByTime(600_000);
    await host({ kind: 'connecting', step: 'Logging in' });
    await host(lost);
    expect(opens()).toHaveLength(1);
    await host(ready);
    expect(opens()).toHaveLength(2);
    await frame.say({ kind: 'picture', width: 800, height: 600 });
    expect(state()).toEqual({ kind: 'live' });
    expect(frame.rfb).toHaveLength(2);
    vi.advanceTimersByTime(600_000);
    await frame.settled();
    expect(opens()).toHaveLength(2);
  });

  test('all screens of the host come back with it, but not those whose desktop is gone', async () => {
    await openLive();
    openSession(session(2));
    openSession(session(3));
    const [, second = '', third = ''] = useScreens.getState().screens.map((screen) => screen.id);
    const frames = [fakeFrame(second), fakeFrame(third)];
    for (const other of frames) {
      await other.say({ kind: 'loaded' });
      await other.say({ kind: 'picture', width: 800, height: 600 });
    }
    await host(lost);
    await frame.say({ kind: 'ended', failure: LOST });
    await frames[0]?.say({ kind: 'ended', failure: LOST });
    await frames[1]?.say({ kind: 'ended', failure: { code: 'session-gone', message: 'Desktop :3 has ended.' } });
    await host(ready);
    const again = opens().slice(3);
    expect(again.map(({ input }) => input)).toEqual([{ sessionId: session(1).id }, { sessionId: session(2).id }]);
    for (const other of frames) other.close();
  });

  test('a desktop that is gone when its host is back is the end', async () => {
    await openLive();
    await host(lost);
    await frame.say({ kind: 'ended', failure: LOST });
    refusal = new Failure('session-gone', 'Desktop :1 has ended.');
    await host(ready);
    await host(lost);
    await host(ready);
    expect(state()).toMatchObject({ kind: 'ended', failure: { code: 'session-gone' } });
    expect(opens()).toHaveLength(2);
  });

  test('it ends when the operator stops the tries of its host', async () => {
    await openLive();
    await host(lost);
    await frame.say({ kind: 'ended', failure: LOST });
    await host({ kind: 'idle' });
    expect(state()).toEqual({ kind: 'ended' });
  });

  test('a desktop that is gone is not tried again', async () => {
    await openLive();
    await frame.say({ kind: 'ended', failure: { code: 'session-gone', message: 'Desktop :1 has ended.' } });
    vi.advanceTimersByTime(60_000);
    await frame.settled();
    expect(state()).toMatchObject({ kind: 'ended', failure: { code: 'session-gone' } });
    expect(opens()).toHaveLength(1);
  });

  test('a closed tab tries nothing', async () => {
    await openLive();
    await frame.say({ kind: 'ended', failure: LOST });
    closeScreen(id());
    vi.advanceTimersByTime(60_000);
    expect(useScreens.getState().screens).toEqual([]);
    expect(opens()).toHaveLength(1);
  });
});

test('the screen of a desktop that was killed here closes', async () => {
  await openLive();
  await stopSession(session());
  expect(useScreens.getState().screens).toEqual([]);
});

test('a new worker gets every screen anew', async () => {
  await openLive();
  startWorker();
  await frame.settled();
  expect(opens()).toHaveLength(1);
  expect(frame.rfb).toHaveLength(2);
});

test('a screen behind another is told so', async () => {
  await openLive();
  activateScreen(undefined);
  activateScreen(id());
  await frame.settled();
  expect(frame.told().slice(-2)).toEqual([
    { kind: 'in-front', on: false },
    { kind: 'in-front', on: true },
  ]);
});
