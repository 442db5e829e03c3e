import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { events } from '../../electron/contract';
import type { ConnectionState } from '../../electron/contract/connection';
import { fakeWorker, type Fake } from '../base/fakePorts';
import { all, click, doing, mount, settle, unmountAll } from '../base/mount';
import { useConnectionDialog } from '../connection/dialogs';
import { HOST } from '../connection/fixtures';
import { followConnections, useConnections } from '../connection/store';
import { useHosts } from '../host/store';
import { session } from './fakeFrame';
import { ScreenOverlay } from './ScreenOverlay';
import { changeScreen, screenById, showSession, useScreens } from './store';

const LOST = { code: 'connection-lost', message: 'gpu1 has not answered for 9 s.' } as const;

let worker: Fake<typeof events>;
const text = (): string => document.body.textContent ?? '';
const host = (state: ConnectionState): Promise<void> => doing(() => worker.emit('connection.changed', { hostId: HOST.id, state }));

function Overlay({ id }: { readonly id: string }) {
  const screen = useScreens((store) => store.screens.find((each) => each.id === id));
  return screen === undefined ? null : <ScreenOverlay screen={screen} />;
}

beforeAll(followConnections);
beforeEach(async () => {
  useConnections.setState({ states: new Map(), questions: [] });
  useHosts.setState({ list: { kind: 'ready', hosts: [HOST] } });
  worker = fakeWorker();
  await settle();
  const { id } = showSession(session(), 'gpu1');
  changeScreen(id, { state: { kind: 'waiting', failure: LOST } });
  await mount(<Overlay id={id} />);
});
afterEach(async () => {
  await unmountAll();
  useScreens.setState({ screens: [], active: undefined });
});

test('while its host waits for the next try, it says when, and can ask for it at once', async () => {
  await host({ kind: 'lost', failure: LOST, retryAt: Date.now() + 60_000, attempts: 1 });
  expect(text()).toContain('Connection to gpu1 lost');
  expect(text()).toContain('gpu1 has not answered for 9 s.');
  expect(document.querySelector('[role=timer]')?.textContent).toMatch(/^Next try in (59 s|1 min 0 s) \(try 2\)$/);
  await click('button', 'Retry now');
  // The host is connected; its screens follow by themselves.
  expect(worker.calls.map(({ name }) => name)).toContain('connection.open');
  expect(worker.calls.map(({ name }) => name)).not.toContain('screen.open');
});

test('while its host connects, it tells how far that is', async () => {
  await host({ kind: 'connecting', step: 'Logging in', again: { attempt: 2, failure: LOST } });
  expect(text()).toContain('Connection to gpu1 lost');
  expect(text()).toContain('Try 2 · Logging in');
  expect(all('button').map((button) => button.textContent)).toEqual(['Close', 'Retry now']);
});

test('where only the operator can help its host, it offers what helps', async () => {
  await host({ kind: 'lost', failure: { code: 'host-key-changed', message: 'gpu1 shows another key.' } });
  await click('button', 'Compare keys…');
  expect(useConnectionDialog.getState().dialog).toEqual({ kind: 'keys', host: HOST });
});

test('it can be closed while it waits', async () => {
  await click('button', 'Close');
  expect(screenById(useScreens.getState().active)).toBeUndefined();
});
