import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure, type events } from '../../../electron/contract';
import type { SetUpPlan, SetUpStanding } from '../../../electron/contract/setUp';
import { fakeMain, fakeWorker, type Fake } from '../../base/fakePorts';
import { all, click, doing, mount, one, settle, type, unmountAll } from '../../base/mount';
import { HOST } from '../../connection/fixtures';
import { plan, run, RUN_ID, RUNNING, step, TO_DO } from '../run/runFixtures';
import { askStanding, followSetUps, setUpOf, takeRun, useSetUp, useSetUps } from '../setUpStore';
import { showUndo } from './undo';
import { UndoEntry } from './UndoEntry';
import { UndoView } from './UndoView';

let worker: Fake<typeof events>;
let journal: SetUpStanding['journal'];
let planned: () => SetUpPlan;

/** As the set-up tab shows it. */
function Tab() {
  const { undo } = useSetUp(HOST.id);
  return undo.kind === 'none' ? <UndoEntry hostId={HOST.id} /> : <UndoView host={HOST} />;
}

followSetUps();
beforeEach(async () => {
  journal = ['a', 'b', 'c'].map((id, at) => ({ id: `000${at}-${id}`, title: `Install ${id}`, at: at * 1000, user: 'anna' }));
  planned = () => plan([step('undo-a', TO_DO, { title: 'Take back a' })], { kind: 'undo' });
  worker = fakeWorker({
    'recipe.standing': (hostId) => ({ hostId, unfinished: [], journal }),
    'recipe.planUndo': () => planned(),
    'recipe.begin': ({ planId }) => run([step('undo-a', RUNNING)], {}, { kind: 'undo', id: planId }),
  });
  fakeMain();
  await settle();
  askStanding(HOST.id);
  await mount(<Tab />);
  await settle();
});
afterEach(async () => {
  await unmountAll();
  useSetUps.setState({ hosts: new Map(), runs: [] });
});

const called = (name: string): unknown[] => worker.calls.filter((each) => each.name === name).map(({ input }) => input);
const text = (): string => document.body.textContent ?? '';
const open = (): Promise<void> => click('button', 'Remove Gearview’s changes…');

test('the tab tells that there are changes; an untouched host says nothing of it', async () => {
  expect(text()).toContain('3 changes of Gearview are on this host.');
  journal = [];
  await doing(() => askStanding(HOST.id));
  expect(text()).toBe('');
});

test('the journal latest first, with who and when; all of it is planned at once, and the driver is never rolled back', async () => {
  await open();
  expect(called('recipe.planUndo')).toEqual([{ hostId: HOST.id }]);
  const rows = [...document.querySelectorAll('table[aria-label="Journal of changes"] tbody tr')].map(({ textContent }) => textContent);
  expect(rows.map((row) => row?.slice(0, 9))).toEqual(['Install c', 'Install b', 'Install a']);
  expect(rows[0]).toContain('anna');
  expect(text()).toContain('The NVIDIA driver is never rolled back.');
  expect(document.querySelector('section[aria-label=Plan]')?.textContent).toContain('Take back a');
});

test('a choice among them needs a plan of its own before anything can be removed', async () => {
  await open();
  await click('input', 'Take back: Install a');
  expect(all('button', 'Remove these changes')).toEqual([]);
  expect(text()).toContain('2 of 3 changes');
  await click('button', 'Plan');
  expect(called('recipe.planUndo').at(-1)).toEqual({ hostId: HOST.id, entries: ['0001-b', '0002-c'] });
  expect(all('button', 'Remove these changes')).toHaveLength(1);
  await click('input', 'All changes');
  expect(text()).toContain('All 3 changes');
  await click('input', 'All changes');
  expect(one('button', 'Plan').hasAttribute('disabled')).toBe(true);
});

test('agreed to, it runs, and its run is shown', async () => {
  await open();
  await click('button', 'Remove these changes');
  expect(called('recipe.begin')).toEqual([{ hostId: HOST.id, planId: 'bbbbbbbbbbbb' }]);
  expect([setUpOf(HOST.id).shownRun, setUpOf(HOST.id).undo.kind]).toEqual([RUN_ID, 'none']);
});

test('what disturbs others asks for the host’s name', async () => {
  planned = () => plan([step('undo-a', TO_DO, { confirm: 'The Xorg on the GPU is stopped.' })], { kind: 'undo' });
  await open();
  await click('button', 'Remove these changes');
  expect(one('dialog', 'Remove Gearview’s changes from gpu1?').textContent).toContain('The Xorg on the GPU is stopped.');
  await type('Type gpu1 to agree', 'gpu1');
  await doing(() => document.querySelector('dialog form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
  expect(called('recipe.begin')).toEqual([{ hostId: HOST.id, planId: 'bbbbbbbbbbbb', typed: 'gpu1' }]);
});

test('a plan that cannot be made says why, and leads back', async () => {
  planned = () => {
    throw new Failure('connection-lost', 'The connection to gpu1 is gone.', { retry: true });
  };
  await open();
  expect(all('alert')[0]?.textContent).toContain('The connection to gpu1 is gone.');
  await click('button', 'Back to set-up');
  expect(all('button', 'Remove Gearview’s changes…')).toHaveLength(1);
});

test('from elsewhere: an empty journal is told; a run under way stays in sight', async () => {
  journal = [];
  await doing(() => askStanding(HOST.id));
  await doing(() => showUndo(HOST.id));
  expect(text()).toContain('Gearview’s journal on gpu1 is empty.');
  await click('button', 'Back to set-up');
  await doing(() => takeRun(run([step('a', RUNNING)])));
  await doing(() => showUndo(HOST.id));
  expect([setUpOf(HOST.id).shownRun, setUpOf(HOST.id).undo.kind]).toEqual([RUN_ID, 'none']);
});
