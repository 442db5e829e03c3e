import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Failure, type events } from '../../../electron/contract';
import type { Host } from '../../../electron/contract/host';
import type { SetUpPlan, SetUpRun } from '../../../electron/contract/setUp';
import { fakeMain, fakeWorker, type Fake } from '../../base/fakePorts';
import { all, click, doing, mount, one, settle, type, unmountAll } from '../../base/mount';
import { useConnections } from '../../connection/store';
import { useHosts } from '../../host/store';
import { facts, host } from '../../probe/fixtures';
import { useProbes } from '../../probe/store';
import { closeMany, showMany, useMany } from './many';
import { DONE, plan, run, RUNNING, step, TO_DO } from '../run/runFixtures';
import type { ModeOption } from '../setUp';
import { SetUpMany } from './SetUpMany';
import { followSetUps, takeRun, useSetUps } from '../setUpStore';

const hosts = [host('a'), host('b'), host('c')];
const [a, b, c] = hosts.map(({ id }) => id);
const MODE: ModeOption = { mode: 'host-egl', rank: 'recommended', why: 'Best.', needs: '', name: 'VirtualGL EGL' };
const BATCH = 'dddddddddddd';
let worker: Fake<typeof events>;
let plans: Record<string, () => SetUpPlan>;
const onHost = vi.fn<(to: Host) => void>();

const planOf = (hostId: string, ...steps: Parameters<typeof plan>[0]) => plan(steps, { hostId, id: hostId.replaceAll(/[^0-9a-f]/g, '0') });
const runOf = (hostId: string, change: Partial<SetUpRun> = {}): SetUpRun =>
  run([step('x', RUNNING)], { id: hostId.replaceAll(/[^0-9a-f]/g, '0'), hostId, batch: BATCH, ...change }, { hostId });

followSetUps();
beforeEach(async () => {
  plans = Object.fromEntries(hosts.map(({ id }) => [id, () => planOf(id, step('x', TO_DO))]));
  useHosts.setState({ list: { kind: 'ready', hosts } });
  useProbes.setState({ hosts: new Map(hosts.map(({ id }) => [id, { facts: facts({ hostId: id }) }])) });
  worker = fakeWorker({
    'recipe.planSetUp': ({ hostId }) => plans[hostId]?.() ?? planOf(hostId),
    'recipe.beginAll': ({ runs }) => runs.map(({ hostId }) => runOf(hostId, { state: { kind: 'waiting' } })),
  });
  fakeMain();
  await settle();
  await mount(<SetUpMany modesOf={() => [MODE]} onHost={onHost} />);
  await doing(() => showMany(hosts));
});
afterEach(async () => {
  await unmountAll();
  closeMany();
  useSetUps.setState({ hosts: new Map(), runs: [] });
  useProbes.setState({ hosts: new Map() });
  useConnections.setState({ states: new Map() });
  vi.clearAllMocks();
});

const called = (name: string): unknown[] => worker.calls.filter((each) => each.name === name).map(({ input }) => input);
const text = (): string => document.body.textContent ?? '';
const ROWS = 'table[aria-label="Plans of the hosts"] > tbody > tr:first-child, table[aria-label=Runs] > tbody > tr';
const rows = (): string[] => [...document.querySelectorAll(ROWS)].map(({ textContent }) => textContent ?? '');
const showPlans = (): Promise<void> => click('button', 'Show the plans');
const isDisabled = (name: string): boolean => one('button', name).hasAttribute('disabled');

test('one wish for all: what fits the first host is proposed, and can be that of another', async () => {
  expect(one('dialog', 'Set up 3 hosts').textContent).toContain('VirtualGL EGL');
  expect([...one('input', 'Propose what fits').querySelectorAll('option')].map((option) => option.textContent)).toEqual(['a', 'b', 'c']);
  await click('input', 'TigerVNC');
  await showPlans();
  expect(called('recipe.planSetUp')).toHaveLength(3);
  expect(called('recipe.planSetUp')[2]).toMatchObject({ hostId: c, wish: { mode: 'host-egl', xProxy: 'tigervnc' } });
  expect(called('recipe.beginAll')).toEqual([]);
});

test('hosts that become known later do not take the place of the one that proposes', async () => {
  await doing(() => useProbes.setState({ hosts: new Map([[b ?? '', { facts: facts({ hostId: b }) }]]) }));
  await doing(closeMany);
  await doing(() => showMany(hosts));
  await click('input', 'TigerVNC');
  await doing(() => useProbes.setState({ hosts: new Map(hosts.map(({ id }) => [id, { facts: facts({ hostId: id }) }])) }));
  await showPlans();
  expect(called('recipe.planSetUp')[0]).toMatchObject({ wish: { xProxy: 'tigervnc' } });
});

test('hosts of which nothing is known are connected first', async () => {
  await doing(() => useProbes.setState({ hosts: new Map() }));
  await click('button', 'Connect');
  expect(called('connection.open')).toEqual([a, b, c]);
});

test('each host with its plan; who cannot be set up is left out with the reason, and can be asked again', async () => {
  plans = {
    [a ?? '']: () => planOf(a ?? '', step('old', { kind: 'already', found: '' }), step('x', TO_DO, { seconds: 120, download: 5e6 })),
    [b ?? '']: () => planOf(b ?? '', step('y', { kind: 'cannot', why: 'No package for it.' })),
    [c ?? '']: () => {
      throw new Failure('refused', 'Nothing listens on c.');
    },
  };
  await showPlans();
  expect(rows()).toEqual([
    'a1 to do, 1 done already2 min5 MB',
    'bLeft out. Install y: No package for it.',
    'cLeft out. Nothing listens on c.Try again',
  ]);
  expect(text()).toContain('1 of 3 hosts · about 2 min · 5 MB to fetch');
  plans = {};
  await click('button', 'Try again');
  expect(rows()[2]).toBe('cEverything is there already.');
  await click('button', 'Set up 2 hosts');
  expect(called('recipe.beginAll')).toMatchObject([{ runs: [{ hostId: a }, { hostId: c }], limit: 3, stopOnFailure: false }]);
});

test('a host’s steps are read on demand, and a host is taken out', async () => {
  await showPlans();
  await click('button', 'a');
  expect(document.querySelector('table[aria-label="Steps of the plan"]')?.textContent).toContain('Install x');
  await click('input', 'Set up b');
  expect(all('button', 'Set up 2 hosts')).toHaveLength(1);
});

test('how many at a time, and whether a failure stops the rest, goes along', async () => {
  await showPlans();
  const limit = one('input', 'At the same time');
  await doing(() => {
    Reflect.set(Object.getPrototypeOf(limit) ?? limit, 'value', '16', limit);
    limit.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await click('input', 'Begin no further host');
  await click('button', 'Set up 3 hosts');
  expect(called('recipe.beginAll')).toMatchObject([{ limit: 16, stopOnFailure: true }]);
});

test('where a plan asks for it, that very host has to be named before any begins', async () => {
  plans[b ?? ''] = () => planOf(b ?? '', step('driver', TO_DO, { confirm: 'The driver is replaced.' }));
  await showPlans();
  expect(rows()[1]).toContain('Install driver: The driver is replaced.');
  expect([isDisabled('Set up 3 hosts'), text().includes('1 host has to be named first')]).toEqual([true, true]);
  await type('Type b to agree', 'bb');
  expect(isDisabled('Set up 3 hosts')).toBe(true);
  await type('Type b to agree', 'b');
  await click('button', 'Set up 3 hosts');
  expect(called('recipe.beginAll')).toMatchObject([{ runs: [{ hostId: a }, { hostId: b, typed: 'b' }, { hostId: c }] }]);
  expect(JSON.stringify(called('recipe.beginAll'))).toContain(`{"hostId":"${a}","planId":"${a?.replaceAll(/[^0-9a-f]/g, '0')}"}`);
});

test('a refusal leaves the plans and says why; the wish can be changed', async () => {
  await doing(
    () =>
      void (worker = fakeWorker({
        'recipe.planSetUp': ({ hostId }) => planOf(hostId, step('x', TO_DO)),
        'recipe.beginAll': () => {
          throw new Failure('not-found', 'A plan is not known any more.');
        },
      })),
  );
  await showPlans();
  await click('button', 'Set up 3 hosts');
  expect(all('alert')[0]?.textContent).toContain('A plan is not known any more.');
  await click('button', 'Back to what is set up');
  expect(all('button', 'Show the plans')).toHaveLength(1);
});

test('the runs side by side: state, step, and the way to each; all are stopped at once', async () => {
  await showPlans();
  await click('button', 'Set up 3 hosts');
  expect(rows()).toHaveLength(3);
  expect(text()).toContain('0 of 3 hosts ended');
  await doing(() => {
    takeRun(runOf(a ?? '', { state: { kind: 'done' }, plan: planOf(a ?? '', step('x', DONE)) }));
    takeRun(runOf(b ?? '', { state: { kind: 'failed', failure: { code: 'internal', message: 'It broke on b.' } } }));
    takeRun(runOf(c ?? ''));
  });
  expect(text()).toContain('2 of 3 hosts ended, 1 failed');
  expect(rows().map((row) => row.replace(/\d+ %/, ''))).toEqual([
    expect.stringMatching(/^aDone/),
    expect.stringMatching(/^bFailed.*It broke on b\./),
    expect.stringMatching(/^cRunning.*Step 1 of 1: Install x/),
  ]);
  await click('button', 'Stop all after their steps');
  await click('button', 'Stop all now…');
  expect(one('dialog', 'Stop all in the middle of their steps?').textContent).toContain('on 1 host');
  await click('button', 'Stop now');
  expect(called('recipe.cancel')).toMatchObject([{ how: 'after-step' }, { how: 'now' }]);
  await click('button', 'Show the run on b');
  expect(onHost.mock.calls.map(([to]) => to.name)).toEqual(['b']);
  expect(useMany.getState().many.kind).toBe('closed');
});
