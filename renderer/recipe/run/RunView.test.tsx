import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { mainEvents, events } from '../../../electron/contract';
import type { SetUpPlan, SetUpRun, SetUpStep } from '../../../electron/contract/setUp';
import { fakeMain, fakeWorker, type Fake } from '../../base/fakePorts';
import { all, click, doing, mount, nameOf, one, settle, unmountAll } from '../../base/mount';
import { HOST } from '../../connection/fixtures';
import { useHosts } from '../../host/store';
import { DONE, FAILED, plan, PROVEN, run, RUN_ID, RUNNING, step, TO_DO } from './runFixtures';
import { RunView } from './RunView';
import { askStanding, followSetUps, setUpOf, showRun, takeRun, useRun, useSetUps } from '../setUpStore';

let worker: Fake<typeof events>;
let main: Fake<typeof mainEvents>;
let planned: () => SetUpPlan;
const onNewDesktop = vi.fn<(hostId: string) => void>();
const onSetUp = vi.fn<(host: { readonly name: string }) => void>();
const other = { ...HOST, id: 'ffffffffffff', name: 'gpu2' };
const slots = { renderVerdict: ({ kind }: { readonly kind: string }) => <b>Verdict {kind}</b>, onNewDesktop, onSetUp };

function Shown() {
  const now = useRun(RUN_ID);
  return now === undefined ? null : <RunView host={HOST} run={now} slots={slots} />;
}

followSetUps();
beforeEach(async () => {
  planned = () => plan([]);
  useHosts.setState({ list: { kind: 'ready', hosts: [HOST, other] } });
  worker = fakeWorker({
    'recipe.planSetUp': () => planned(),
    'recipe.planUndo': () => planned(),
    'recipe.output': ({ runId, from }) => ({ runId, from, lines: ['Get:1', 'Get:2'].slice(from) }),
  });
  main = fakeMain({ 'dialog.saveText': ({ name }) => `/home/alice/${name}` });
  await settle();
});
afterEach(async () => {
  await unmountAll();
  useSetUps.setState({ hosts: new Map(), runs: [] });
  vi.clearAllMocks();
});

const text = (): string => document.body.textContent ?? '';
const called = (name: string): unknown[] => worker.calls.filter((each) => each.name === name).map(({ input }) => input);
const steps = (): string[] => [...document.querySelectorAll('ol[aria-label=Steps] > li')].map(({ textContent }) => textContent ?? '');
const buttons = (): string[] => all('button').map(nameOf);

async function show(of: SetUpRun): Promise<void> {
  takeRun(of);
  showRun(of.hostId, of.id);
  await mount(<Shown />);
  await settle();
}

const done = step('a', DONE, { seconds: 10 });
const running = (change: Partial<Extract<SetUpStep['state'], { kind: 'running' }>> = {}, more: Partial<SetUpStep> = {}) =>
  step('b', { ...RUNNING, startedAt: Date.now() - 5000, ...change }, { seconds: 30, ...more });
const since = { startedAt: Date.now() - 65_000 };
const failure = { code: 'script-failed', message: 'No room on gpu1.' } as const;

test('a run: host, time, share, each step with its state, and what the one that runs does now', async () => {
  const two = { commands: ['apt-get update', 'apt-get install b'] };
  await show(
    run(
      [
        step('old', { kind: 'already', found: '' }),
        done,
        running({ note: 'Waiting for apt (process 812) to finish', command: 1 }, two),
        step('c', TO_DO),
      ],
      since,
    ),
  );
  expect(one('heading', 'Setting up gpu1').tagName).toBe('H2');
  expect(text()).toContain('RunningStep 2 of 31 min 5 s of about');
  expect(document.querySelector('progress')?.value).toBeCloseTo(10 / 70);
  expect(steps().map((each) => each.slice(0, 20))).toEqual([
    'Install old, Already',
    'Install a, Done12 s',
    'Install b, Runs5 s o',
    'Install c, To doabou',
  ]);
  expect(document.querySelector('[aria-current=step]')?.textContent).toContain(
    'Waiting for apt (process 812) to finishCommand 2 of 2 runs nowapt-get install b',
  );
});

test('its output is a log that screen readers are not interrupted by', async () => {
  await show(run([running()], since));
  const log = document.querySelector('[role=log]');
  expect([log?.getAttribute('aria-live'), log?.getAttribute('tabindex'), log?.textContent]).toEqual(['off', '0', 'Get:1Get:2']);
  await doing(() => worker.emit('recipe.outputAdded', { runId: RUN_ID, from: 2, lines: ['Get:3'] }));
  expect(log?.textContent).toBe('Get:1Get:2Get:3');
});

test('stopping after the step asks nothing; stopping now names the step that is cut', async () => {
  await show(run([done, running()], since));
  await click('button', 'Stop after this step');
  expect(called('recipe.cancel')).toEqual([{ runId: RUN_ID, how: 'after-step' }]);
  await click('button', 'Stop now…');
  expect(one('dialog', 'Stop in the middle of a step?').textContent).toContain('The step Install b is ended as it is.');
  expect(called('recipe.cancel')).toHaveLength(1);
  await click('button', 'Stop now');
  expect(called('recipe.cancel')).toEqual([
    { runId: RUN_ID, how: 'after-step' },
    { runId: RUN_ID, how: 'now' },
  ]);
  expect(all('dialog')).toEqual([]);
});

test('while it stops, that is said, and no second time asked for', async () => {
  await show(run([done, running()], { ...since, state: { kind: 'cancelling', how: 'after-step' } }));
  expect(text()).toContain('Stopping. No further step begins.');
  expect(one('button', 'Stop after this step').hasAttribute('disabled')).toBe(true);
  expect(one('button', 'Stop now…').hasAttribute('disabled')).toBe(false);
});

test.each<[SetUpRun['state'], string]>([
  [{ kind: 'reconnecting', since: 0 }, 'The connection is gone. On gpu1 the step runs on by itself.'],
  [{ kind: 'waiting' }, 'Waits for its turn. It begins as soon as another host is done.'],
])('a run that is %j says so', async (state, words) => {
  await show(run([running()], { ...since, state }));
  expect(all('status').map(({ textContent }) => textContent)).toContainEqual(expect.stringContaining(words));
});

test('a connection that is gone can be tried at once', async () => {
  await show(run([running()], { ...since, state: { kind: 'reconnecting', since: 0 } }));
  await click('button', 'Retry now');
  expect(called('connection.open')).toEqual([HOST.id]);
});

test('a failure: its sentence, the last lines, and the way on, which plans the same wish', async () => {
  planned = () => plan([step('b', TO_DO)]);
  const broken = run([done, step('b', FAILED), step('c', TO_DO)], { state: { kind: 'failed', failure }, endedAt: Date.now() });
  await show(broken);
  expect(one('heading', 'gpu1 is not set up').tagName).toBe('H2');
  expect(all('alert')[0]?.textContent).toContain('No room on gpu1.What was done before stays. Plan again to go on from here.');
  expect(steps()[1]).toContain('apt-get could not fetch a package. It ended with status 100.E: Failed to fetch');
  await click('button', 'Plan again');
  expect(called('recipe.planSetUp')).toEqual([{ hostId: HOST.id, wish: broken.plan.wish }]);
  expect([setUpOf(HOST.id).shownRun, setUpOf(HOST.id).plan.kind]).toEqual([undefined, 'planned']);
});

test('a stopped run says how far it came, and leads back to the plan', async () => {
  await show(run([done, step('b', { kind: 'cancelled', ms: 1 }), step('c', TO_DO)], { state: { kind: 'cancelled' }, endedAt: Date.now() }));
  expect(text()).toContain('Stopped. 1 of 3 steps done. What is done stays');
  await click('button', 'Back to the plan');
  expect(setUpOf(HOST.id).shownRun).toBeUndefined();
});

test('an undo that failed plans an undo again', async () => {
  await show(run([step('b', FAILED)], { state: { kind: 'failed', failure }, endedAt: Date.now() }, { kind: 'undo' }));
  expect(text()).toContain('Not all changes on gpu1 are removed');
  await click('button', 'Plan again');
  expect(called('recipe.planUndo')).toEqual([{ hostId: HOST.id }]);
});

const ended = { state: { kind: 'done' }, endedAt: Date.now(), lines: 2 } as const;
const verifications: SetUpPlan['verifications'] = [
  { recipe: 'virtualgl', command: 'vglrun -h', expected: '3.1', got: '3.1.4', ok: true },
  { recipe: 'groups', command: 'id -nG', expected: 'video', got: 'anna', ok: false },
  { recipe: 'tools', command: 'glxgears', expected: 'there' },
];

test('the report: the verdict first, then what holds, then what was done and how it is taken back', async () => {
  await show(run([step('old', { kind: 'already', found: '' }), done], { ...ended, proof: PROVEN }, { verifications }));
  expect(one('heading', 'gpu1 is set up').tagName).toBe('H2');
  expect(text()).toContain('Done1 verification does not hold');
  expect(document.querySelector('section[aria-label=Proof]')?.textContent).toContain(
    'Verdict gpuProve againglxgears is drawn by NVIDIA A10.',
  );
  expect([...document.querySelectorAll('tbody tr')].map(({ textContent }) => textContent)).toEqual([
    'HoldsVirtualGLvglrun -h3.13.1.4',
    'Does not holdGroupsid -nGvideoanna',
    'Not looked atToolsglxgearsthere–',
  ]);
  expect(steps()[0]).toContain(
    'Install a, Donevirtualgl 3.1.4 is installed12 sChangedInstalls a.To take it backRemoves a.apt-get install -y a',
  );
  expect(text()).toContain('1 step was done already.');
  await click('button', 'Copy id -nG');
  expect(main.calls.find(({ name }) => name === 'clipboard.write')?.input).toEqual({ text: 'id -nG' });
});

test('a report leads to where its changes are taken back', async () => {
  worker = fakeWorker({
    'recipe.runs': () => [run([done], ended)],
    'recipe.standing': (hostId) => ({ hostId, unfinished: [], journal: [{ id: '0001-a', title: 'Install a', at: 0, user: 'anna' }] }),
  });
  await settle();
  await show(run([done], ended));
  await doing(() => askStanding(HOST.id));
  await click('button', 'Remove Gearview’s changes…');
  expect([setUpOf(HOST.id).shownRun, setUpOf(HOST.id).undo.kind]).toEqual([undefined, 'planning']);
});

test('from the report: a new desktop, another proof, another host with this wish', async () => {
  await show(run([done], { ...ended, proof: PROVEN }));
  await click('button', 'New desktop');
  expect(onNewDesktop).toHaveBeenCalledWith(HOST.id);
  await click('button', 'Prove again');
  expect(called('recipe.prove')).toEqual([RUN_ID]);
  await click('button', 'Set up another host…');
  expect([...one('input', 'Host').querySelectorAll('option')].map((option) => option.textContent)).toEqual(['gpu2']);
  await click('button', 'Go on');
  expect(onSetUp.mock.calls.map(([host]) => host.name)).toEqual(['gpu2']);
  expect(setUpOf(other.id).changes).toMatchObject({ mode: 'host-egl', xProxy: 'turbovnc', driver: 'leave', gpu: '' });
});

test('the report is copied and saved as Markdown', async () => {
  await show(run([done], { ...ended, proof: PROVEN }));
  await click('button', 'Copy report');
  await click('button', 'Save report…');
  const [copied, saved] = main.calls.map(({ input }) => JSON.stringify(input));
  expect(copied).toContain('# gpu1 is set up');
  expect(saved).toContain('"name":"gearview-gpu1-set-up-report.md"');
});

test('a proof that is not as the mode promises says so; one that failed says why; one under way what it does', async () => {
  await show(run([done], { ...ended, proof: { ...PROVEN, asExpected: false } }));
  expect(text()).toContain('Not as expected');
  expect(text()).toContain('Not what this mode promises.');
  await doing(() => takeRun(run([done], { ...ended, proof: { kind: 'failed', failure } })));
  expect(all('alert')[0]?.textContent).toContain('No room on gpu1.Everything is installed, but no desktop could be started and checked.');
  await doing(() => takeRun(run([done], { ...ended, proof: { kind: 'running', step: 'Running glxgears' } })));
  expect(text()).toContain('Proving. Running glxgears');
  expect(buttons()).not.toContain('Prove again');
  await doing(() => takeRun(run([done], { ...ended, proof: { kind: 'left-out', why: 'It was stopped before.' } })));
  expect(text()).toContain('Not provenProve itIt was stopped before.');
});

test('without a proof the report rests on the verifications; an undo has none of both', async () => {
  await show(run([], ended, { verifications: verifications.slice(0, 1) }));
  expect(text()).toContain('Everything is installed.Prove itThe one verification holds.');
  expect(text()).toContain('Nothing had to be done: everything was there already.');
  await doing(() => takeRun(run([step('x', { ...DONE, found: 'Left /etc/x: somebody changed it since.' })], ended, { kind: 'undo' })));
  expect(one('heading', 'What became of it').tagName).toBe('H3');
  expect(steps()[0]).toContain('Left /etc/x: somebody changed it since.');
  expect(buttons()).not.toContain('Prove it');
});
