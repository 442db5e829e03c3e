import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeWorker } from '../base/fakePorts';
import { all, click, doing, nameOf, one, type, unmountAll } from '../base/mount';
import { useConnections } from '../connection/store';
import { HOST_ID } from '../probe/fixtures';
import { useProbes } from '../probe/store';
import { DONE, run, RUN_ID, RUNNING, step } from './run/runFixtures';
import { changeWish, showRun, takeRun, useSetUps } from './setUpStore';
import { closeStage, mode, MODES, NOTHING_LEFT, openStage, show, showPlan, WISH, type Stage } from './setUpStage';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(closeStage);

const text = (): string => document.body.textContent ?? '';
const checked = (name: string): boolean => one('input', name).matches(':checked');
const disabled = (name: string): boolean => one('button', name).hasAttribute('disabled');

test('the recommended mode is proposed, each with its reason; impossible ones say what they need', async () => {
  await show();
  expect(checked('Mode host-egl')).toBe(true);
  expect(one('input', 'Mode host-egl').closest('label')?.textContent).toBe('Mode host-eglRecommendedWhy host-egl.');
  expect(all('input', 'Mode host-dri3')).toEqual([]);
  expect(text()).toContain('1 way is not possible hereMode host-dri3Why host-dri3. Buy one.');
  expect([checked('TurboVNC'), checked('Xfce')]).toEqual([true, true]);
});

test('many modes are folded behind the first ones, but never the chosen one', async () => {
  const many = [...MODES, mode('host-glx', 'possible'), mode('host-xorg', 'possible'), mode('software', 'possible')];
  stage.answers.lastWish = { ...WISH, mode: 'software' };
  await show(many);
  const shown = (): string[] =>
    all('input')
      .map(nameOf)
      .filter((name) => name.startsWith('Mode'));
  expect(shown()).toEqual(['Mode host-egl', 'Mode container-egl', 'Mode host-glx', 'Mode software']);
  await click('button', '1 more way');
  expect(shown()).toContain('Mode host-xorg');
});

test('a mirror that cannot be used says what it should be, and no plan is asked for', async () => {
  await show();
  await type('Mirror of the distribution', 'mirror');
  expect(one('input', 'Mirror of the distribution').getAttribute('aria-invalid')).toBe('true');
  expect(text()).toContain('Enter the address of a mirror, like https://mirror.example.com/debian.');
  expect(disabled('Show the plan')).toBe(true);
});

test('a mode in containers asks for engine and group instead of X proxy and desktop', async () => {
  await show();
  expect(all('input', 'Docker')).toEqual([]);
  await click('input', 'Mode container-egl');
  expect(all('input', 'TurboVNC')).toEqual([]);
  expect(text()).toContain('Who is in this group can become root on the host.');
  await click('input', 'Podman');
  expect(text()).not.toContain('become root');
});

test('an unfinished set-up can be continued or dismissed; after that the host is asked again', async () => {
  const left = { id: RUN_ID, owner: 'bob@desk', since: 0, title: 'Install Xfce', position: 4, of: 9, step: 'running' as const };
  stage.answers.standing = { ...NOTHING_LEFT, unfinished: [left] };
  await show();
  expect(document.querySelector('[aria-label="A set-up was left here"]')?.textContent).toContain(
    'Step 4 of 9, Install Xfce, begun by bob@desk',
  );
  expect(text()).toContain('The step still runs on the host.');
  stage.answers.standing = NOTHING_LEFT;
  await click('button', 'Dismiss');
  expect(stage.called('recipe.dismiss')).toEqual([{ hostId: HOST_ID, runId: RUN_ID }]);
  expect(text()).not.toContain('A set-up was left here');
  stage.answers.standing = { ...NOTHING_LEFT, unfinished: [left] };
  await unmountAll();
  await show();
  await click('button', 'Continue');
  expect(stage.called('recipe.resume')).toEqual([{ hostId: HOST_ID, runId: RUN_ID }]);
  expect(all('heading').map(nameOf)).toContain('Setting up gpu1');
});

test('what is left after the step that was followed is planned at once, with the wish that it was begun with', async () => {
  const wish = { ...WISH, desktop: 'mate' } as const;
  const following = run([step('virtualgl', RUNNING)], { left: true }, { wish });
  await show();
  await doing(() => takeRun(following));
  expect(text()).toContain('This step was left here. When it has ended, you see what is left to do.');
  await doing(() => takeRun({ ...following, state: { kind: 'done' }, endedAt: 1 }));
  expect(stage.called('recipe.planSetUp')).toEqual([{ hostId: HOST_ID, wish }]);
  expect(text()).toContain('1 to do, 1 done already');
  expect(text()).not.toContain('You changed what is set up');
});

test('a step that was cut off is not followed; the rest is planned', async () => {
  const left = { id: RUN_ID, owner: 'bob@desk', since: 0, title: 'Install Xfce', position: 4, of: 9, step: 'lost' as const, wish: WISH };
  stage.answers.standing = { ...NOTHING_LEFT, unfinished: [left] };
  await show();
  expect(text()).toContain('The step was cut off.');
  await click('button', 'Continue');
  expect([stage.called('recipe.resume').length, stage.called('recipe.dismiss').length]).toEqual([0, 1]);
  expect(text()).toContain('1 to do, 1 done already');
});

test('a step that was left holds the lock itself', async () => {
  const left = { id: RUN_ID, owner: 'bob@desk', since: 0, title: 'Install Xfce', position: 4, of: 9, step: 'running' as const };
  stage.answers.standing = { ...NOTHING_LEFT, unfinished: [left], lock: { owner: 'bob@desk', since: 0, title: 'Install Xfce' } };
  await show();
  expect(text()).toContain('A set-up was left here');
  expect(text()).not.toContain('Somebody else sets this host up');
});

test('while somebody else sets the host up, a plan can be read but not begun', async () => {
  stage.answers.standing = { ...NOTHING_LEFT, lock: { owner: 'bob@desk', since: 0, title: 'Install Xfce' } };
  await showPlan(stage);
  expect(text()).toContain('Somebody else sets this host up');
  expect(text()).toContain('Wait until bob@desk is done.');
  expect(disabled('Set up gpu1')).toBe(true);
  stage.answers.standing = NOTHING_LEFT;
  await click('button', 'Look again');
  expect(disabled('Set up gpu1')).toBe(false);
});

test('without a connection nothing is asked of the host, and the button says what is missing', async () => {
  useConnections.setState({ states: new Map() });
  await show();
  expect(stage.called('recipe.standing')).toEqual([]);
  expect(disabled('Show the plan')).toBe(true);
  expect(text()).toContain('Connect to the host first.');
});

test('a host of which nothing is known is looked at first', async () => {
  useProbes.setState({ hosts: new Map() });
  await show(undefined);
  await click('button', 'Look');
  expect(stage.called('probe.look')).toEqual([HOST_ID]);
});

test('where the modes are not known, that is said with the button that helps', async () => {
  await show([]);
  expect(text()).toContain('Not known yet');
  await click('button', 'Look');
  expect(stage.called('probe.look')).toEqual([HOST_ID]);
});

test('a wish that is changed elsewhere takes the place of a report, but not of a run under way', async () => {
  const ended = run([step('virtualgl', DONE)], { state: { kind: 'done' }, endedAt: 1 });
  useSetUps.setState({ runs: [ended] });
  showRun(HOST_ID, RUN_ID);
  await show();
  expect(all('input', 'Mode host-egl')).toEqual([]);
  await doing(() => changeWish(HOST_ID, { mode: 'container-egl' }));
  expect(checked('Mode container-egl')).toBe(true);
  await doing(() => {
    useSetUps.setState({ runs: [run([step('virtualgl', RUNNING)])] });
    showRun(HOST_ID, RUN_ID);
    changeWish(HOST_ID, { mode: 'host-egl' });
  });
  expect(all('heading').map(nameOf)).toContain('Setting up gpu1');
});

test('a run under way is found by a page that begins anew, and a new worker forgets the plans', async () => {
  await showPlan(stage);
  await doing(() => (stage.worker = fakeWorker(stage.handlers)));
  expect(one('button', 'Show the plan')).toBeDefined();
  await doing(() => (stage.worker = fakeWorker({ ...stage.handlers, 'recipe.runs': () => [run([step('virtualgl', RUNNING)])] })));
  expect(all('heading').map(nameOf)).toContain('Setting up gpu1');
});
