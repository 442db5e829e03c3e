import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure } from '../../../electron/contract';
import type { SetUpPlan } from '../../../electron/contract/setUp';
import { fakeWorker } from '../../base/fakePorts';
import { all, click, doing, nameOf, one, type } from '../../base/mount';
import { HOST_ID } from '../../probe/fixtures';
import { plan, run, RUN_ID, step, TO_DO } from '../run/runFixtures';
import { closeStage, openStage, show, showPlan, type Stage } from '../setUpStage';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(closeStage);

const text = (): string => document.body.textContent ?? '';
const disabled = (name: string): boolean => one('button', name).hasAttribute('disabled');
const rows = (): string[] => [...document.querySelectorAll('tbody')].map(({ textContent }) => textContent ?? '');

test('the plan is asked for with the wish as it is shown, and nothing runs', async () => {
  await show();
  await click('input', 'TigerVNC');
  await click('input', 'Benchmarks too: glmark2 and vulkan-tools');
  await click('button', 'Show the plan');
  expect(stage.called('recipe.planSetUp')).toMatchObject([
    { hostId: HOST_ID, wish: { mode: 'host-egl', xProxy: 'tigervnc', desktop: 'xfce', benchmarks: true, mirror: {} } },
  ]);
  expect(stage.called('recipe.begin')).toEqual([]);
  expect(text()).toContain('1 to do, 1 done already; about 30 s');
  expect(text()).toContain('Runs as anna on gpu1, Debian GNU/Linux 12 (bookworm).');
});

test('a step tells title, state, root and time; it opens to its commands, files and how it is taken back', async () => {
  const files = [{ path: '/etc/a.conf', mode: '0644', text: 'key = value\n' }];
  await showPlan(
    stage,
    step('virtualgl', TO_DO, { download: 2_300_000, disk: 9_800_000, files, warning: 'Others lose the GPU.', commands: ['one', 'two'] }),
  );
  expect(rows()).toEqual(['Install virtualglInstalls virtualgl.Others lose the GPU.To doroot30 s2.3 MB9.8 MB']);
  await click('button', 'Install virtualgl');
  for (const part of ['key = value', 'mode 0644', 'To take it backRemoves virtualgl.']) expect(rows()[0]).toContain(part);
  await doing(() => all('button', 'Copy command')[1]?.click());
  await click('button', 'Copy /etc/a.conf');
  await click('button', 'Copy all commands');
  const copied = stage.main.calls.filter(({ name }) => name === 'clipboard.write').map(({ input }) => input);
  expect(copied.slice(0, 2)).toEqual([{ text: 'two' }, { text: 'key = value\n' }]);
  expect(JSON.stringify(copied[2])).toContain('# 1. Install virtualgl (as root)');
});

test('one click begins what nobody has to agree to, and only once; then the run is shown', async () => {
  await showPlan(stage);
  await doing(() => {
    one('button', 'Set up gpu1').click();
    one('button', 'Set up gpu1').click();
  });
  expect(stage.called('recipe.begin')).toEqual([{ hostId: HOST_ID, planId: 'bbbbbbbbbbbb' }]);
  expect(all('heading').map(nameOf)).toContain('Setting up gpu1');
});

test('a step that has to be agreed to asks for the host’s name, and nothing else begins it', async () => {
  await showPlan(stage, step('driver', TO_DO, { confirm: 'It ends two programs.' }));
  await click('button', 'Set up gpu1');
  const dialog = one('dialog', 'Set up gpu1?');
  expect(dialog.textContent).toContain('It runs as anna on gpu1 (gpu1.lab).');
  expect(dialog.textContent).toContain('Install driverIt ends two programs.');
  const agree = (): HTMLButtonElement | null => dialog.querySelector('button[type=submit]');
  expect(agree()?.disabled).toBe(true);
  await type('Type gpu1 to agree', 'gpu2');
  await doing(() => agree()?.click());
  expect(dialog.textContent).toContain('That is not gpu1.');
  expect(stage.called('recipe.begin')).toEqual([]);
  await type('Type gpu1 to agree', 'gpu1');
  await doing(() => agree()?.click());
  expect(stage.called('recipe.begin')).toEqual([{ hostId: HOST_ID, planId: 'bbbbbbbbbbbb', typed: 'gpu1' }]);
});

test('a changed wish marks the plan as outdated: only a new one can be begun', async () => {
  await showPlan(stage);
  await click('button', 'Change');
  await click('input', 'MATE');
  expect(text()).toContain('You changed what is set up since this plan was made.');
  expect(all('button', 'Set up gpu1')).toEqual([]);
  await click('button', 'Show the new plan');
  expect(stage.called('recipe.planSetUp')[1]).toMatchObject({ wish: { desktop: 'mate' } });
  expect(text()).not.toContain('since this plan was made');
});

test('what cannot be done is told with its reason above the steps, and disables the button', async () => {
  await showPlan(stage, step('glmark2', { kind: 'cannot', why: 'Debian 12 lacks it.' }));
  expect(text()).toContain(
    'One step cannot be done here. Choose other options, or run the commands yourself and plan again.Install glmark2: Debian 12 lacks it.',
  );
  expect(disabled('Set up gpu1')).toBe(true);
});

test('others on the machine are told before', async () => {
  stage.answers.plan = (wish) => plan([step('virtualgl', TO_DO)], { wish, warnings: ['bob is logged in.'] });
  await showPlan(stage);
  expect(document.querySelector('[role=note]')?.textContent).toBe('bob is logged in.');
});

test('where everything is there already, it can be proven', async () => {
  // A run without anything to do has ended before it is told of.
  const ended = { 'recipe.begin': () => run([], { state: { kind: 'done' } }), 'recipe.prove': () => undefined } as const;
  await doing(() => void (stage.worker = fakeWorker({ ...stage.handlers, ...ended })));
  await showPlan(stage, step('virtualgl', { kind: 'already', found: 'virtualgl 3.1.4' }));
  expect(text()).toContain('Everything is there already.');
  await click('button', 'Prove it');
  expect([stage.called('recipe.begin').length, stage.called('recipe.prove')]).toEqual([1, [RUN_ID]]);
});

test('while the host is asked that is said; an answer that nobody waits for any more is dropped', async () => {
  let answer: (plan: SetUpPlan) => void = () => undefined;
  stage.answers.plan = () => new Promise((resolve) => (answer = resolve));
  await show();
  await click('button', 'Show the plan');
  expect(all('status').map(nameOf)).toContain('Looking at what gpu1 has');
  await click('button', 'Cancel');
  await doing(() => answer(plan([step('virtualgl', TO_DO)])));
  expect(one('button', 'Show the plan')).toBeDefined();
});

test('a plan that could not be made says why, and is tried again', async () => {
  stage.answers.plan = () => {
    throw new Failure('script-failed', 'gpu1 could not say.');
  };
  await showPlan(stage);
  expect(one('alert').textContent).toContain('gpu1 could not say.');
  stage.answers.plan = () => plan([step('virtualgl', TO_DO)]);
  await click('button', 'Try again');
  expect(one('button', 'Set up gpu1')).toBeDefined();
});

test('a run that could not be begun leaves the plan and says why', async () => {
  stage.answers.refusal = new Failure('script-failed', 'gpu1 is being set up by bob.');
  await showPlan(stage);
  await click('button', 'Set up gpu1');
  expect(one('alert').textContent).toContain('by bob.');
  expect(rows()).toHaveLength(2);
});
