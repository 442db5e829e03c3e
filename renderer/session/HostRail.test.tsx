import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectionState } from '../../electron/contract/connection';
import type { Host } from '../../electron/contract/host';
import { fakeWorker } from '../base/fakePorts';
import { closeMenu, useMenu } from '../base/menus';
import { click, doing, mount, one, settle, unmountAll } from '../base/mount';
import { useConnections } from '../connection/store';
import { useHosts } from '../host/store';
import { finding, load } from '../probe/fixtures';
import { useProbes } from '../probe/store';
import { closeMany, useMany } from '../recipe/many/many';
import { run, RUNNING, step } from '../recipe/run/runFixtures';
import { askStanding, setUpOf, useSetUps } from '../recipe/setUpStore';
import { showOverview, showTab, useCentre } from './centre';
import { HostRail } from './HostRail';

const host = (id: string, change: Partial<Host> = {}): Host => ({
  id: id.padEnd(12, '0'),
  name: id,
  address: `${id}.lab`,
  port: 22,
  user: 'alice',
  auth: { kind: 'auto' },
  ...change,
});
const hosts = [host('a'), host('b', { group: 'Lab' }), host('c', { group: 'Lab' })];
const lost: ConnectionState = { kind: 'lost', failure: { code: 'timeout', message: 'b did not answer.' }, retryAt: 0 };

beforeEach(async () => {
  useHosts.setState({ list: { kind: 'ready', hosts }, selected: undefined, marked: new Set() });
  useConnections.setState({
    states: new Map<string, ConnectionState>([
      ['a00000000000', { kind: 'ready', since: 0 }],
      ['b00000000000', lost],
    ]),
    questions: [],
  });
  await mount(<HostRail current={undefined} onOverview paletteKeys="Ctrl-K" onChoose={() => undefined} />);
});
afterEach(async () => {
  await unmountAll();
  useProbes.setState({ diagnoses: new Map(), loads: new Map() });
  useSetUps.setState({ hosts: new Map(), runs: [] });
  showTab('desktops');
  showOverview('wall');
});

test('a row tells the problems of its host in its name and by a shape with their number, notes not among them', async () => {
  expect(document.querySelector('[data-row=a00000000000]')?.getAttribute('aria-label')).toBe('a, Connected');
  await doing(() =>
    useProbes.setState({
      diagnoses: new Map([
        [
          'a00000000000',
          {
            hostId: 'a00000000000',
            findings: [finding('D09', { severity: 'blocks' }), finding('D16'), finding('D24', { severity: 'note' })],
          },
        ],
      ]),
    }),
  );
  const row = one('button', 'a, Connected, 2 problems');
  expect(row.querySelector('[title="2 problems"]')?.textContent).toBe('2');
});

test('a row has a bar of its busiest GPU, while its load is known', async () => {
  const bars = (): (string | null)[] => [...document.querySelectorAll('[role=img]')].map((bar) => bar.getAttribute('aria-label'));
  expect(bars()).toEqual([]);
  await doing(() => useProbes.setState({ loads: new Map([['a00000000000', load()]]) }));
  expect(bars()).toEqual(['GPU load 56 %']);
});

test('a host that is being set up says so in its name, with a mark', async () => {
  await doing(() => useSetUps.setState({ runs: [run([step('x', RUNNING)], { hostId: 'a00000000000' })] }));
  expect(one('button', 'a, Connected, being set up').querySelector('[title="being set up"]')).not.toBeNull();
  await doing(() => useSetUps.setState({ runs: [run([step('x', RUNNING)], { hostId: 'a00000000000', state: { kind: 'done' } })] }));
  expect(one('button', 'a, Connected').querySelector('[title="being set up"]')).toBeNull();
});

test('the wall and the fleet are entries of their own, and the one in front is marked', async () => {
  const current = (): (string | null)[] => [...document.querySelectorAll('[aria-current=page]')].map(({ textContent }) => textContent);
  expect(current()).toEqual(['All desktops']);
  await click('button', 'Fleet');
  expect(current()).toEqual(['Fleet']);
  expect(useHosts.getState().selected).toBeUndefined();
});

const choose = (label: string): Promise<void> =>
  doing(() => {
    useMenu
      .getState()
      .open?.items.find((item) => item.label === label)
      ?.run();
    closeMenu();
  });
const inputs = (worker: ReturnType<typeof fakeWorker>, call: string): unknown[] =>
  worker.calls.filter(({ name }) => name === call).map(({ input }) => input);

test('all are connected that are not, at once those that wait for their next try', async () => {
  const worker = fakeWorker();
  await click('button', 'Actions of all hosts');
  await choose('Connect all');
  await settle();
  expect(inputs(worker, 'connection.open')).toEqual(['b00000000000', 'c00000000000']);
});

test('a group is disconnected, also those of it that wait for their next try', async () => {
  const worker = fakeWorker();
  await click('button', 'Actions of the group Lab');
  await choose('Disconnect all');
  await settle();
  expect(inputs(worker, 'connection.close')).toEqual(['b00000000000']);
});

test('all are set up together', async () => {
  await click('button', 'Actions of all hosts');
  await choose('Set up all…');
  expect(useMany.getState().many).toEqual({ kind: 'wish', hosts });
  closeMany();
});

test('what was changed on a host is taken back from its menu, unless it is known that there is nothing', async () => {
  fakeWorker({ 'recipe.standing': (hostId) => ({ hostId, unfinished: [], journal: [] }) });
  await click('button', 'More actions: a');
  await choose('Remove Gearview’s changes…');
  expect([useCentre.getState().tab, setUpOf('a00000000000').undo.kind]).toEqual(['set-up', 'planning']);
  await doing(() => askStanding('a00000000000'));
  await click('button', 'More actions: a');
  expect(useMenu.getState().open?.items.map(({ label }) => label)).not.toContain('Remove Gearview’s changes…');
  closeMenu();
});

test('the menu of a host moves, copies and selects it', async () => {
  const worker = fakeWorker();
  await click('button', 'More actions: b');
  await choose('Move down');
  expect(inputs(worker, 'host.move')).toEqual([{ id: 'b00000000000' }]);
  await click('button', 'More actions: c');
  await choose('Duplicate…');
  expect(useHosts.getState().dialog).toMatchObject({ kind: 'add', from: { name: 'c' } });
  await click('button', 'More actions: c');
  await choose('Select');
  expect([...useHosts.getState().marked]).toEqual(['c00000000000']);
});
