import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure, type events, type mainEvents } from '../../../electron/contract';
import type { Plan, Step } from '../../../electron/contract/recipe';
import { fakeMain, fakeWorker, type Fake } from '../../base/fakePorts';
import { dismiss, useNotices } from '../../base/notices';
import { all, click, doing, mount, one, settle, unmountAll } from '../../base/mount';
import { finding, host, HOST_ID, plannable } from '../../probe/fixtures';
import { useProbes } from '../../probe/store';
import { CureDialog } from './CureDialog';
import { closeCure, followRecipes, showCure, useRecipes } from './store';

const gpu1 = host('gpu1', { id: HOST_ID });
const step = (state: Step['state'], change: Partial<Step> = {}): Step => ({
  title: 'Remove the lock',
  command: 'rm -f -- /tmp/.X3-lock',
  root: false,
  state,
  ...change,
});
const plan = (...steps: Step[]): Plan => ({
  hostId: HOST_ID,
  cure: { name: 'clear-x-files', subject: ':3' },
  steps,
  undo: 'Nothing is lost.',
});
const TO_DO = plan(step({ kind: 'to-do' }));

let planned: () => Plan;
let finish: (gone: boolean | Failure, steps?: Step[]) => Promise<void>;
let worker: Fake<typeof events>;
let main: Fake<typeof mainEvents>;

beforeEach(async () => {
  planned = () => TO_DO;
  main = fakeMain();
  worker = fakeWorker({
    'recipe.plan': () => planned(),
    'recipe.run': () =>
      new Promise((resolve, reject) => {
        finish = (gone, steps = [step({ kind: 'done' })]) =>
          doing(() => (gone instanceof Failure ? reject(gone) : resolve({ plan: plan(...steps), gone })));
      }),
    'probe.look': () => new Promise(() => undefined),
  });
  await settle();
  await mount(<CureDialog />);
});
afterEach(async () => {
  await unmountAll();
  useRecipes.setState({ open: undefined, running: [] });
  useProbes.setState({ hosts: new Map(), diagnoses: new Map() });
  for (const { id } of useNotices.getState().notices) dismiss(id);
});

const open = (): Promise<void> => doing(() => showCure(gpu1, plannable));
const called = (call: string): unknown[] => worker.calls.filter(({ name }) => name === call).map(({ input }) => input);
const dialog = (): string => one('dialog', 'Cure on gpu1').textContent ?? '';
const run = (): Promise<void> => click('button', 'Run these commands');

test('the plan is shown with exact commands, who runs them and how to take it back; nothing runs', async () => {
  planned = () => plan(step({ kind: 'already' }, { title: 'Look', command: 'ss -xl' }), step({ kind: 'to-do' }, { root: true }));
  await open();
  const rows = [...document.querySelectorAll('tbody tr')].map(({ textContent }) => textContent);
  expect(rows).toEqual(['Lookss -xlthis loginDone already', 'Remove the lockrm -f -- /tmp/.X3-lockrootTo do']);
  expect(dialog()).toContain('To take it back: Nothing is lost.');
  expect(called('recipe.plan')).toEqual([{ hostId: HOST_ID, cure: { name: 'clear-x-files', subject: ':3' } }]);
  expect(called('recipe.run')).toEqual([]);
});

test('one click runs it, and only one; at the end the problem is gone', async () => {
  await open();
  await run();
  expect(dialog()).toContain('Commands are running');
  await click('button', 'Running');
  expect(called('recipe.run')).toEqual([{ hostId: HOST_ID, cure: TO_DO.cure, key: plannable.key }]);
  await finish(true);
  expect(dialog()).toContain('Gone. The host was looked at again');
  expect(dialog()).toContain('Done');
  expect(useRecipes.getState().running).toEqual([]);
});

test('a run shows which command it is at, and can be stopped before the next one', async () => {
  planned = () => plan(step({ kind: 'to-do' }), step({ kind: 'to-do' }, { title: 'Remove the socket', command: 'rm /s' }));
  followRecipes();
  await open();
  await run();
  await doing(() =>
    worker.emit(
      'recipe.progress',
      plan(step({ kind: 'done' }), step({ kind: 'running' }, { title: 'Remove the socket', command: 'rm /s' })),
    ),
  );
  const rows = (): (string | null)[] => [...document.querySelectorAll('tbody tr')].map(({ textContent }) => textContent);
  expect(rows()).toEqual(['Remove the lockrm -f -- /tmp/.X3-lockthis loginDone', 'Remove the socketrm /sthis loginRuns']);
  await doing(() => worker.emit('recipe.progress', { ...plan(step({ kind: 'failed', status: 1, output: '' })), hostId: 'ffffffffffff' }));
  expect(rows()[0]).toContain('Done');
  await click('button', 'Stop after this command');
  expect(called('recipe.stop')).toEqual([{ hostId: HOST_ID, cure: TO_DO.cure }]);
  await finish(new Failure('cancelled', 'Stopped on gpu1.'));
  expect(one('alert').textContent).toContain('Stopped on gpu1.');
  expect(rows()[0]).toContain('Done');
});

test('still there: with the evidence of now, and what the step that failed printed', async () => {
  await open();
  await run();
  const again = finding('D18', { ...plannable, evidence: [{ command: 'ls /tmp', text: 'now: .X3-lock' }] });
  useProbes.setState({ diagnoses: new Map([[HOST_ID, { hostId: HOST_ID, findings: [again] }]]) });
  await finish(false, [step({ kind: 'failed', status: 1, output: 'Operation not permitted' })]);
  for (const part of ['Still there.', 'now: .X3-lock', 'Failed with status 1', 'Operation not permitted']) expect(dialog()).toContain(part);
});

test('a step that cannot run disables the button, says why, and the commands can be copied', async () => {
  planned = () =>
    plan(
      step({ kind: 'to-do' }),
      step({ kind: 'cannot', why: 'sudo asks for a password.' }, { root: true, title: 'Own it', command: 'chown' }),
    );
  await open();
  expect(one('button', 'Run these commands').hasAttribute('disabled')).toBe(true);
  expect(dialog()).toContain('Gearview cannot run this here. sudo asks for a password.');
  await click('button', 'Copy commands');
  expect(main.calls.filter(({ name }) => name === 'clipboard.write').map(({ input }) => input)).toEqual([
    { text: '# Remove the lock\nrm -f -- /tmp/.X3-lock\n# Own it (as root)\nchown' },
  ]);
});

test('where nothing is left to do the host is looked at instead', async () => {
  planned = () => plan(step({ kind: 'already' }));
  await open();
  expect(all('button', 'Run these commands')).toEqual([]);
  await click('button', 'Look again');
  expect(called('probe.look')).toEqual([HOST_ID]);
  expect(all('dialog')).toEqual([]);
});

test('a plan that could not be made is asked for again', async () => {
  planned = () => {
    throw new Failure('script-failed', 'gpu1 could not say.');
  };
  await open();
  expect(one('alert').textContent).toContain('gpu1 could not say.');
  planned = () => TO_DO;
  await click('button', 'Try again');
  expect(one('button', 'Run these commands')).toBeDefined();
});

test('a run that failed says why, and a new one begins with a new plan', async () => {
  await open();
  await run();
  await finish(new Failure('connection-lost', 'The connection to gpu1 was lost.'));
  expect(one('alert').textContent).toContain('The connection to gpu1 was lost.');
  await click('button', 'Try again');
  expect(called('recipe.plan')).toHaveLength(2);
  expect(called('recipe.run')).toHaveLength(1);
});

test('a run goes on when its dialog is closed, and its end is told', async () => {
  await open();
  await run();
  await doing(closeCure);
  await finish(true);
  expect(useNotices.getState().notices.map(({ text }) => text)).toEqual([`gpu1: gone: ${plannable.title}`]);
});
