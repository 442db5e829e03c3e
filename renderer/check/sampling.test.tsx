import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { events } from '../../electron/contract';
import type { Check } from '../../electron/contract/check';
import { fakeWorker, type Fake } from '../base/fakePorts';
import { followScreens } from '../screen/connect';
import { fakeFrame, session, type FakeFrame } from '../screen/fakeFrame';
import { useScreens } from '../screen/store';
import { startSession } from '../session/starts';
import { followSampling } from './sampling';
import { followChecks, runCheck, useChecks } from './store';

const check: Check = {
  id: '00000000000c',
  sessionId: session().id,
  tool: 'glxgears',
  phase: { kind: 'running', step: 'Starting glxgears' },
  startedAt: Date.now(),
  seconds: 12,
  command: 'glxgears',
  evidence: [],
  rendered: [],
  delivered: [],
};
const region = { x: 10, y: 20, width: 300, height: 300 };
const total = { seconds: 1, distinctFrames: 58, deliveredFps: 58, red: 0.1, green: 0.1, blue: 0.1, oneColour: false };

let worker: Fake<typeof events>;
let frame: FakeFrame;

beforeAll(() => {
  followScreens();
  followChecks();
  followSampling();
});
beforeEach(async () => {
  performance.clearMarks();
  useChecks.setState({ latest: new Map(), asked: new Map() });
  worker = fakeWorker({ 'session.start': () => session(), 'screen.open': () => ({ path: 'unix socket' }), 'check.run': () => check });
  await startSession({ hostId: session().hostId, geometry: { width: 800, height: 600 }, depth: 24 });
  frame = fakeFrame(useScreens.getState().screens[0]?.id ?? '');
  await frame.say({ kind: 'loaded' });
});
afterEach(() => {
  frame.close();
  worker.close();
  useScreens.setState({ screens: [], active: undefined });
});

const picture = (): Promise<void> => frame.say({ kind: 'picture', width: 800, height: 600 });
const named = (name: string) => worker.calls.filter((call) => call.name === name).map(({ input }) => input);
const sampling = () => frame.told().filter(({ kind }) => kind === 'sample' || kind === 'stop-sampling');
async function becomes(change: Partial<Check>): Promise<void> {
  worker.emit('check.changed', { ...check, ...change });
  await frame.settled();
}

test('a new desktop is checked with its first picture, and only then', async () => {
  expect(named('check.run')).toEqual([]);
  await picture();
  expect(named('check.run')).toEqual([{ sessionId: session().id, seconds: 12 }]);
  await becomes({ phase: { kind: 'done' } });
  await picture();
  expect(named('check.run')).toHaveLength(1);
});

test('the frame counts the region while the check runs, and stops with it', async () => {
  await picture();
  await becomes({});
  expect(sampling()).toEqual([]);
  await becomes({ region });
  await becomes({ region, verdict: { kind: 'software', renderer: 'llvmpipe' } });
  expect(sampling()).toEqual([{ kind: 'sample', region }]);
  await becomes({ region: { ...region, x: 11 } });
  await becomes({ region, phase: { kind: 'done' } });
  expect(sampling().slice(1)).toEqual([{ kind: 'sample', region: { ...region, x: 11 } }, { kind: 'stop-sampling' }]);
});

test('what the frame counted reaches the worker, under its check', async () => {
  await picture();
  await frame.say({ kind: 'sampled', lastFps: 1, total });
  expect(named('check.pixels')).toEqual([]);
  await becomes({ region });
  await frame.say({ kind: 'sampled', lastFps: 58, total });
  expect(named('check.pixels')).toEqual([{ checkId: check.id, delivered: { seconds: expect.any(Number), fps: 58 }, total }]);
});

test('one check of a desktop runs at a time', async () => {
  await picture();
  await becomes({});
  runCheck(session().id);
  await frame.settled();
  expect(named('check.run')).toHaveLength(1);
});

test('the verdict is marked once per check, and an older check does not come back', async () => {
  const marks = (): number => performance.getEntriesByName('gearview:verdict').length;
  await becomes({ verdict: { kind: 'software', renderer: 'llvmpipe' } });
  await becomes({ verdict: { kind: 'software', renderer: 'llvmpipe' }, phase: { kind: 'done' } });
  expect(marks()).toBe(1);
  await becomes({ id: '00000000000b', startedAt: check.startedAt - 1000, verdict: { kind: 'gpu', device: 'NVIDIA A10' } });
  expect(useChecks.getState().latest.get(check.sessionId)?.verdict?.kind).toBe('software');
});
