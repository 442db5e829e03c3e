import { afterEach, beforeAll, expect, test } from 'vitest';
import { Failure } from '../electron/contract';
import type { Host } from '../electron/contract/host';
import type { SessionsChanged } from '../electron/contract/session';
import { App } from './App';
import { fakeMain, fakeWorker } from './base/fakePorts';
import { all, click, mount, nameOf, one, settle, unmountAll } from './base/mount';
import { followConnections, useConnections } from './connection/store';
import { followHosts, useHosts } from './host/store';
import { session } from './screen/fakeFrame';
import { followStarts } from './session/starts';
import { followSessions, useSessions } from './session/store';

const host: Host = { id: '0123456789ab', name: 'gpu1', address: 'gpu1.lab', port: 22, user: 'alice', auth: { kind: 'agent' } };
const offer: SessionsChanged['offer'] = {
  xProxies: [{ kind: 'turbovnc', version: '3.3', path: '/opt/TurboVNC/bin/Xvnc' }],
  windowManagers: [{ id: 'openbox', name: 'Openbox' }],
  vglDevices: [],
  nvidiaSmi: false,
  missingTools: [],
};

beforeAll(() => {
  followHosts();
  followSessions();
  followStarts();
  followConnections();
});
afterEach(async () => {
  await unmountAll();
  useHosts.setState({ list: { kind: 'loading' }, selected: undefined, dialog: { kind: 'none' } });
  useConnections.setState({ states: new Map(), questions: [] });
  useSessions.setState({ hosts: new Map(), dialog: { kind: 'none' } });
});

/** The page over a worker that knows one connected host, with that answer for its desktops. */
async function show(answer: () => SessionsChanged, hosts: Host[] = [host]): Promise<void> {
  fakeMain();
  fakeWorker({
    'host.list': () => hosts,
    'connection.list': () => hosts.map(({ id }) => ({ hostId: id, state: { kind: 'ready' as const, since: 0 } })),
    'session.list': answer,
  });
  await mount(<App />);
  await settle();
}
const centre = (): string => document.querySelector('main')?.textContent ?? '';

test('the first run says what is needed, with the one button that helps', async () => {
  await show(() => ({ hostId: host.id, sessions: [], offer }), []);
  expect(centre()).toContain('Add your first host');
  await click('button', 'Add host');
  expect(nameOf(one('dialog'))).toBe('Add host');
});

test('a host in the list says its state and its desktops, and names the centre', async () => {
  await show(() => ({ hostId: host.id, sessions: [session(1), session(2)], offer }));
  await click('button', 'gpu1, Connected, 2 desktops');
  expect(document.querySelector('main')?.getAttribute('aria-label')).toBe('gpu1');
  expect(all('button', 'Open')).toHaveLength(2);
  expect(all('button', 'New desktop')).toHaveLength(1);
});

test('an empty host offers to start a desktop in its middle, and where the button always is', async () => {
  await show(() => ({ hostId: host.id, sessions: [], offer }));
  await click('button', 'gpu1, Connected, 0 desktops');
  expect(centre()).toContain('No desktops yet');
  expect(all('button', 'New desktop')).toHaveLength(2);
});

test('a host without X proxy says which package to install, and offers no desktop', async () => {
  await show(() => ({ hostId: host.id, sessions: [], offer: { ...offer, xProxies: [] } }));
  await click('button', 'gpu1, Connected, 0 desktops');
  expect(centre()).toContain('sudo apt-get install tigervnc-standalone-server');
  expect(centre()).toContain('sudo dnf install tigervnc-server');
  expect(all('button', 'New desktop')).toEqual([]);
});

test('a list that failed is tried again', async () => {
  let failing = true;
  await show(() => {
    if (failing) throw new Failure('script-failed', 'gpu1 could not list its desktops.');
    return { hostId: host.id, sessions: [session(1)], offer };
  });
  await click('button', 'gpu1, Connected');
  expect(one('alert', 'The host could not do it').textContent).toContain('gpu1 could not list its desktops.');
  failing = false;
  await click('button', 'Try again');
  expect(all('button', 'Open')).toHaveLength(1);
});

test('killing asks once, names what dies, and has “Cancel” in front', async () => {
  await show(() => ({ hostId: host.id, sessions: [session(1, { ours: false, name: 'CFD' })], offer }));
  await click('button', 'gpu1, Connected, 1 desktop');
  await click('button', 'Kill');
  const text = one('dialog', 'Kill desktop :1?').textContent ?? '';
  expect(text).toContain('All programs in CFD on gpu1 end.');
  expect(text).toContain('started by hand');
  expect(document.activeElement?.textContent).toBe('Cancel');
  await click('button', 'Cancel');
  expect(all('button', 'Open')).toHaveLength(1);
});

test('a worker that comes anew is asked everything anew', async () => {
  await show(() => ({ hostId: host.id, sessions: [], offer }));
  const asked = fakeWorker({ 'host.list': () => [host] });
  await settle();
  const names = asked.calls.map(({ name }) => name);
  for (const name of ['host.list', 'connection.list', 'question.list']) expect(names).toContain(name);
});
