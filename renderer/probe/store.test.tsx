import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Failure, type events } from '../../electron/contract';
import { fakeWorker, type Fake } from '../base/fakePorts';
import { doing, settle } from '../base/mount';
import { followConnections, useConnections } from '../connection/store';
import { AT, facts, finding, HOST_ID, load } from './fixtures';
import { followProbes, lookAgain, useProbes } from './store';

const OTHER = 'ba9876543210';
let worker: Fake<typeof events>;
let visible: DocumentVisibilityState = 'visible';

beforeAll(() => {
  followProbes();
  followConnections();
});
beforeEach(async () => {
  visible = 'visible';
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visible });
  useProbes.setState({ hosts: new Map(), diagnoses: new Map(), loads: new Map(), samples: new Map() });
  useConnections.setState({ states: new Map(), questions: [] });
  worker = fakeWorker();
  await settle();
});
afterEach(() => {
  Reflect.deleteProperty(document, 'visibilityState');
  worker.close();
});

const ready = (hostId: string): Promise<void> =>
  doing(() => worker.emit('connection.changed', { hostId, state: { kind: 'ready', since: 0 } }));
const watches = (): unknown[] => worker.calls.filter(({ name }) => name === 'probe.watch').map(({ input }) => input);
async function see(state: DocumentVisibilityState): Promise<void> {
  visible = state;
  await doing(() => document.dispatchEvent(new Event('visibilitychange')));
}

test('the connected hosts are watched while the window is seen, and none while it is hidden', async () => {
  await ready(OTHER);
  await ready(HOST_ID);
  await see('hidden');
  await see('visible');
  await doing(() => worker.emit('connection.changed', { hostId: OTHER, state: { kind: 'idle' } }));
  expect(watches()).toEqual([[], [OTHER], [HOST_ID, OTHER], [], [HOST_ID, OTHER], [HOST_ID]]);
});

test('the same hosts are not asked for twice, except of a worker that comes anew', async () => {
  await ready(HOST_ID);
  await ready(HOST_ID);
  expect(watches()).toEqual([[], [HOST_ID]]);
  worker = fakeWorker({ 'connection.list': () => [{ hostId: HOST_ID, state: { kind: 'ready', since: 0 } }] });
  await settle();
  expect(watches()).toEqual([[HOST_ID]]);
});

test('a load counts while its host is watched; then it is no longer “now”, and its course has a gap', async () => {
  await ready(HOST_ID);
  await doing(() => worker.emit('probe.load', load()));
  expect(useProbes.getState().loads.get(HOST_ID)?.cpu).toBe(12);
  await see('hidden');
  await doing(() => worker.emit('probe.load', load({ at: AT + 1 })));
  expect(useProbes.getState().loads.size).toBe(0);
  expect(
    useProbes
      .getState()
      .samples.get(HOST_ID)
      ?.map(({ gpus }) => gpus.length),
  ).toEqual([1, 0]);
});

test('what was known stays while the host is asked again, and when that fails', async () => {
  await doing(() => worker.emit('probe.changed', { kind: 'known', hostId: HOST_ID, facts: facts() }));
  await doing(() => worker.emit('probe.changed', { kind: 'asking', hostId: HOST_ID, since: 1 }));
  expect(useProbes.getState().hosts.get(HOST_ID)).toMatchObject({ asking: 1, facts: { at: AT } });
  await doing(() => worker.emit('probe.changed', { kind: 'failed', hostId: HOST_ID, message: 'No answer.', at: 2 }));
  expect(useProbes.getState().hosts.get(HOST_ID)).toEqual({ facts: facts(), failed: { message: 'No answer.', at: 2 } });
});

test('a new worker is asked what it knows, and what it does not know is forgotten', async () => {
  await doing(() => worker.emit('probe.changed', { kind: 'known', hostId: OTHER, facts: facts({ hostId: OTHER }) }));
  worker = fakeWorker({
    'probe.list': () => [{ kind: 'known', hostId: HOST_ID, facts: facts() }],
    'probe.diagnoses': () => [{ hostId: HOST_ID, findings: [finding('D16')] }],
  });
  await settle();
  expect([...useProbes.getState().hosts.keys()]).toEqual([HOST_ID]);
  expect(useProbes.getState().diagnoses.get(HOST_ID)?.findings).toHaveLength(1);
});

test('who looks again while the host is asked asks once; a call that never got there says so', async () => {
  worker = fakeWorker({
    'probe.look': () => {
      throw new Failure('connection-lost', 'gpu1 is gone.');
    },
  });
  await settle();
  lookAgain(HOST_ID);
  lookAgain(HOST_ID);
  await settle();
  expect(worker.calls.filter(({ name }) => name === 'probe.look')).toHaveLength(1);
  expect(useProbes.getState().hosts.get(HOST_ID)?.failed?.message).toBe('gpu1 is gone.');
});
