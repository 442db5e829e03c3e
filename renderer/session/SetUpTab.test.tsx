import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ModeChoice } from '../../electron/contract/session';
import { fakeMain, fakeWorker } from '../base/fakePorts';
import { all, click, doing, mount, nameOf, one, settle, unmountAll } from '../base/mount';
import { useConnections } from '../connection/store';
import { facts, host, HOST_ID } from '../probe/fixtures';
import { useProbes } from '../probe/store';
import { run, RUNNING, step } from '../recipe/run/runFixtures';
import { takeRun, useSetUps } from '../recipe/setUpStore';
import { showTab, useCentre } from './centre';
import { hostMenu } from './hostMenu';
import { HostView } from './HostView';
import { useModes } from './modes';
import { useSessions } from './store';

const gpu1 = host('gpu1', { id: HOST_ID });
const slots = { onOpen: () => undefined, isOpen: () => false, renderBadge: () => null, renderVerdict: () => null };
const offer = { xProxies: [], windowManagers: [], vglDevices: [], nvidiaSmi: true, missingTools: [] };
const choice = (mode: ModeChoice['mode'], rank: ModeChoice['rank']): ModeChoice => ({
  mode,
  rank,
  why: 'Why.',
  needs: 'Needs.',
  blockedBy: [],
});

beforeEach(async () => {
  useConnections.setState({ states: new Map([[HOST_ID, { kind: 'ready', since: 0 }]]) });
  useProbes.setState({
    hosts: new Map([[HOST_ID, { facts: facts() }]]),
    diagnoses: new Map([[HOST_ID, { hostId: HOST_ID, findings: [] }]]),
  });
  useModes.setState({
    hosts: new Map([[HOST_ID, [choice('host-egl', 'impossible'), choice('host-dri3', 'impossible')]]]),
    afterSetUp: new Map([
      [HOST_ID, [choice('host-egl', 'recommended'), choice('software', 'possible'), choice('host-dri3', 'impossible')]],
    ]),
  });
  useSessions.setState({
    hosts: new Map([[HOST_ID, { kind: 'ready', found: { hostId: HOST_ID, sessions: [], offer }, refreshing: false }]]),
  });
  fakeMain();
  fakeWorker();
  await settle();
});
afterEach(async () => {
  await unmountAll();
  showTab('desktops');
  useSetUps.setState({ hosts: new Map(), runs: [] });
  useModes.setState({ hosts: new Map(), afterSetUp: new Map() });
  useProbes.setState({ hosts: new Map(), diagnoses: new Map() });
  useSessions.setState({ hosts: new Map() });
  useConnections.setState({ states: new Map() });
});

const show = async (): Promise<void> => {
  await mount(<HostView host={gpu1} slots={slots} />);
  await settle();
};
const modes = (): string[] =>
  all('input')
    .filter((input) => input.matches('fieldset:first-of-type [type=radio]') && input.closest('fieldset')?.textContent?.startsWith('Way'))
    .map(nameOf);

test('the third tab offers the modes as they rank after a set-up', async () => {
  await show();
  await click('button', 'Set up');
  expect(modes()).toEqual(['VirtualGL EGL', 'Software']);
  expect(document.querySelector('[role=tabpanel]')?.getAttribute('aria-labelledby')).toBe('host-tab-set-up');
});

test('a host on which no desktop can be started leads to its set-up', async () => {
  await show();
  await click('button', 'Set up gpu1');
  expect(modes()).toContain('VirtualGL EGL');
});

test('a mode that a set-up makes possible is chosen from its reason; one that stays impossible offers none', async () => {
  showTab('health');
  await show();
  expect(all('button', 'Set up Mesa DRI3…')).toEqual([]);
  await doing(() =>
    useModes.setState({ afterSetUp: new Map([[HOST_ID, [choice('software', 'recommended'), choice('host-egl', 'possible')]]]) }),
  );
  await click('button', 'Set up VirtualGL EGL…');
  expect(useCentre.getState().tab).toBe('set-up');
  expect(one('input', 'VirtualGL EGL').matches(':checked')).toBe(true);
});

test('a host that is not connected says what to connect for, tab by tab', async () => {
  useConnections.setState({ states: new Map() });
  await show();
  const says = (): string | undefined => /Connect to [^.]*\./.exec(document.body.textContent ?? '')?.[0];
  expect(says()).toBe('Connect to see the desktops on gpu1, or start one at once.');
  await doing(() => showTab('set-up'));
  expect(says()).toBe('Connect to see what gpu1 lacks, and to set it up.');
  await doing(() => showTab('health'));
  expect(says()).toBe('Connect to see what gpu1 is, and what ails it.');
});

test('while the link is made anew, a run under way says so alone', async () => {
  const lost = { code: 'connection-lost', message: 'The connection to gpu1 was lost.' } as const;
  const connections = new Map([[HOST_ID, { kind: 'lost', failure: lost, retryAt: Date.now() + 9000 } as const]]);
  showTab('set-up');
  await show();
  await doing(() => useConnections.setState({ states: connections }));
  expect(all('heading').map(nameOf)).toContain('Connection to gpu1 lost');
  await doing(() => takeRun(run([step('virtualgl', RUNNING)], { state: { kind: 'reconnecting', since: 0 } })));
  expect(all('heading').map(nameOf)).not.toContain('Connection to gpu1 lost');
  expect(document.body.textContent).toContain('The connection is gone.');
});

test('the host’s menu leads there, and the tab says that a run is under way', async () => {
  hostMenu(gpu1)
    .find(({ label }) => label === 'Set up…')
    ?.run();
  expect(useCentre.getState().tab).toBe('set-up');
  await show();
  await doing(() => useSetUps.setState({ runs: [run([step('virtualgl', RUNNING)])] }));
  expect([...document.querySelectorAll('[role=tab]')].map(nameOf)).toContain('Set up, under way');
});
