import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { HostOffer, Session } from '../../electron/contract/session';
import type { SetUpRun } from '../../electron/contract/setUp';
import { fakeWorker } from '../base/fakePorts';
import { doing } from '../base/mount';
import { HOST } from '../connection/fixtures';
import { useHosts } from '../host/store';
import { HOST_ID, run } from '../recipe/run/runFixtures';
import { useSetUps } from '../recipe/setUpStore';
import { activateScreen, useScreens } from '../screen/store';
import { showTab } from '../session/centre';
import { useSessions } from '../session/store';
import { followProofScreens } from './proofScreens';

const OFFER: HostOffer = { xProxies: [], windowManagers: [], vglDevices: [], nvidiaSmi: false, missingTools: [] };
const SESSION: Session = {
  id: `${HOST_ID}/cf5ba11b-7aed-425a-a535-bade0af0eb2c.3.4711.25000`,
  hostId: HOST_ID,
  display: 3,
  name: 'Set-up proof',
  xProxy: 'tigervnc',
  mode: 'software',
  ours: true,
  state: 'live',
  startedAt: 0,
  pid: 4711,
  rfb: { kind: 'unix' },
};

const PROVING = run([], { state: { kind: 'verifying' }, proof: { kind: 'running', step: 'Checking', sessionId: SESSION.id } });
const PROVEN = run([], { state: { kind: 'done' }, proof: { kind: 'left-out', why: 'Seen.' } });
const become = (now: SetUpRun): Promise<void> => doing(() => useSetUps.setState({ runs: [now] }));
const screens = (): readonly string[] => useScreens.getState().screens.map(({ session }) => session.id);

beforeAll(followProofScreens);
beforeEach(() => {
  fakeWorker();
  useHosts.setState({ list: { kind: 'ready', hosts: [HOST] }, selected: HOST_ID });
  showTab('set-up');
});
afterEach(() => {
  useSetUps.setState({ hosts: new Map(), runs: [] });
  useScreens.setState({ screens: [], active: undefined });
  useSessions.setState({ hosts: new Map() });
});

const there = (): Promise<void> =>
  doing(() =>
    useSessions.setState({
      hosts: new Map([[HOST_ID, { kind: 'ready', found: { hostId: HOST_ID, sessions: [SESSION], offer: OFFER }, refreshing: false }]]),
    }),
  );

test('the desktop is shown as soon as it is known, and the report again when it was checked', async () => {
  await become(PROVING);
  expect(screens()).toEqual([]);
  await there();
  expect(screens()).toEqual([SESSION.id]);
  await become({ ...PROVING });
  expect(screens()).toEqual([SESSION.id]);
  expect(useScreens.getState().active).toBeDefined();
  await become(PROVEN);
  expect(screens()).toEqual([]);
  expect(useScreens.getState().active).toBeUndefined();
});

test.each([
  ['who looks at another host', () => useHosts.setState({ selected: 'ffffffffffff' })],
  ['who looks at its desktops', () => showTab('desktops')],
])('%s is left alone', async (_who, look) => {
  await there();
  look();
  await become(PROVING);
  expect(screens()).toEqual([]);
});

test('who turned to something else meanwhile stays there', async () => {
  await there();
  await become(PROVING);
  activateScreen(undefined);
  await become(PROVEN);
  expect(screens()).toEqual([]);
  expect(useScreens.getState().active).toBeUndefined();
});
