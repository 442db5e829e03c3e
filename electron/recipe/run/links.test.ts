/** Runs over links that break: what runs on the host goes on, is followed on, and nothing is begun twice. */
import { expect, test, vi } from 'vitest';
import { Failure } from '../../base/failure';
import { fakeConnection } from '../../connection/fake';
import { bench, STEPS } from './fixtures';
import { createOver } from './reach';

test('a step is followed on from where it was, twice', async () => {
  const { begin, ended, host, setUps, told } = bench({ onJob: () => undefined });
  const id = await begin();
  await vi.waitUntil(() => host.job('base') !== undefined);
  const job = host.job('base');
  job?.print('one\ntwo ');
  for (const text of ['ä\nthree\n', 'four\n']) {
    await vi.waitUntil(() => host.scripts().at(-1) === 'follow.sh');
    await vi.waitUntil(() => setUps.output(id, 0).lines.length > 1);
    host.drop('stays');
    await vi.waitUntil(() => setUps.runs()[0]?.state.kind === 'reconnecting');
    job?.print(text);
    host.back();
    await vi.waitUntil(() => setUps.runs()[0]?.state.kind === 'running' && host.scripts().at(-1) === 'follow.sh');
  }
  await vi.waitUntil(() => setUps.output(id, 0).lines.includes('four'));
  setUps.cancel(id, 'after-step');
  job?.end(0);
  const end = await ended(id);
  expect(setUps.output(id, 0).lines).toEqual(['# Install base', 'one', 'two ä', 'three', 'four']);
  expect([end.state.kind, end.plan.steps[0]?.state.kind, host.begun]).toEqual(['cancelled', 'done', ['base']]);
  expect(told.map(({ state }) => state.kind).filter((kind) => kind === 'reconnecting').length).toBeGreaterThanOrEqual(2);
  expect(new Set(host.sent().flatMap(({ parameters }) => parameters['OFFSET'] ?? []))).toEqual(new Set(['0', '8', '17']));
});

test.each(['launch.sh', 'follow.sh', 'finish.sh'])(
  'a link that breaks in %s, each time at first, changes nothing but the time',
  async (where) => {
    const broken = new Set<string>();
    const { begin, ended, host, stepKinds } = bench({
      onScript(name, host) {
        const at = `${name} ${host.begun.length}`;
        if (name !== where || broken.has(at)) return;
        broken.add(at);
        setImmediate(() => host.drop());
      },
      // It ends only once the link had time to break.
      onJob: (job) => void setTimeout(() => job.end(0), 5),
    });
    const id = await begin();
    expect((await ended(id)).state.kind).toBe('done');
    expect([host.begun, stepKinds(id)]).toEqual([[...STEPS], ['done', 'done', 'done']]);
    expect(broken.size).toBeGreaterThan(0);
  },
);

test('a host that was restarted cut its step off', async () => {
  const { begin, ended } = bench({ answers: { 'follow.sh': () => ({ records: [['lost', 'Its process is gone.']] }) } });
  const end = await ended(await begin());
  expect(end.state).toMatchObject({
    kind: 'failed',
    failure: { retry: true, message: expect.stringMatching(/^box: Install base was cut off: Its process is gone;/) },
  });
  expect(end.plan.steps.map(({ state }) => state.kind)).toEqual(['failed', 'to-do', 'to-do']);
});

test('a link that cannot come back ends the run, and says that the host goes on', async () => {
  const changed = new Failure('host-key-changed', 'The key of box has changed.');
  let isChanged = false;
  const { host } = bench({ onJob: () => undefined });
  const { begin, ended } = bench({
    deps: { connection: async () => (isChanged ? await Promise.reject(changed) : await host.connection()) },
  });
  const id = await begin();
  await vi.waitUntil(() => host.scripts().includes('follow.sh'));
  isChanged = true;
  host.drop();
  expect((await ended(id)).state).toMatchObject({
    kind: 'failed',
    failure: { code: 'host-key-changed', message: expect.stringContaining('What runs on box goes on there.') },
  });
});

test('the step of a run that is stopped while its host is away is ended on return', async () => {
  const { setUps, begin, ended, host, stepKinds } = bench({ onJob: () => undefined });
  const id = await begin();
  await vi.waitUntil(() => host.scripts().includes('follow.sh'));
  host.drop('stays');
  await vi.waitUntil(() => setUps.runs()[0]?.state.kind === 'reconnecting');
  setUps.cancel(id, 'now');
  expect(setUps.runs()[0]?.state).toEqual({ kind: 'cancelling', how: 'now' });
  host.back();
  expect((await ended(id)).state.kind).toBe('cancelled');
  expect([stepKinds(id), host.scripts().slice(-3)]).toEqual([
    ['cancelled', 'to-do', 'to-do'],
    ['stop.sh', 'follow.sh', 'finish.sh'],
  ]);
});

test('who stops twice does not wait for a host that stays away', async () => {
  const { setUps, begin, ended, host } = bench({ onJob: () => undefined });
  const id = await begin();
  await vi.waitUntil(() => host.scripts().includes('follow.sh'));
  host.drop('stays');
  await vi.waitUntil(() => setUps.runs()[0]?.state.kind === 'reconnecting');
  setUps.cancel(id, 'now');
  setUps.cancel(id, 'now');
  expect((await ended(id)).state.kind).toBe('cancelled');
});

test.each([
  ['was', true],
  ['was not', false],
])('a launch whose answer got lost and that is stopped then is no start, whether it %s begun', async (_, isBegun) => {
  const { setUps, begin, ended, host } = bench({
    onJob: () => undefined,
    onScript(name, host) {
      if (name === 'launch.sh') setImmediate(() => host.drop('stays'));
    },
    ...(isBegun ? {} : { answers: { 'launch.sh': () => ({ hold: true }) } }),
  });
  const id = await begin();
  await vi.waitUntil(() => setUps.runs()[0]?.state.kind === 'reconnecting');
  setUps.cancel(id, 'now');
  host.back();
  expect((await ended(id)).state.kind).toBe('cancelled');
  expect(host.scripts().filter((name) => name === 'launch.sh')).toHaveLength(1);
  expect(host.scripts()).toContain('stop.sh');
  expect(host.begun).toEqual(isBegun ? ['base'] : []);
});

test('a host that is reached and does not answer three times is given up', async () => {
  const silent = new Failure('timeout', 'box did not finish.', { retry: true });
  const onAway = vi.fn();
  const over = createOver({
    connection: async () => fakeConnection(),
    wait: async () => undefined,
    left: new AbortController().signal,
    onAway,
    onBack: () => undefined,
  });
  await expect(over(() => Promise.reject(silent))).rejects.toBe(silent);
  expect(onAway).toHaveBeenCalledTimes(2);
});

test('the tries become rarer, and begin anew with each link', async () => {
  const waits: number[] = [];
  const away = new Failure('no-route', 'No way.', { retry: true });
  let tries = 0;
  const over = createOver({
    connection: async () => {
      tries += 1;
      if (tries % 8 !== 0) throw away;
      return await Promise.resolve(fakeConnection());
    },
    wait: async (ms) => void waits.push(ms),
    left: new AbortController().signal,
    onAway: () => undefined,
    onBack: () => undefined,
  });
  let fails = 1;
  expect(await over(async () => (fails-- > 0 ? await Promise.reject(away) : 'done'))).toBe('done');
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
});
