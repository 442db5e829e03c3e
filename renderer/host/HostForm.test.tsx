import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure } from '../../electron/contract';
import type { Host } from '../../electron/contract/host';
import { fakeMain, fakeWorker } from '../base/fakePorts';
import { all, click, mount, nameOf, one, settle, type, unmountAll } from '../base/mount';
import { HostForm } from './HostForm';
import { useHosts } from './store';

const saved: Host[] = [];
let closed = 0;

beforeEach(() => {
  saved.length = 0;
  closed = 0;
  useHosts.setState({ list: { kind: 'ready', hosts: [] }, selected: undefined });
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
  expect(saved).toEqual([{ id: '0123456789ab', name: 'gpu1', address: 'gpu1.lab', port: 22, user: 'alice', auth: { kind: 'agent' } }]);
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
