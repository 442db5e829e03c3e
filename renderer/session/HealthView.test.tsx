import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Failure, type events, type mainEvents } from '../../electron/contract';
import { fakeMain, fakeWorker, type Fake } from '../base/fakePorts';
import { all, click, doing, mount, nameOf, one, settle, unmountAll } from '../base/mount';
import { useConnections } from '../connection/store';
import { AT, facts, finding, host, HOST_ID, load, plannable, snapshots } from '../probe/fixtures';
import { useProbes } from '../probe/store';
import { useRecipes } from '../recipe/cure/store';
import { showTab } from './centre';
import { HostView } from './HostView';
import { useModes } from './modes';
import { useSessions } from './store';

const gpu1 = host('gpu1', { id: HOST_ID });
const slots = { onOpen: () => undefined, isOpen: () => false, renderBadge: () => null, renderVerdict: () => null };
let worker: Fake<typeof events>;
let main: Fake<typeof mainEvents>;
let raw: () => string;

beforeAll(() => {
  // happy-dom does not scroll.
  Element.prototype.scrollIntoView = () => undefined;
});
beforeEach(async () => {
  raw = () => 'Kernel Module 550.163.01';
  useConnections.setState({ states: new Map([[HOST_ID, { kind: 'ready', since: 0 }]]), questions: [] });
  showTab('health');
  main = fakeMain();
  worker = fakeWorker({
    'probe.raw': ({ name }) => ({ name, command: 'c', text: raw(), at: AT }),
    'probe.history': () => ({ hostId: HOST_ID, snapshots: [...snapshots] }),
    'probe.look': () => facts({ at: AT + 1 }),
  });
  await settle();
});
afterEach(async () => {
  await unmountAll();
  showTab('desktops');
  useProbes.setState({ hosts: new Map(), diagnoses: new Map(), loads: new Map(), samples: new Map() });
  useModes.setState({ hosts: new Map(), afterSetUp: new Map() });
  useConnections.setState({ states: new Map() });
  useSessions.setState({ hosts: new Map() });
  useRecipes.setState({ open: undefined });
});

async function show(findings = [finding('D09', { severity: 'blocks', explains: ['D02'] }), plannable]): Promise<void> {
  useProbes.setState({
    hosts: new Map([[HOST_ID, { facts: facts() }]]),
    diagnoses: new Map([[HOST_ID, { hostId: HOST_ID, findings }]]),
  });
  await mount(<HostView host={gpu1} slots={slots} />);
  await settle();
}
const text = (): string => document.body.textContent ?? '';
const copied = (): unknown[] => main.calls.filter(({ name }) => name === 'clipboard.write').map(({ input }) => input);

test('a connected host that was never looked at offers to look, shows that it does, and then the facts', async () => {
  await mount(<HostView host={gpu1} slots={slots} />);
  expect(text()).toContain('Not looked at yet');
  await doing(() => one('button', 'Look').click());
  expect(worker.calls.map(({ name }) => name)).toContain('probe.look');
  expect(text()).toContain('6.8.0-88-generic');
});

test('while the host is asked for the first time that is said', async () => {
  useProbes.setState({ hosts: new Map([[HOST_ID, { asking: 1 }]]) });
  await mount(<HostView host={gpu1} slots={slots} />);
  expect(all('status').map(nameOf)).toContain('Looking at the host');
});

test('a look that failed says why and is tried again; what was known before stays', async () => {
  useProbes.setState({ hosts: new Map([[HOST_ID, { facts: facts(), failed: { message: 'gpu1 did not answer.', at: 1 } }]]) });
  await mount(<HostView host={gpu1} slots={slots} />);
  expect(one('alert').textContent).toContain('gpu1 did not answer.');
  expect(text()).toContain('from the last look');
  await click('button', 'Try again');
  expect(all('alert')).toEqual([]);
});

test('a host without problems is calm about it, and says how much it could not ask', async () => {
  await show([]);
  expect(text()).toContain('No problems found· 1 fact could not be read');
  expect(document.querySelectorAll('[data-finding]')).toHaveLength(0);
});

test('problems come first, each with severity, subject, cause, evidence, source and cure', async () => {
  await show();
  const [first, second] = [...document.querySelectorAll('[data-finding]')].map(({ textContent }) => textContent ?? '');
  for (const part of ['Symptom of D09', 'Blocks', 'also explains D02', 'Cause of D09.', 'Cure of D09.', 'Evidence of D09', 'Source of D09'])
    expect(first).toContain(part);
  expect(second).toContain(':3');
  expect(text().indexOf('Symptom of D09')).toBeLessThan(text().indexOf('GPUs'));
  expect(all('heading').map(nameOf)).toContain('2 problems');
});

test('commands are copied as they are; a plan is opened by its button and runs nothing', async () => {
  await show([
    finding('D09', { cure: { kind: 'command', root: true, commands: ['modprobe -r nvidia', 'modprobe nvidia'], text: 'Load it anew.' } }),
    plannable,
  ]);
  await click('button', 'Copy commands');
  expect(copied()).toEqual([{ text: 'modprobe -r nvidia\nmodprobe nvidia' }]);
  expect(text()).toContain('Run as root on the host:');
  await click('button', `Cure… ${plannable.title}`);
  expect(useRecipes.getState().open?.finding.key).toBe(plannable.key);
  expect(worker.calls.map(({ name }) => name)).toContain('recipe.plan');
  expect(worker.calls.map(({ name }) => name)).not.toContain('recipe.run');
});

test('notes are no problems, and folded below them', async () => {
  await show([finding('D24', { severity: 'note' })]);
  expect(text()).toContain('No problems found');
  expect(text()).toContain('1 note');
  expect(one('button', 'Health').querySelector('svg')).toBeNull();
});

test('an unreadable fact says why, and its raw text is asked for only when somebody wants to see it', async () => {
  await show([]);
  expect(text()).toContain('Unreadable: dmesg: read kernel buffer failed');
  expect(text()).toContain('Podman is not installed.');
  const asked = (): unknown[] => worker.calls.filter(({ name }) => name === 'probe.raw').map(({ input }) => input);
  expect(asked()).toEqual([]);
  await click('button', 'How “Kernel log” was found');
  expect(asked()).toEqual([{ hostId: HOST_ID, name: 'kernel-log' }]);
  expect(text()).toContain('gearview-question kernel-log');
  await click('button', 'Copy output');
  expect(copied()).toEqual([{ text: 'Kernel Module 550.163.01' }]);
});

test('raw text that is gone says so', async () => {
  raw = () => {
    throw new Failure('not-found', 'That was not asked of the host; look at it again.');
  };
  await show();
  await click('button', 'How “Kernel” was found');
  expect(one('alert').textContent).toContain('look at it again');
});

test('all facts are copied as text', async () => {
  await show();
  await click('button', 'Copy all facts');
  expect(JSON.stringify(copied())).toContain('NVIDIA A10 · 0000:07:00.0');
});

test('gauges have numbers and units, now from the watch, else from the last look', async () => {
  await show();
  const meters = (): string[] => [...document.querySelectorAll('meter')].map((meter) => meter.getAttribute('aria-valuetext') ?? '');
  expect(meters()).toEqual(['43 %', '3.2 of 22.5 GiB', '0 %', '18 MiB of 22.5 GiB']);
  expect(text()).toContain('At the last look');
  await doing(() => useProbes.setState({ loads: new Map([[HOST_ID, load()]]) }));
  expect(meters().slice(0, 2)).toEqual(['57 %', '4.0 of 22.5 GiB']);
  expect(text()).toContain('96 of 150 W');
  expect(text()).toContain('31.0 of 128.0 GiB');
});

test('modes are ranked in words, and what stands in the way leads to its finding', async () => {
  useModes.setState({
    hosts: new Map([
      [
        HOST_ID,
        [
          { mode: 'host-egl', rank: 'recommended', why: 'Draws on egl0.', needs: '', blockedBy: [] },
          { mode: 'host-glx', rank: 'impossible', why: 'No 3D X server runs.', needs: 'Start one.', blockedBy: ['D09', 'D99'] },
        ],
      ],
    ]),
  });
  await show();
  const [best, never] = [...document.querySelectorAll('ol > li')]
    .map(({ textContent }) => textContent ?? '')
    .filter((each) => /VirtualGL/.test(each));
  expect(best).toBe('RecommendedVirtualGL EGLDraws on egl0.');
  expect(never).toContain('Not possibleVirtualGL GLXNo 3D X server runs. Start one.');
  await click('button', 'Problem: Symptom of D09');
  expect(document.activeElement?.getAttribute('data-finding')).toBe('D09');
});

test('what changed: since the look before, and since any earlier one', async () => {
  await show();
  expect(text()).toContain('6.8.0-45-generic →became 6.8.0-88-generic');
  expect(text()).not.toContain('550.90');
  await doing(() => {
    const choice = document.querySelector('select');
    if (choice === null) throw new Error('no choice of moments');
    Reflect.set(Object.getPrototypeOf(choice), 'value', '0', choice);
    choice.dispatchEvent(new Event('change', { bubbles: true }));
  });
  expect(text()).toContain('550.90 →became 550.107');
  expect(text()).toContain('removed egl1 B');
});

test('looking again is busy until the host has answered', async () => {
  await show();
  await doing(() => useProbes.setState({ hosts: new Map([[HOST_ID, { facts: facts(), asking: 1 }]]) }));
  expect(one('button', 'Looking').getAttribute('aria-busy')).toBe('true');
});

test('among the desktops one slim line tells the worst and leads to the rest; tabs walk by arrow keys', async () => {
  showTab('desktops');
  await show();
  expect(one('button', 'Blocks: Symptom of D09and 1 moreShow in Health')).toBeDefined();
  const [desktops] = [...document.querySelectorAll<HTMLElement>('[role=tab]')];
  desktops?.focus();
  await doing(() => desktops?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true })));
  expect(nameOf(document.activeElement ?? document.body)).toBe('Health2, 2 problems');
  await click('button', 'Blocks: Symptom of D09and 1 moreShow in Health');
  expect(document.querySelector('[role=tab][aria-selected=true]')?.textContent).toContain('Health');
  expect(document.querySelector('[role=tabpanel]')?.getAttribute('aria-labelledby')).toBe('host-tab-health');
});
