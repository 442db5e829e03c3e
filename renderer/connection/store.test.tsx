import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { events } from '../../electron/contract';
import type { ConnectionState } from '../../electron/contract/connection';
import { fakeWorker, type Fake } from '../base/fakePorts';
import { doing, settle } from '../base/mount';
import { connectionOf, followConnections, useConnections } from './store';

const hostId = '0123456789ab';
let worker: Fake<typeof events>;
const opened = (): unknown[] => worker.calls.filter(({ name }) => name === 'connection.open').map(({ input }) => input);

beforeAll(followConnections);
beforeEach(async () => {
  useConnections.setState({ states: new Map(), questions: [] });
  worker = fakeWorker();
  await settle();
});

const failure = { code: 'connection-lost', message: 'Gone.' } as const;

test.each<[string, ConnectionState, boolean]>([
  ['was connected', { kind: 'ready', since: 1 }, true],
  ['was connecting', { kind: 'connecting', step: 'Logging in' }, true],
  ['waited for its next try', { kind: 'lost', failure, retryAt: 9 }, true],
  ['was lost for good', { kind: 'lost', failure }, false],
  ['was idle', { kind: 'idle' }, false],
])('after a restart of the worker, a host that %s', async (_what, state, again) => {
  await doing(() => worker.emit('connection.changed', { hostId, state }));
  worker = fakeWorker();
  await settle();
  expect(opened()).toEqual(again ? [hostId] : []);
  expect(connectionOf(hostId).kind).toBe(again ? 'connecting' : 'idle');
});

test('a network that is back wakes the worker', async () => {
  await doing(() => window.dispatchEvent(new Event('online')));
  expect(worker.calls.map(({ name }) => name)).toContain('connection.wake');
});
