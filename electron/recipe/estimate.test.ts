import { expect, test } from 'vitest';
import { fakeConnection, fakeLoad } from '../connection/fake';
import type { SetUpPlan, SetUpStep } from '../contract/setUp';
import { estimated, withEstimate } from './estimate';
import { wishOf } from './plan/fixtures';

const step: SetUpStep = {
  id: 'tigervnc',
  recipe: 'tigervnc',
  title: 'Install TigerVNC',
  commands: ['apt-get install tigervnc-standalone-server'],
  files: [],
  uploads: [],
  changes: 'One package.',
  undo: 'It is removed.',
  root: true,
  seconds: 10,
  download: 1,
  state: { kind: 'to-do' },
};
/** As apt 2.6 prints it, with LC_ALL=C. */
const SAID = `Building dependency tree...
The following NEW packages will be installed:
  libvulkan1 vulkan-tools
The following packages will be upgraded:
  libssl3 openssl
2 upgraded, 2 newly installed, 0 to remove and 0 not upgraded.
Need to get 1,024 kB/7234 kB of archives.
After this operation, 12.5 MB of additional disk space will be used.
Do you want to continue? [Y/n] N
Abort.
`;

test('sizes are those that apt tells, and upgrades are no secret', () => {
  expect(withEstimate(step, SAID, false)).toMatchObject({
    download: 7_234_000,
    disk: 12_500_000,
    warning: 'Newer versions of these come along, and stay: libssl3 openssl.',
    state: { kind: 'to-do' },
  });
});

test('what apt refuses cannot be done, unless other lists are fetched before', () => {
  const refused = 'Reading package lists...\nE: Unable to locate package tigervnc-standalone-server\n';
  expect(withEstimate(step, refused, false).state).toEqual({
    kind: 'cannot',
    why: 'apt says: Unable to locate package tigervnc-standalone-server. Mend that, or choose package files.',
  });
  expect(withEstimate(step, refused, true)).toEqual(step);
});

test('apt has no room for what it would fetch, whatever the lists are', () => {
  const full = SAID.replace(/^Do you want[^]*/m, "E: You don't have enough free space in /var/cache/apt/archives/.\n");
  expect(withEstimate(step, full, true).state).toEqual({
    kind: 'cannot',
    why: 'apt has no room in /var/cache/apt/archives for what it fetches: make room there.',
  });
});

test('without an answer the rough sizes stay', () => {
  expect(withEstimate(step, undefined, false)).toEqual(step);
  expect(withEstimate(step, 'something else', false)).toEqual(step);
});

const plan = (...steps: SetUpStep[]): SetUpPlan => ({
  id: 'aaaaaaaaaaaa',
  hostId: 'bbbbbbbbbbbb',
  kind: 'set-up',
  wish: wishOf(),
  system: 'Debian',
  user: 'op',
  steps,
  warnings: [],
  verifications: [],
  at: 1,
});
const task = (...words: string[]) => ({ files: [], commands: [words], undo: [] });

test('only packages that are to do and come from repositories are asked about', async () => {
  const connection = fakeConnection({ answer: () => ({ records: [['estimate', 'tigervnc', SAID]] }) });
  const done: SetUpStep = { ...step, id: 'desktop', state: { kind: 'already', found: 'openbox 3.6' } };
  const tasks = new Map([
    ['tigervnc', task('env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-y', 'install', 'tigervnc-standalone-server', 'xauth')],
    ['desktop', task('apt-get', 'install', 'openbox')],
    ['virtualgl', task('apt-get', 'install', '/home/op/virtualgl.deb')],
    ['repair', task('dpkg', '--configure', '-a')],
  ]);
  const planned = { plan: plan(step, done, { ...step, id: 'virtualgl' }, { ...step, id: 'repair' }), tasks };
  const { plan: sized } = await estimated(connection, fakeLoad, planned);
  expect(connection.sent.map(({ parameters }) => parameters)).toEqual([{ STEPS: 'tigervnc tigervnc-standalone-server xauth' }]);
  expect(sized.steps.map(({ download }) => download)).toEqual([7_234_000, 1, 1, 1]);
});

test('a host where nothing is to do is not asked', async () => {
  const connection = fakeConnection();
  const planned = {
    plan: plan({ ...step, state: { kind: 'already', found: 'there' } }),
    tasks: new Map([['tigervnc', task('apt-get', 'install', 'x')]]),
  };
  expect(await estimated(connection, fakeLoad, planned)).toBe(planned);
  expect(connection.sent).toEqual([]);
});
