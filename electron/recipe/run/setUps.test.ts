/** Plans and runs of set-ups: what is agreed to is what runs, once, one host at a time. */
import { expect, test, vi } from 'vitest';
import { Failure } from '../../base/failure';
import { bench, FILE, HOST, OTHER, STEPS, WISH } from './fixtures';
import { taskText } from './taskText';

test('a plan runs step by step, each recipe is looked at once it is complete, and the whole is proven', async () => {
  const { setUps, host, begin, ended, told, run } = bench({
    onJob(job) {
      job.mark('command', '0');
      job.print(`Setting up ${job.stepId}\n`);
      job.end(0);
    },
  });
  const id = await begin();
  expect(run(id)).toMatchObject({ state: { kind: 'running' }, hostId: HOST });
  const end = await ended(id);
  expect(end).toMatchObject({ state: { kind: 'done' }, proof: { kind: 'left-out', why: 'proved software' }, endedAt: expect.any(Number) });
  expect(end.plan.steps.map(({ state }) => state)).toEqual(
    STEPS.map((name) => ({ kind: 'done', ms: expect.any(Number), found: `${name} 1.0` })),
  );
  expect(host.scripts()).toEqual([...STEPS.flatMap(() => ['launch.sh', 'follow.sh']), 'finish.sh']);
  expect(host.sent().at(-1)?.parameters).toEqual({ RUN: id, STATE: 'done' });
  expect(setUps.output(id, 0).lines.slice(0, 3)).toEqual(['# Install base', "$ apt-get install 'two words'", 'Setting up base']);
  expect(told.map(({ state }) => state.kind).filter((kind, at, all) => kind !== all[at - 1])).toEqual([
    ...STEPS.flatMap(() => ['running', 'verifying']),
    'done',
  ]);
});

test('a step is launched with its task as data, its place, and who does it', async () => {
  const { host, begin, ended } = bench();
  await ended(await begin());
  const [first, , second] = host.sent().map(({ parameters }) => parameters);
  expect(first).toMatchObject({
    STEP: 'base',
    AS: 'root',
    TITLE: 'Install base',
    POSITION: '1 3',
    LAST: '',
    OWNER: 'anna@laptop',
    MARK: expect.stringMatching(/^[0-9a-f]{32}$/),
    COMMAND_SECONDS: '1800',
    WAIT_SECONDS: '600',
    PASSWORD_COMES: '',
    ENTRY: '',
    WORK: expect.stringContaining('act.sh'),
    SUPERVISOR: expect.stringContaining('supervisor.sh'),
  });
  expect(JSON.parse(first?.['WISH'] ?? '')).toEqual(WISH);
  expect(first?.['TASK']).toBe(
    taskText({ files: [{ path: '/etc/a', mode: '0644', text: 'a\n' }], commands: [['apt-get', 'install', 'two words']], undo: [['true']] }),
  );
  expect(second?.['MARK']).not.toBe(first?.['MARK']);
  expect(host.sent()[4]?.parameters).toMatchObject({ STEP: 'desktop', POSITION: '3 3', LAST: 'yes' });
});

test('what is there already is not run, and where nothing is to do no host is asked', async () => {
  const first = bench();
  first.has.add('base');
  await first.ended(await first.begin());
  expect(first.host.begun).toEqual(['tigervnc', 'desktop']);

  const id = await first.begin();
  expect(first.run(id)).toMatchObject({ state: { kind: 'done' }, proof: { kind: 'left-out', why: 'Everything was there already.' } });
  expect(first.told.at(-1)).toMatchObject({ id, state: { kind: 'done' } });
  expect(first.host.scripts().filter((name) => name === 'finish.sh')).toHaveLength(1);

  const stuck = bench({ shape: (step) => ({ ...step, state: { kind: 'cannot', why: 'No.' } }) });
  expect(stuck.run(await stuck.begin())).toMatchObject({
    state: { kind: 'failed', failure: { code: 'refused', message: 'box: Nothing of what is missing can be set up here. No.' } },
  });
  expect(stuck.host.scripts()).toEqual([]);
});

test('only a plan that was looked at runs, once, and on its own host', async () => {
  const { setUps, begin, ended, planned, host } = bench();
  await expect(setUps.begin({ hostId: HOST, planId: '000000000000' })).rejects.toMatchObject({ code: 'not-found' });
  const plan = await setUps.planSetUp(HOST, WISH);
  await expect(setUps.begin({ hostId: OTHER, planId: plan.id })).rejects.toMatchObject({ code: 'not-found' });
  const run = await setUps.begin({ hostId: HOST, planId: plan.id });
  expect(run.plan).toEqual(plan);
  // What a look after a recipe finds changes no step that comes.
  const before = planned.length;
  await ended(run.id);
  expect(planned.length).toBe(before + STEPS.length);
  await expect(setUps.begin({ hostId: HOST, planId: plan.id })).rejects.toMatchObject({ code: 'not-found' });
  expect(host.begun).toEqual([...STEPS]);
  const old = await setUps.planSetUp(HOST, WISH);
  for (let more = 0; more < 50; more += 1) await setUps.planSetUp(HOST, WISH);
  await expect(setUps.begin({ hostId: HOST, planId: old.id })).rejects.toMatchObject({ code: 'not-found' });
  expect(await begin()).toMatch(/^[0-9a-f]{12}$/);
});

test('a recipe of several steps is looked at when the last of them is done', async () => {
  const { setUps, ended, planned } = bench({ shape: (step) => (step.id === 'tigervnc' ? { ...step, recipe: 'base' } : step) });
  const { id: planId } = await setUps.planSetUp(HOST, WISH);
  const before = planned.length;
  await ended((await setUps.begin({ hostId: HOST, planId })).id);
  expect(planned.length).toBe(before + 2);
});

test('after a change of groups the app logs in anew, before what they allow is looked at', async () => {
  const order: string[] = [];
  const { begin, ended, host } = bench({
    shape: (step) => (step.id === 'tigervnc' ? { ...step, recipe: 'groups' } : step),
    deps: { renew: async () => void order.push(host.begun.join(' ')) },
  });
  expect((await ended(await begin())).state.kind).toBe('done');
  expect(order).toEqual(['base tigervnc']);
});

test.each([
  ['another command', { commands: ['rm -rf /'] }],
  ['a file that is not shown', { files: [] }],
])('a step with %s is not begun', async (_, change) => {
  const { begin, host, setUps } = bench({ shape: (step) => (step.id === 'desktop' ? { ...step, ...change } : step) });
  await expect(begin()).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('Install desktop') });
  expect([host.begun, setUps.runs()]).toEqual([[], []]);
});

test('what can do harm needs the host’s name typed', async () => {
  const { setUps, ended } = bench({ shape: (step) => (step.id === 'base' ? { ...step, confirm: 'It ends desktops.' } : step) });
  const { id: planId } = await setUps.planSetUp(HOST, WISH);
  for (const typed of [undefined, '', 'boxer', 'BOX'])
    await expect(setUps.begin({ hostId: HOST, planId, ...(typed === undefined ? {} : { typed }) })).rejects.toMatchObject({
      code: 'bad-input',
      fields: { typed: expect.stringContaining('box') },
    });
  const run = await setUps.begin({ hostId: HOST, planId, typed: ' box ' });
  expect((await ended(run.id)).state.kind).toBe('done');
});

test('a host has one run at a time', async () => {
  const { setUps, begin, ended, host } = bench({ onJob: () => undefined });
  const two = [await setUps.planSetUp(HOST, WISH), await setUps.planSetUp(HOST, WISH)].map(({ id }) =>
    setUps.begin({ hostId: HOST, planId: id }),
  );
  const [first, second] = await Promise.allSettled(two);
  expect([first?.status, second]).toMatchObject(['fulfilled', { status: 'rejected', reason: { code: 'refused' } }]);
  await expect(begin()).rejects.toMatchObject({ code: 'refused', message: expect.stringMatching(/^box: /) });
  await expect(setUps.checkFree(HOST)).rejects.toMatchObject({ code: 'refused' });
  const [run] = setUps.runs();
  const id = run?.id ?? '';
  expect(() => setUps.prove(id)).toThrow('runs still');
  await vi.waitUntil(() => host.begun.length === 1);
  setUps.cancel(id, 'now');
  await ended(id);
  const next = await begin();
  expect(setUps.runs().map((each) => each.id)).toEqual([next, id]);
  const unknown = 'ffffffffffff';
  for (const call of [() => setUps.cancel(unknown, 'now'), () => setUps.output(unknown, 0), () => setUps.prove(unknown)])
    expect(call).toThrow('not known');
});

test('sizes are asked for only where something is to do', async () => {
  const estimate = vi.fn(async (_: string, given) => given);
  const { setUps, has } = bench({ deps: { estimate } });
  await setUps.planSetUp(HOST, WISH);
  for (const step of STEPS) has.add(step);
  await setUps.planSetUp(HOST, WISH);
  expect(estimate).toHaveBeenCalledTimes(1);
});

test('the wish of a run is kept, and given back', async () => {
  const kept: unknown[] = [];
  const wishes = {
    of: async () => WISH,
    keep: async (...given: unknown[]) => void kept.push(given),
    forget: async (...given: unknown[]) => void kept.push(given),
  };
  const { setUps, begin, ended } = bench({ deps: { wishes } });
  await setUps.planSetUp(HOST, WISH);
  expect(kept).toEqual([]);
  await ended(await begin());
  expect(kept).toEqual([[HOST, WISH]]);
  expect(await setUps.lastWish(HOST)).toEqual(WISH);
  await setUps.forgetHost(HOST);
  expect([setUps.runs(), kept.at(-1)]).toEqual([[], [HOST]]);
});

test('package files travel before their step, and how far they are is told', async () => {
  const sent: unknown[] = [];
  const upload: NonNullable<Parameters<typeof bench>[0]>['deps'] = {
    async upload(connection, home, file, { onProgress }) {
      sent.push([connection.hostName, home, file]);
      onProgress(500);
    },
  };
  const { begin, ended, host, told } = bench({
    deps: upload,
    shape: (step) => (step.id === 'base' ? { ...step, uploads: [FILE.sha256] } : step),
    onScript: (name) => void (name === 'launch.sh' && sent.push(name)),
  });
  const end = await ended(await begin());
  expect(end.state.kind).toBe('done');
  expect(sent.slice(0, 2)).toEqual([['box', '/home/op', FILE], 'launch.sh']);
  expect(host.begun).toEqual([...STEPS]);
  expect(told.some(({ plan }) => plan.steps[0]?.state.kind === 'running')).toBe(true);
});

test('a package file that is not kept any more fails its step, and nothing runs', async () => {
  const { begin, ended, host } = bench({ shape: (step) => ({ ...step, uploads: ['b'.repeat(64)] }) });
  const end = await ended(await begin());
  expect(end.state).toMatchObject({ kind: 'failed', failure: { code: 'not-found' } });
  expect(end.plan.steps.map(({ state }) => state.kind)).toEqual(['failed', 'to-do', 'to-do']);
  expect(host.scripts()).toEqual([]);
});

test('a package file of the last step that was changed here keeps the first step from beginning (R47)', async () => {
  const checkFile = async (): Promise<void> => {
    throw new Failure('storage', 'one.deb changed since it was added here.');
  };
  const { begin, ended, host } = bench({
    deps: { checkFile },
    shape: (step) => (step.id === 'desktop' ? { ...step, uploads: [FILE.sha256] } : step),
  });
  const end = await ended(await begin());
  expect(end.state).toMatchObject({ kind: 'failed', failure: { code: 'storage', message: 'one.deb changed since it was added here.' } });
  expect(end.plan.steps.map(({ state }) => state.kind)).toEqual(['to-do', 'to-do', 'failed']);
  expect(host.scripts()).toEqual([]);
});

test('a live watch ends before the driver is touched, and not before other steps', async () => {
  const order: string[] = [];
  const { begin, ended } = bench({
    deps: { quiet: async () => void order.push('quiet') },
    shape: (step) => (step.id === 'tigervnc' ? { ...step, recipe: 'driver' } : step),
    onJob(job) {
      order.push(job.stepId);
      job.end(0);
    },
  });
  await ended(await begin());
  expect(order).toEqual(['base', 'quiet', 'tigervnc', 'desktop']);
});
