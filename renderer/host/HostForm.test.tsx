import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure } from '../../electron/contract';
import type { Host } from '../../electron/contract/host';
import { fakeMain, fakeWorker } from '../base/fakePorts';
import { all, click, doing, mount, nameOf, one, settle, type, unmountAll } from '../base/mount';
import { HostDialogs } from './HostDialogs';
import { HostForm } from './HostForm';
import { showHostDialog, useHosts } from './store';

const saved: Host[] = [];
let closed = 0;

beforeEach(() => {
  saved.length = 0;
  closed = 0;
  useHosts.setState({ list: { kind: 'ready', hosts: [] }, selected: undefined, dialog: { kind: 'none' } });
});
afterEach(unmountAll);

const show = (): Promise<void> => mount(<HostForm onClose={() => closed++} onSaved={(host) => saved.push(host)} />);

test('what is wrong stands at its field, and the first one has the focus', async () => {
  const worker = fakeWorker();
  await show();
  await type('Address', 'gpu1.lab');
  await type('Port', '99999');
  await click('button', 'Add host');
  expect(document.body.textContent).toContain('A port lies between 1 and 65535.');
  expect(document.body.textContent).toContain('Enter the user to log in as.');
  expect(document.activeElement).toBe(one('input', 'Port'));
  expect(worker.calls.some(({ name }) => name === 'host.save')).toBe(false);
});

test('a host is saved, with a name from its address', async () => {
  fakeWorker({ 'host.save': (draft) => ({ ...draft, id: '0123456789ab' }) });
  await show();
  await type('Address', 'gpu1.lab');
  await type('User', 'alice');
  await click('button', 'Add host');
  expect(saved).toEqual([{ id: '0123456789ab', name: 'gpu1', address: 'gpu1.lab', port: 22, user: 'alice', auth: { kind: 'auto' } }]);
  expect(closed).toBe(1);
  expect(useHosts.getState().list).toMatchObject({ kind: 'ready', hosts: saved });
});

test('what the worker finds wrong goes to its field, and nothing typed is lost', async () => {
  fakeWorker({
    'host.save': () => {
      throw new Failure('bad-input', 'There is one already.', { fields: { name: 'Another host has this name.' } });
    },
  });
  await show();
  await type('Address', 'gpu1.lab');
  await type('User', 'alice');
  await type('Name', 'gpu1');
  await click('button', 'Add host');
  expect(document.activeElement).toBe(one('input', 'Name'));
  expect(document.body.textContent).toContain('Another host has this name.');
  expect(one('input', 'Address')).toHaveProperty('value', 'gpu1.lab');
  expect(closed).toBe(0);
});

test('a failure without a field is told, and the form stays', async () => {
  fakeWorker({
    'host.save': () => {
      throw new Failure('storage', 'The hosts cannot be written: the disk is full.');
    },
  });
  await show();
  await type('Address', 'gpu1.lab');
  await type('User', 'alice');
  await click('button', 'Add host');
  expect(one('alert').textContent).toContain('the disk is full');
  expect(one('input', 'User')).toHaveProperty('value', 'alice');
});

test('the key file comes from the dialog of the system', async () => {
  fakeMain({ 'dialog.keyFile': () => '/home/alice/.ssh/id_ed25519' });
  await show();
  expect(all('input').map(nameOf)).not.toContain('Private key');
  await click('input', 'Private key file');
  await click('button', 'Choose…');
  await settle();
  expect(one('input', 'Private key')).toHaveProperty('value', '/home/alice/.ssh/id_ed25519');
});

const host: Host = { id: '0123456789ab', name: 'gpu1', address: 'gpu1.lab', port: 22, user: 'alice', auth: { kind: 'auto' } };
const valueOf = (name: string): unknown => Reflect.get(one('input', name), 'value');

async function showDialogs(): Promise<void> {
  await mount(<HostDialogs onAdded={(added) => saved.push(added)} onConnect={() => undefined} />);
}

test('a pasted ssh command fills the fields', async () => {
  fakeWorker();
  await show();
  await doing(() => {
    const paste = new Event('paste', { bubbles: true, cancelable: true });
    Reflect.set(paste, 'clipboardData', { getData: () => 'ssh -p 2222 -J bastion -i ~/.ssh/lab alice@gpu1.lab' });
    one('input', 'Address').dispatchEvent(paste);
  });
  expect(['Address', 'Port', 'User', 'Name', 'Jump hosts (optional)', 'Key file 1'].map(valueOf)).toEqual([
    'gpu1.lab',
    '2222',
    'alice',
    'gpu1',
    'bastion',
    '~/.ssh/lab',
  ]);
});

test('several key files, jump hosts and labels are saved', async () => {
  fakeMain({ 'dialog.keyFile': () => '/home/alice/.ssh/b' });
  const worker = fakeWorker({ 'host.save': (draft) => ({ ...draft, id: '0123456789ab' }) });
  await show();
  await type('Address', 'gpu1.lab');
  await type('User', 'alice');
  await type('Jump hosts (optional)', 'bastion,gw');
  await click('button', 'Type a path');
  await type('Key file 1', '/home/alice/.ssh/a');
  await click('button', 'Choose key file…');
  await click('button', 'Type a path');
  await click('button', 'Remove key file 3');
  await click('input', 'Offer no other keys of the agent');
  await type('Group', 'Lab');
  await type('Tags', 'a100, lab 3');
  await click('input', 'Blue');
  await type('Notes', 'Rack 12');
  await click('button', 'Add host');
  expect(worker.calls.find(({ name }) => name === 'host.save')?.input).toEqual({
    name: 'gpu1',
    address: 'gpu1.lab',
    port: 22,
    user: 'alice',
    auth: { kind: 'auto', files: ['/home/alice/.ssh/a', '/home/alice/.ssh/b'], onlyFiles: true },
    jump: 'bastion,gw',
    group: 'Lab',
    tags: ['a100', 'lab 3'],
    colour: 'blue',
    notes: 'Rack 12',
  });
});

test('a wrong tag opens the part that is folded away, and has the focus', async () => {
  fakeWorker();
  await show();
  await type('Address', 'gpu1.lab');
  await type('User', 'alice');
  await type('Tags', 'x'.repeat(40));
  expect(document.querySelector('details')).toHaveProperty('open', false);
  await click('button', 'Add host');
  expect(document.querySelector('details')).toHaveProperty('open', true);
  expect(document.activeElement).toBe(one('input', 'Tags'));
});

test('other hosts are suggested as jump hosts, after those already there; groups as groups', async () => {
  fakeWorker();
  useHosts.setState({ list: { kind: 'ready', hosts: [host, { ...host, id: 'ba5000000000', name: 'bastion', group: 'Lab' }] } });
  showHostDialog({ kind: 'edit', host });
  await showDialogs();
  await type('Jump hosts (optional)', 'gw,');
  const suggested = (field: string): unknown[] =>
    [...document.querySelectorAll(`datalist#${CSS.escape(one('input', field).getAttribute('list') ?? '')} option`)].map((option) =>
      option.getAttribute('value'),
    );
  expect(suggested('Jump hosts (optional)')).toEqual(['gw,bastion']);
  expect(suggested('Group')).toEqual(['Lab']);
});

test('a duplicate begins with all values and a name of its own', async () => {
  const worker = fakeWorker({ 'host.save': (draft) => ({ ...draft, id: 'c00000000000' }) });
  showHostDialog({ kind: 'add', from: { ...host, group: 'Lab', auth: { kind: 'key', path: '/k' } } });
  await showDialogs();
  expect(valueOf('Name')).toBe('gpu1 copy');
  await type('Address', 'gpu2.lab');
  await click('button', 'Add host');
  expect(worker.calls.find(({ name }) => name === 'host.save')?.input).toEqual({
    name: 'gpu1 copy',
    address: 'gpu2.lab',
    port: 22,
    user: 'alice',
    auth: { kind: 'key', path: '/k' },
    group: 'Lab',
  });
});

const followed: Host = {
  ...host,
  source: {
    alias: 'gpu1',
    origins: [
      { option: 'HostName', value: 'gpu1.lab', file: '/home/alice/.ssh/config', line: 3 },
      { option: 'ForwardAgent', value: 'yes', file: '/home/alice/.ssh/config', line: 4, ignored: 'Gearview never forwards the agent.' },
    ],
  },
};

test('the login of a host that follows ~/.ssh/config is shown with its places; its labels can be changed', async () => {
  const worker = fakeWorker({ 'host.label': ({ labels }) => ({ ...followed, ...labels }) });
  showHostDialog({ kind: 'edit', host: followed });
  await showDialogs();
  expect(all('input').map(nameOf)).not.toContain('Address');
  const text = one('dialog').textContent ?? '';
  for (const part of ['gpu1.lab', '~/.ssh/config:3', 'Not followed: Gearview never forwards the agent.']) expect(text).toContain(part);
  await type('Name', 'Big one');
  await type('Group', 'Lab');
  await click('button', 'Save');
  expect(worker.calls.find(({ name }) => name === 'host.label')?.input).toEqual({
    id: host.id,
    labels: { name: 'Big one', group: 'Lab' },
  });
  expect(all('dialog')).toEqual([]);
});

test('“Edit here instead” asks, detaches, and opens the form', async () => {
  const worker = fakeWorker({ 'host.detach': () => host });
  showHostDialog({ kind: 'edit', host: followed });
  await showDialogs();
  await click('button', 'Edit here instead…');
  expect(worker.calls.some(({ name }) => name === 'host.detach')).toBe(false);
  expect(nameOf(one('dialog'))).toBe('Edit the login of gpu1 here?');
  await click('button', 'Edit here instead');
  expect(valueOf('Address')).toBe('gpu1.lab');
});
