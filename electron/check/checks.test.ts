import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Failure } from '../base/failure';
import { fakeConnection, fakeLoad, type FakeAnswer, type FakeConnection } from '../connection/fake';
import { Check, type Pixels } from '../contract/check';
import type { Session } from '../contract/session';
import { createChecks, type Checks } from './checks';

const SESSION: Session = {
  id: '0123456789ab/cf5ba11b-7aed-425a-a535-bade0af0eb2c.3.4711.25000',
  hostId: '0123456789ab',
  display: 3,
  name: 'render 1',
  xProxy: 'tigervnc',
  mode: 'host-egl',
  vglDevice: 'egl0',
  ours: true,
  state: 'live',
  startedAt: 0,
  pid: 4711,
  rfb: { kind: 'unix' },
};
const WISH = { sessionId: SESSION.id, seconds: 10 };
const TURNING: Pixels = { seconds: 1, distinctFrames: 25, deliveredFps: 25, red: 0.18, green: 0.05, blue: 0.04, oneColour: false };
const GPU: NonNullable<FakeAnswer['records']> = [
  ['step', 'Starting glxgears'],
  ['command', 'glxgears -info'],
  ['gl', 'renderer', 'NVIDIA A10/PCIe/SSE2'],
  ['gl', 'version', '4.6.0 NVIDIA 535.161.08'],
  ['gl', 'vendor', 'NVIDIA Corporation'],
  ['region', '41', '60', '300', '300'],
  ['libraries', '/usr/lib/libEGL_nvidia.so.0', '/dev/nvidia0', 'glxgears', '77'],
  ['fps', '511', '7197 frames in 5.0 seconds = 1439.307 FPS'],
];

let changes: Check[] = [];
const latest = (): Check | undefined => changes.at(-1);

function setUp(answer: FakeAnswer, session: Session = SESSION): { checks: Checks; connection: FakeConnection } {
  const connection = fakeConnection({ hostName: 'gpu1', answer: () => answer });
  const checks = createChecks({
    connection: () => Promise.resolve(connection),
    load: fakeLoad,
    session: (id) => (id === session.id ? session : undefined),
    now: Date.now,
  });
  // As the page would get it: what the contract does not take fails here.
  checks.onChange((check) => changes.push(Check.parse(check)));
  return { checks, connection };
}

beforeEach(() => {
  changes = [];
});
afterEach(() => {
  vi.useRealTimers();
});

test('begins at once, sends the identity and the device, and keeps what it saw', async () => {
  const { checks, connection } = setUp({ records: GPU, hold: true });
  const begun = await checks.run(WISH);
  expect(begun).toMatchObject({ sessionId: SESSION.id, tool: 'glxgears', phase: { kind: 'running' }, seconds: 10, evidence: [] });
  await vi.waitFor(() => expect(latest()?.rendered).toHaveLength(1));
  expect(connection.sent.at(-1)).toMatchObject({
    name: 'check/glxgears.sh',
    parameters: {
      BOOT: 'cf5ba11b-7aed-425a-a535-bade0af0eb2c',
      DISPLAY_NUMBER: '3',
      PID: '4711',
      START: '25000',
      DEVICE: 'egl0',
      DURATION: '10',
    },
  });
  expect(latest()).toMatchObject({
    phase: { kind: 'running', step: 'Starting glxgears' },
    command: 'glxgears -info',
    region: { x: 41, y: 60, width: 300, height: 300 },
    rendered: [{ seconds: 5.11, fps: 1439.307 }],
    evidence: [{ kind: 'renderer' }, { kind: 'libraries' }],
  });
  expect(latest()?.verdict).toBeUndefined();

  checks.pixels({ checkId: begun.id, delivered: { seconds: 1, fps: 25 }, total: TURNING });
  expect(latest()).toMatchObject({ verdict: { kind: 'gpu', device: 'NVIDIA A10' }, delivered: [{ seconds: 1, fps: 25 }] });
  expect(checks.list()).toEqual([latest()]);
  checks.cancel(begun.id);
});

test('without a screen the verdict says so within 3 s, and is put right when one opens', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const { checks } = setUp({ records: GPU, hold: true });
  const { id } = await checks.run(WISH);
  await vi.waitFor(() => expect(latest()?.rendered).toHaveLength(1));
  await vi.advanceTimersByTimeAsync(2400);
  expect(latest()?.verdict).toBeUndefined();
  await vi.advanceTimersByTimeAsync(500);
  expect(latest()?.verdict).toEqual({ kind: 'unproven', missing: ['No screen shows this desktop, so its pixels were not seen.'] });
  checks.pixels({ checkId: id, delivered: { seconds: 4, fps: 25 }, total: TURNING });
  expect(latest()?.verdict).toEqual({ kind: 'gpu', device: 'NVIDIA A10' });
  checks.cancel(id);
});

test('when its time is up it is done, with what is missing', async () => {
  const { checks } = setUp({ records: [...GPU, ['ended', 'time', '0', '', '']] });
  await checks.run(WISH);
  await vi.waitFor(() => expect(latest()?.phase).toEqual({ kind: 'done' }));
  expect(latest()?.verdict?.kind).toBe('unproven');
  expect(latest()?.evidence.map(({ kind, says }) => [kind, says])).toEqual([
    ['renderer', 'gpu'],
    ['libraries', 'gpu'],
    ['gpu-account', 'missing'],
    ['pixels', 'missing'],
  ]);
});

describe('ends', () => {
  test('cancelled: the channel is closed and what was there stays', async () => {
    const { checks, connection } = setUp({ records: GPU, hold: true });
    const { id } = await checks.run(WISH);
    await vi.waitFor(() => expect(latest()?.rendered).toHaveLength(1));
    checks.pixels({ checkId: id, delivered: { seconds: 1, fps: 25 }, total: TURNING });
    checks.cancel(id);
    await vi.waitFor(() => expect(latest()?.phase).toEqual({ kind: 'cancelled' }));
    expect(connection.openShells()).toBe(0);
    expect(latest()).toMatchObject({ verdict: { kind: 'gpu' }, rendered: [{}], evidence: [{}, {}, {}] });
    // Pixels that come late change nothing.
    const before = changes.length;
    checks.pixels({ checkId: id, delivered: { seconds: 2, fps: 25 }, total: TURNING });
    expect(changes).toHaveLength(before);
  });

  test('failed: with the reason, and what was there stays', async () => {
    const { checks, connection } = setUp({ records: GPU, hold: true });
    await checks.run(WISH);
    await vi.waitFor(() => expect(latest()?.rendered).toHaveLength(1));
    connection.drop(new Failure('connection-lost', 'The connection to gpu1 ended.'));
    await vi.waitFor(() => expect(latest()?.phase).toMatchObject({ kind: 'failed', failure: { code: 'connection-lost' } }));
    expect(latest()?.evidence).toHaveLength(2);
  });

  test("failed: the script's own sentence", async () => {
    const { checks } = setUp({ records: [['fail', 'check-failed', 'glxgears is not installed; install mesa-utils.', '']], status: 1 });
    await checks.run(WISH);
    await vi.waitFor(() =>
      expect(latest()?.phase).toMatchObject({
        kind: 'failed',
        failure: { code: 'check-failed', message: 'gpu1: glxgears is not installed; install mesa-utils.' },
      }),
    );
  });
});

describe('does not begin', () => {
  test('twice in one desktop at a time; afterwards the new one takes the place of the old', async () => {
    const { checks } = setUp({ records: GPU, hold: true });
    const first = await checks.run(WISH);
    await expect(checks.run(WISH)).rejects.toMatchObject({
      code: 'check-failed',
      message: expect.stringContaining('A check runs in render 1 already'),
    });
    checks.cancel(first.id);
    await vi.waitFor(() => expect(latest()?.phase.kind).toBe('cancelled'));
    const second = await checks.run(WISH);
    expect(checks.list().map(({ id }) => id)).toEqual([second.id]);
    checks.cancel(second.id);
  });

  test('in a desktop that is not known', async () => {
    const { checks } = setUp({});
    await expect(checks.run({ ...WISH, sessionId: SESSION.id.replace('4711', '4712') })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('in one that is dead', async () => {
    const { checks } = setUp({}, { ...SESSION, state: 'dead' });
    await expect(checks.run(WISH)).rejects.toMatchObject({
      code: 'session-gone',
      message: expect.stringContaining('render 1 does not answer'),
    });
  });
});

test('a desktop whose device is not known lets the host choose', async () => {
  const { vglDevice: _, ...foreign } = SESSION;
  const { checks, connection } = setUp({ records: [] }, foreign);
  await checks.run(WISH);
  await vi.waitFor(() => expect(connection.sent.at(-1)?.parameters).toMatchObject({ DEVICE: 'auto' }));
});
