import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../../electron/contract/host';
import { fakeWorker } from '../base/fakePorts';
import { settle } from '../base/mount';
import { useConnections } from '../connection/store';
import { useHosts } from '../host/store';
import { useCentre } from '../session/centre';
import { followKeys, shortcutGroups } from './chords';
import { allCommands } from './commands';

const host: Host = { id: '0123456789ab', name: 'gpu1', address: 'gpu1.lab', port: 22, user: 'alice', auth: { kind: 'auto' }, group: 'Lab' };

beforeEach(() => {
  useHosts.setState({ list: { kind: 'ready', hosts: [host] }, selected: undefined, dialog: { kind: 'none' }, searches: 0 });
});
afterEach(() => {
  useHosts.setState({ list: { kind: 'loading' }, dialog: { kind: 'none' } });
  useConnections.setState({ states: new Map() });
  useCentre.setState({ tab: 'desktops', overview: 'wall' });
});

const run = (title: string, on?: string): void =>
  allCommands()
    .find((command) => command.title === title && command.on === on)
    ?.run();

test('the palette imports, and connects all hosts or a group', async () => {
  const worker = fakeWorker();
  run('Import from ~/.ssh/config…');
  expect(useHosts.getState().dialog).toEqual({ kind: 'import' });
  run('Connect all', 'Lab');
  run('Connect all');
  await settle();
  expect(worker.calls.filter(({ name }) => name === 'connection.open').map(({ input }) => input)).toEqual([host.id, host.id]);
});

test('the palette goes to a host’s health and set-up, and to the fleet, and looks at connected hosts again', async () => {
  const worker = fakeWorker();
  run('Health of', 'gpu1');
  expect([useHosts.getState().selected, useCentre.getState().tab]).toEqual([host.id, 'health']);
  run('Set up of', 'gpu1');
  expect(useCentre.getState().tab).toBe('set-up');
  run('Fleet');
  expect([useHosts.getState().selected, useCentre.getState().overview]).toEqual([undefined, 'fleet']);
  run('Look again', 'gpu1');
  useConnections.setState({ states: new Map([[host.id, { kind: 'ready', since: 0 }]]) });
  run('Look again', 'gpu1');
  await settle();
  expect(worker.calls.filter(({ name }) => name === 'probe.look').map(({ input }) => input)).toEqual([host.id]);
});

test('Ctrl-F asks for the search of the list, and the help says so', () => {
  followKeys();
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', code: 'KeyF', ctrlKey: true, bubbles: true, cancelable: true }));
  expect(useHosts.getState().searches).toBe(1);
  expect(shortcutGroups().flatMap(({ shortcuts }) => shortcuts)).toContainEqual({ does: 'Find a host', keys: 'Ctrl-F' });
});
