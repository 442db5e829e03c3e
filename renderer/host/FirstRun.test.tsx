import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure } from '../../electron/contract';
import type { Host, HostProposal, HostProposals } from '../../electron/contract/host';
import { fakeWorker } from '../base/fakePorts';
import { all, click, doing, mount, nameOf, one, settle, unmountAll } from '../base/mount';
import { FirstRun } from './FirstRun';
import { HostDialogs } from './HostDialogs';
import { showHostDialog, useHosts } from './store';

const FILE = '/home/alice/.ssh/config';
let connected: readonly Host[] = [];

beforeEach(() => {
  connected = [];
  useHosts.setState({ list: { kind: 'ready', hosts: [] }, selected: undefined, dialog: { kind: 'none' } });
});
afterEach(unmountAll);

const login = { port: 22, user: 'alice', auth: { kind: 'auto' as const } };
const fresh = (alias: string, change: Partial<Host> = {}): HostProposal => ({
  alias,
  state: { kind: 'new' },
  host: { name: alias, address: `${alias}.lab`, ...login, ...change },
});
const gw = { name: 'gw', address: 'gw.lab', ...login };
const some: HostProposals = {
  file: FILE,
  proposals: [
    fresh('gpu1', {
      port: 2222,
      via: [gw, { ...gw, name: 'inner' }],
      auth: { kind: 'auto', files: ['/home/alice/.ssh/lab', '/keys/b'] },
      source: {
        alias: 'gpu1',
        origins: [
          { option: 'Port', value: '2222', file: FILE, line: 4 },
          { option: 'ForwardAgent', value: 'yes', file: '/etc/lab.conf', line: 2, ignored: 'Never forwarded.' },
        ],
      },
    }),
    fresh('gpu2'),
    { alias: 'old', state: { kind: 'unusable', why: 'It uses ProxyCommand.' } },
    { ...fresh('gw'), state: { kind: 'added', hostId: '0123456789ab' } },
  ],
  problems: [{ file: FILE, line: 9, text: 'Match exec is not followed.' }],
};

const fakeImport = (proposals: () => HostProposals | Promise<HostProposals>, result?: () => never) =>
  fakeWorker({
    'host.proposals': proposals,
    'host.import': (aliases) =>
      result === undefined
        ? aliases.map((alias, at) => ({ id: `00000000000${at}`, name: alias, address: `${alias}.lab`, ...login }))
        : result(),
  });
const imported = (worker: ReturnType<typeof fakeWorker>): unknown => worker.calls.find(({ name }) => name === 'host.import')?.input;
const page = (): string => document.body.textContent ?? '';

async function show(): Promise<void> {
  await mount(<FirstRun onConnect={(hosts) => (connected = hosts)} />);
  await settle();
}

test('the hosts of ~/.ssh/config are proposed: how they are reached, where it is written, and what cannot be used', async () => {
  fakeImport(() => some);
  await show();
  for (const part of ['alice@gpu1.lab:2222', 'through gw → inner', 'keys ~/.ssh/lab, /keys/b', '~/.ssh/config:4', '/etc/lab.conf:2'])
    expect(page()).toContain(part);
  expect(page()).toContain('Not followed: Never forwarded.');
  expect(page()).toContain('Cannot be used: It uses ProxyCommand.');
  expect(page()).toContain('~/.ssh/config, line 9Match exec is not followed.');
  const boxes = all('input').map((box) => [nameOf(box), Reflect.get(box, 'checked'), Reflect.get(box, 'disabled')]);
  expect(boxes.slice(1)).toEqual([
    ['gpu1', true, false],
    ['gpu2', true, false],
    ['old', false, true],
    ['gw', true, true],
  ]);
});

test('all new ones are added at one click, and connected if wanted', async () => {
  const worker = fakeImport(() => some);
  await show();
  await click('button', 'Add 2 and connect');
  expect(imported(worker)).toEqual(['gpu1', 'gpu2']);
  expect(connected.map(({ name }) => name)).toEqual(['gpu1', 'gpu2']);
  expect(useHosts.getState().list).toMatchObject({ hosts: connected });
});

test('only what is chosen is added', async () => {
  const worker = fakeImport(() => some);
  await show();
  await click('input', 'gpu1');
  await click('button', 'Add 1 host');
  expect(imported(worker)).toEqual(['gpu2']);
  expect(connected).toEqual([]);
});

test('all are chosen and given up together; without one there is nothing to add', async () => {
  fakeImport(() => some);
  await show();
  const [all2] = all('input');
  await click('input', 'gpu1');
  expect(all2).toHaveProperty('indeterminate', true);
  await click('input', 'gpu2');
  expect(all('button').map(nameOf)).not.toContain('Add 0 hosts');
  expect(all('button', 'Add 1 host')).toEqual([]);
  await click('input', nameOf(all2 ?? document.body));
  expect(all('button', 'Add 2 hosts')).toHaveLength(1);
});

test('while the file is read, a host can be added by hand', async () => {
  fakeImport(() => new Promise(() => undefined));
  await show();
  expect(page()).toContain('Reading ~/.ssh/config');
  await click('button', 'Add host');
  expect(useHosts.getState().dialog).toEqual({ kind: 'add' });
});

test('a file without hosts is said in a sentence, beside the one button', async () => {
  fakeImport(() => ({ file: FILE, proposals: [], problems: [] }));
  await show();
  expect(page()).toContain('~/.ssh/config has no hosts to propose.');
  expect(page()).toContain('Add your first host');
  expect(all('button').map(nameOf)).toEqual(['Add host']);
});

test('a file that cannot be read is told, and read again', async () => {
  let failing = true;
  fakeImport(() => {
    if (failing) throw new Failure('storage', '~/.ssh/config cannot be read: permission denied.');
    return some;
  });
  await show();
  expect(one('alert').textContent).toContain('permission denied');
  failing = false;
  await click('button', 'Try again');
  expect(all('button', 'Add 2 hosts')).toHaveLength(1);
});

test('what cannot be added is told, and the choice stays', async () => {
  fakeImport(
    () => some,
    () => {
      throw new Failure('storage', 'The hosts cannot be written: the disk is full.');
    },
  );
  await show();
  await click('input', 'gpu2');
  await click('button', 'Add and connect');
  expect(one('alert').textContent).toContain('the disk is full');
  expect(connected).toEqual([]);
  expect(one('input', 'gpu1')).toHaveProperty('checked', true);
  expect(one('input', 'gpu2')).toHaveProperty('checked', false);
});

test('the same as a dialog at any time: it closes once they are added', async () => {
  const worker = fakeImport(() => some);
  await mount(<HostDialogs onAdded={() => undefined} onConnect={(hosts) => (connected = hosts)} />);
  await doing(() => showHostDialog({ kind: 'import' }));
  expect(nameOf(one('dialog'))).toBe('Import from ~/.ssh/config');
  expect(page()).toContain('Already added');
  await click('button', 'Add 2 and connect');
  expect(imported(worker)).toEqual(['gpu1', 'gpu2']);
  expect(connected).toHaveLength(2);
  expect(all('dialog')).toEqual([]);
});
