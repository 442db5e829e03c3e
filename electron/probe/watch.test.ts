import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Failure } from '../base/failure';
import { fakeConnection, fakeLoad, type FakeAnswer, type FakeConnection, type FakeOptions } from '../connection/fake';
import type { Load } from '../contract/probe';
import { createWatches } from './watch';

type Say = Parameters<NonNullable<FakeAnswer['live']>>[0];
const PAGE = {};
const SECOND = 1000;

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

/** A host `a` that is connected, what its watch says, and what was told of it. */
function start(options: FakeOptions = {}) {
  const says: Say[] = [];
  const connect = (change: FakeOptions = {}): FakeConnection =>
    fakeConnection({
      hostName: 'GPU box 1',
      answer: () => ({
        records: [
          ['x', ''],
          ['cpu', '5'],
        ],
        hold: true,
        live: (say) => says.push(say),
      }),
      ...options,
      ...change,
    });
  const connections = new Map([['a', connect()]]);
  const loads: Load[] = [];
  const changes: string[] = [];
  const watches = createWatches({ peek: (hostId) => connections.get(hostId), load: fakeLoad, now: Date.now });
  watches.onLoad((load) => loads.push(load));
  watches.onXServers((hostId) => changes.push(hostId));
  return {
    watches,
    loads,
    changes,
    connections,
    connect,
    /** Of host a, now. */
    shells: () => connections.get('a')?.openShells(),
    notes: () => connections.get('a')?.notes ?? [],
    sent: () => connections.get('a')?.sent.length,
    say: (...record: Parameters<Say>) => says.at(-1)?.(...record),
    lose: async () => {
      const lost = connections.get('a');
      connections.delete('a');
      lost?.drop(new Failure('connection-lost', 'gone'));
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

const soon = () => vi.advanceTimersByTimeAsync(150);

describe('a host is watched', () => {
  test('while somebody looks at it, through one channel for all who look', async () => {
    const { watches, shells, sent, connections } = start();
    await soon();
    expect(shells()).toBe(0);
    const other = {};
    watches.look(PAGE, ['a']);
    watches.look(other, ['a', 'b']);
    watches.look(PAGE, ['a']);
    await soon();
    expect([shells(), sent()]).toEqual([1, 1]);
    expect(connections.get('a')?.sent[0]).toMatchObject({ name: 'probe/watch.sh', parameters: { TICK: '2' } });
    watches.leave(PAGE);
    expect(shells()).toBe(1);
    watches.leave(other);
    expect(shells()).toBe(0);
    expect(watches.list()).toEqual([]);
    await vi.advanceTimersByTimeAsync(600 * SECOND);
    expect(sent()).toBe(1);
  });

  test('no more once the page looks elsewhere', async () => {
    const { watches, shells } = start();
    watches.look(PAGE, ['a']);
    await soon();
    watches.look(PAGE, ['b']);
    expect(shells()).toBe(0);
  });

  test('once it is connected, and never makes a connection itself', async () => {
    const { watches, shells, connections, connect, loads } = start();
    connections.clear();
    watches.look(PAGE, ['a']);
    await soon();
    const connection = connect();
    connections.set('a', connection);
    await vi.advanceTimersByTimeAsync(600 * SECOND);
    expect(connection.sent).toEqual([]);
    watches.connectionChanged('a');
    await soon();
    expect(shells()).toBe(1);
    expect(loads).toEqual([{ hostId: 'a', at: Date.now() - 50, gpus: [], cpu: 5, xServers: [] }]);
  });

  test('that nobody looks at is not watched when it is connected', async () => {
    const { watches, shells } = start();
    watches.connectionChanged('a');
    await soon();
    expect(shells()).toBe(0);
  });

  test('again after its connection was made anew, and not before', async () => {
    const { watches, lose, connections, connect, shells, notes } = start();
    watches.look(PAGE, ['a']);
    await soon();
    expect(watches.list()).toHaveLength(1);
    await lose();
    expect(watches.list()).toEqual([]);
    await vi.advanceTimersByTimeAsync(100 * SECOND);
    connections.set('a', connect());
    watches.connectionChanged('a');
    watches.connectionChanged('a');
    await soon();
    expect([shells(), watches.list().length]).toEqual([1, 1]);
    expect(notes()).toEqual([]);
  });

  test('but not while it rests, however often it is connected', async () => {
    const { watches, shells, connections, connect } = start();
    watches.look(PAGE, ['a']);
    await soon();
    watches.rest('a');
    await soon();
    expect(shells()).toBe(0);
    connections.set('a', connect());
    watches.connectionChanged('a');
    await soon();
    expect(shells()).toBe(0);
    watches.wake('a');
    await soon();
    expect(shells()).toBe(1);
  });

  test('until everything is closed', async () => {
    const { watches, shells } = start();
    watches.look(PAGE, ['a']);
    await soon();
    watches.closeAll();
    expect(shells()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('what is told', () => {
  test('comes together, and then at most once a second', async () => {
    const { watches, loads, say } = start();
    watches.look(PAGE, ['a']);
    await soon();
    expect(loads).toHaveLength(1);
    for (let cpu = 10; cpu <= 40; cpu += 5) {
      say('cpu', `${cpu}`);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(loads).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(loads.map(({ cpu }) => cpu)).toEqual([5, 40]);
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    say('memory', '1 2');
    await soon();
    expect(loads).toHaveLength(3);
    expect(watches.list()).toEqual([loads[2]]);
  });

  test('is nothing once nobody looks', async () => {
    const { watches, loads, say } = start();
    watches.look(PAGE, ['a']);
    await soon();
    say('cpu', '50');
    await vi.advanceTimersByTimeAsync(10);
    watches.leave(PAGE);
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    expect(loads).toHaveLength(1);
  });

  test('X servers that came or went are told apart from the first list', async () => {
    const { watches, changes, say, lose, connections, connect } = start();
    watches.look(PAGE, ['a']);
    await soon();
    say('cpu', '70');
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(changes).toEqual([]);
    say('x', 'Xvnc 1 77');
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(changes).toEqual(['a']);
    await lose();
    connections.set('a', connect());
    watches.connectionChanged('a');
    await soon();
    // It ended while the link was down.
    expect(changes).toEqual(['a', 'a']);
  });
});

describe('a watch that fails', () => {
  test('is tried again after growing pauses, and the log has each cause once', async () => {
    const { watches, sent, notes } = start({ answer: () => ({ status: 4 }) });
    watches.look(PAGE, ['a']);
    const counts: (number | undefined)[] = [];
    for (const seconds of [1, 2, 4, 8, 15, 30, 60, 60]) {
      await vi.advanceTimersByTimeAsync(seconds * SECOND);
      counts.push(sent());
    }
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(notes()).toEqual([
      { level: 'info', event: 'no live watch', fields: { code: 'script-failed', message: expect.stringContaining('status 4') } },
    ]);
    watches.leave(PAGE);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('after a good while starts again with short pauses', async () => {
    let round = 0;
    const { watches, sent, connections } = start({
      answer: () => {
        round += 1;
        return round < 4 ? {} : { hold: true };
      },
    });
    watches.look(PAGE, ['a']);
    await vi.advanceTimersByTimeAsync(15 * SECOND);
    expect(sent()).toBe(4);
    await vi.advanceTimersByTimeAsync(100 * SECOND);
    expect(sent()).toBe(4);
    connections.get('a')?.needPlaces();
    await vi.advanceTimersByTimeAsync(2.5 * SECOND);
    expect(sent()).toBe(5);
  });

  test('because the host allows none is left alone until the host is connected anew', async () => {
    const { watches, sent, notes, connections, connect } = start({
      noBackground: new Failure('refused', 'GPU box 1 allows no live watch.'),
    });
    watches.look(PAGE, ['a']);
    await vi.advanceTimersByTimeAsync(600 * SECOND);
    watches.look(PAGE, ['a', 'b']);
    await soon();
    expect(sent()).toBe(0);
    expect(notes().map(({ event, fields }) => [event, fields['message']])).toEqual([['no live watch', 'GPU box 1 allows no live watch.']]);
    const wide = fakeConnection({ answer: () => ({ hold: true }) });
    connections.set('a', wide);
    watches.connectionChanged('a');
    await soon();
    expect(wide.openShells()).toBe(1);
    expect(connect().openShells()).toBe(0);
  });

  test('because others need its place comes back later', async () => {
    const { watches, shells, connections, notes } = start();
    watches.look(PAGE, ['a']);
    await soon();
    connections.get('a')?.needPlaces();
    await vi.advanceTimersByTimeAsync(0);
    expect(shells()).toBe(0);
    await vi.advanceTimersByTimeAsync(2.5 * SECOND);
    expect(shells()).toBe(1);
    expect(notes()).toMatchObject([{ fields: { code: 'refused' } }]);
  });
});
