/** How runs end: failed steps, steps that did not do what they are for, and runs that are stopped. */
import { expect, test, vi } from 'vitest';
import { Failure } from '../../base/failure';
import type { Verification } from '../../contract/setUp';
import { bench, HOST, STEPS, WISH } from './fixtures';

test('a step that fails ends the run with its last lines; a new plan goes on from there', async () => {
  let broken = true;
  const { setUps, begin, ended, host } = bench({
    onJob(job) {
      if (job.stepId === 'tigervnc' && broken) {
        for (let line = 0; line < 60; line += 1) job.print(`line ${line}\n`);
        job.print('E: Unable to locate package tigervnc-standalone-server\n');
        job.end(100);
      } else job.end(0);
    },
  });
  const end = await ended(await begin());
  const failed = end.plan.steps[1]?.state;
  expect(failed).toMatchObject({
    kind: 'failed',
    status: 100,
    why: expect.stringContaining('tigervnc-standalone-server is in no repository'),
  });
  expect(failed?.kind === 'failed' ? failed.output.split('\n') : []).toEqual([
    ...Array.from({ length: 39 }, (_, at) => `line ${at + 21}`),
    'E: Unable to locate package tigervnc-standalone-server',
  ]);
  expect(end.state).toMatchObject({
    kind: 'failed',
    failure: { code: 'script-failed', message: expect.stringMatching(/^box: Install tigervnc failed\./) },
  });
  expect([end.plan.steps[2]?.state.kind, end.proof, host.sent().at(-1)?.parameters['STATE']]).toEqual(['to-do', undefined, 'failed']);
  broken = false;
  const plan = await setUps.planSetUp(HOST, WISH);
  expect(plan.steps.map(({ state }) => state.kind)).toEqual(['already', 'to-do', 'to-do']);
  expect((await ended((await setUps.begin({ hostId: HOST, planId: plan.id })).id)).state.kind).toBe('done');
  expect(host.begun).toEqual(['base', 'tigervnc', 'tigervnc', 'desktop']);
});

test('package lists of which none came end the run, though apt ended well', async () => {
  const { begin, ended } = bench({
    onJob(job) {
      job.print('Err:1 http://m.example/debian trixie InRelease\n');
      job.print('W: Failed to fetch http://m.example/debian/dists/trixie/InRelease  Connection failed [IP: 10.0.0.1 80]\n');
      job.print('W: Some index files failed to download. They have been ignored, or old ones used instead.\n');
      job.end(0);
    },
  });
  const end = await ended(await begin());
  expect(end.state).toMatchObject({
    kind: 'failed',
    failure: { retry: true, message: expect.stringContaining('m.example does not answer') },
  });
  expect(end.plan.steps.map(({ state }) => state.kind)).toEqual(['failed', 'to-do', 'to-do']);
});

test('somebody else who sets the host up is named', async () => {
  const { begin, ended } = bench({
    onJob(job) {
      job.mark('busy', 'bob@desk', '1764000000', 'Install Xfce');
      job.end(75);
    },
  });
  expect((await ended(await begin())).state).toMatchObject({
    kind: 'failed',
    failure: {
      code: 'refused',
      retry: true,
      message: 'box: bob@desk sets this host up since 16:00 UTC (“Install Xfce”); wait until that ended, then look at the plan again.',
    },
  });
});

test('a step that ended well and did nothing is failed, and nothing that rests on it begins', async () => {
  const prove = vi.fn();
  const { begin, ended, host } = bench({ stubborn: ['tigervnc'], deps: { prove } });
  const end = await ended(await begin());
  expect(end.plan.steps.map(({ state }) => state.kind)).toEqual(['done', 'failed', 'to-do']);
  expect(host.begun).toEqual(['base', 'tigervnc']);
  expect(end.plan.steps[1]?.state).toMatchObject({ status: 0, why: expect.stringMatching(/^It ended well, but/) });
  expect(end.state).toMatchObject({
    kind: 'failed',
    failure: { message: expect.stringMatching(/^box: Install tigervnc: It ended well, but/) },
  });
  expect(prove).not.toHaveBeenCalled();
});

test('a fact that is not as it has to be afterwards fails the recipe’s last step', async () => {
  const verifications: Verification[] = [{ recipe: 'desktop', command: 'command -v openbox', expected: 'its path', got: '', ok: false }];
  const { begin, ended } = bench({ verifications });
  const end = await ended(await begin());
  expect(end.plan.verifications).toEqual(verifications);
  expect(end.plan.steps[2]?.state).toMatchObject({
    kind: 'failed',
    why: 'It ended well, but “command -v openbox” gives nothing; expected: its path.',
  });
  const { begin: again, ended: endOf, has } = bench({ verifications });
  // What was not done by this run does not fail it.
  has.add('desktop');
  expect((await endOf(await again())).state.kind).toBe('done');
});

test('a host that cannot be looked at afterwards fails the run, its step stays done', async () => {
  let looks = 0;
  const { begin, ended, stepKinds } = bench({
    deps: {
      survey: async () =>
        looks++ === 0
          ? { packages: new Map(), files: new Map(), groups: new Map(), services: new Map(), others: [], free: new Map() }
          : await Promise.reject(new Failure('script-failed', 'box: No room.')),
    },
  });
  const id = await begin();
  expect((await ended(id)).state).toMatchObject({ kind: 'failed', failure: { message: 'box: No room.' } });
  expect(stepKinds(id)).toEqual(['done', 'to-do', 'to-do']);
});

test('a desktop that cannot be proven is told, and the set-up is done; it can be tried again', async () => {
  let tries = 0;
  const { setUps, begin, ended, told } = bench({
    deps: {
      async prove(_, mode, { onStep }) {
        onStep('Starting');
        tries += 1;
        if (tries === 1) throw new Failure('no-x-proxy', 'box: None.');
        return await Promise.resolve({ kind: 'left-out', why: mode });
      },
    },
  });
  const id = await begin();
  expect(await ended(id)).toMatchObject({ state: { kind: 'done' }, proof: { kind: 'failed', failure: { code: 'no-x-proxy' } } });
  expect(told.some(({ state, proof }) => state.kind === 'verifying' && proof?.kind === 'running' && proof.step === 'Starting')).toBe(true);
  setUps.prove(id);
  expect(() => setUps.prove(id)).toThrow('runs still');
  await vi.waitUntil(() => setUps.runs()[0]?.proof?.kind === 'left-out');
  expect(told.at(-1)).toMatchObject({ id, state: { kind: 'done' }, proof: { why: 'software' } });
});

test.each(['container-egl', 'pod-xorg'] as const)('no desktop is started for %s', async (mode) => {
  const prove = vi.fn();
  const { begin, ended } = bench({ wish: { ...WISH, mode }, deps: { prove } });
  expect((await ended(await begin())).proof).toMatchObject({ kind: 'left-out', why: expect.stringContaining('containers') });
  expect(prove).not.toHaveBeenCalled();
});

test('stopped after the step: it comes to its end, and no other one begins', async () => {
  const { setUps, begin, ended, host, stepKinds } = bench({ onJob: () => undefined });
  const id = await begin();
  await vi.waitUntil(() => host.scripts().includes('follow.sh'));
  setUps.cancel(id, 'after-step');
  expect(setUps.runs()[0]?.state).toEqual({ kind: 'cancelling', how: 'after-step' });
  host.job('base')?.end(0);
  expect((await ended(id)).state.kind).toBe('cancelled');
  expect([stepKinds(id), host.scripts().filter((name) => name === 'stop.sh')]).toEqual([['done', 'to-do', 'to-do'], []]);
  expect(host.sent().at(-1)?.parameters['STATE']).toBe('cancelled');
});

test('stopped now: the step is ended on the host; what it managed to do counts', async () => {
  const { setUps, begin, ended, host, stepKinds } = bench({
    onJob: () => undefined,
    onStop: (job) => job.end(job.stepId === 'base' ? 0 : 130),
  });
  const id = await begin();
  await vi.waitUntil(() => host.scripts().includes('follow.sh'));
  setUps.cancel(id, 'after-step');
  setUps.cancel(id, 'now');
  expect((await ended(id)).state.kind).toBe('cancelled');
  expect([stepKinds(id), host.scripts().slice(-3)]).toEqual([
    ['done', 'to-do', 'to-do'],
    ['stop.sh', 'follow.sh', 'finish.sh'],
  ]);
  expect(() => setUps.cancel(id, 'now')).not.toThrow();
});

test('a step that somebody else stopped is no failure', async () => {
  const { begin, ended, stepKinds } = bench({ onJob: (job) => job.end(130) });
  const id = await begin();
  expect((await ended(id)).state.kind).toBe('cancelled');
  expect(stepKinds(id)).toEqual(['cancelled', 'to-do', 'to-do']);
});

test('stopped while package files travel: nothing begins on the host', async () => {
  let sends = false;
  const { setUps, begin, ended, host } = bench({
    shape: (step) => ({ ...step, uploads: ['a'.repeat(64)] }),
    deps: {
      upload: (_connection, _home, _file, { signal }) => {
        sends = true;
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Failure('cancelled', 'Stopped.'))));
      },
    },
  });
  const id = await begin();
  await vi.waitUntil(() => sends);
  setUps.cancel(id, 'now');
  expect((await ended(id)).state.kind).toBe('cancelled');
  expect(host.scripts()).toEqual([]);
});

test('waits are told while they last', async () => {
  const { setUps, begin, ended, host } = bench({ onJob: () => undefined });
  const id = await begin();
  await vi.waitUntil(() => host.scripts().includes('follow.sh'));
  const job = host.job('base');
  const state = () => setUps.runs()[0]?.plan.steps[0]?.state;
  job?.mark('command', '0');
  job?.print('Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 77 (unattended-upgr)...\n');
  await vi.waitUntil(() => JSON.stringify(state()).includes('unattended-upgr (process 77)'));
  expect(state()).toMatchObject({ kind: 'running', command: 0 });
  job?.print('Reading package lists...\n');
  await vi.waitUntil(() => JSON.stringify(state()).includes('"note":""'));
  job?.mark('waiting', 'Waiting for dpkg.');
  await vi.waitUntil(() => JSON.stringify(state()).includes('Waiting for dpkg.'));
  job?.mark('waiting', '');
  await vi.waitUntil(() => JSON.stringify(state()).includes('"note":""'));
  setUps.cancel(id, 'now');
  await ended(id);
});

test('the host’s log says what was begun, how each step ended, and how the run did', async () => {
  const { begin, ended, host } = bench({ onJob: (job) => job.end(job.stepId === 'desktop' ? 3 : 0) });
  const { id, plan } = await ended(await begin());
  const notes = host.notes().filter(({ event }) => event.startsWith('set-up'));
  expect(notes.map(({ level, event }) => `${level} ${event}`)).toEqual([
    'info set-up begun',
    'info set-up step done',
    'info set-up step done',
    'warn set-up step failed',
    'warn set-up failed',
  ]);
  expect(notes[0]?.fields).toEqual({ run: id, plan: plan.id, kind: 'set-up', mode: 'software', steps: STEPS.join(' ') });
  expect(notes[3]?.fields).toMatchObject({ step: 'desktop', status: 3, ms: expect.any(Number) });
});
