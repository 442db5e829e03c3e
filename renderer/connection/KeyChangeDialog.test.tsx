import { afterEach, expect, test } from 'vitest';
import { Failure, type events } from '../../electron/contract';
import type { KeyChange } from '../../electron/contract/connection';
import { fakeMain, fakeWorker, type Fake } from '../base/fakePorts';
import { all, click, mount, one, settle, unmountAll } from '../base/mount';
import { ConnectionDialogs } from './ConnectionDialogs';
import { showKeyChange } from './dialogs';
import { ART, CHANGE, HOST } from './fixtures';
import { removeKeyCommand } from './keyCommands';

const REPLACE = 'Replace the key on record';
const COMPARED = 'I compared the new fingerprint with the host’s';
let worker: Fake<typeof events>;
const calls = (name: string): unknown[] => worker.calls.filter((call) => call.name === name).map(({ input }) => input);

async function open(change: () => KeyChange, replace: () => undefined = () => undefined): Promise<void> {
  fakeMain();
  worker = fakeWorker({ 'connection.keyChange': change, 'connection.replaceKey': replace });
  showKeyChange(HOST);
  await mount(<ConnectionDialogs />);
  await settle();
}
afterEach(unmountAll);

test('both keys stand side by side, with the line on record, and what to check', async () => {
  await open(() => CHANGE);
  const text = one('dialog', 'The host key of gpu1 has changed').textContent ?? '';
  const parts = [
    'gpu1 (gpu1.lab:2222)',
    'SHA256:old',
    'SHA256:new',
    '/home/alice/.ssh/known_hosts:12',
    'administrator',
    'ssh-keygen -lvf /etc/ssh/ssh_host_ed25519_key.pub',
  ];
  for (const part of parts) expect(text).toContain(part);
  expect([...document.querySelectorAll('figure pre')].map((art) => [art.textContent, art.getAttribute('aria-hidden')])).toEqual([
    [ART, 'true'],
    [ART, 'true'],
  ]);
  expect(document.activeElement).toBe(one('button', 'Cancel'));
});

test('it is replaced only by who says that they compared, and then connected again', async () => {
  await open(() => CHANGE);
  expect(all('button').some(({ textContent }) => /anyway/i.test(textContent ?? ''))).toBe(false);
  expect(one('button', REPLACE)).toHaveProperty('disabled', true);
  await click('button', REPLACE);
  expect(calls('connection.replaceKey')).toEqual([]);
  await click('input', COMPARED);
  await click('button', REPLACE);
  expect(calls('connection.replaceKey')).toEqual([{ hostId: HOST.id, fingerprint: 'SHA256:new' }]);
  expect(calls('connection.open')).toEqual([HOST.id]);
  expect(all('dialog')).toEqual([]);
});

test('a record that could not be written is said, and nothing is connected', async () => {
  await open(
    () => CHANGE,
    () => {
      throw new Failure('storage', 'known_hosts is read-only.');
    },
  );
  await click('input', COMPARED);
  await click('button', REPLACE);
  expect(one('alert').textContent).toContain('known_hosts is read-only.');
  expect(calls('connection.open')).toEqual([]);
});

test('a line that cannot be replaced says why, and with which command it is removed', async () => {
  const [record] = CHANGE.onRecord;
  if (record === undefined) throw new Error('no record');
  await open(() => ({ ...CHANGE, onRecord: [{ ...record, file: '/etc/ssh/ssh_known_hosts', locked: 'The file belongs to root.' }] }));
  const text = one('dialog').textContent ?? '';
  expect(text).toContain('The file belongs to root.');
  expect(text).toContain("sudo ssh-keygen -f /etc/ssh/ssh_known_hosts -R '[gpu1.lab]:2222'");
  expect(all('button', REPLACE)).toEqual([]);
  expect(all('input', COMPARED)).toEqual([]);
});

test('what cannot be looked up is asked again', async () => {
  let known = false;
  await open(() => {
    if (!known) throw new Failure('connection-lost', 'The worker was started again.');
    return CHANGE;
  });
  known = true;
  await click('button', 'Try again');
  expect(one('dialog').textContent).toContain('SHA256:new');
});

test.each([
  ['/home/a/.ssh/known_hosts', 'gpu1', 22, 'ssh-keygen -f /home/a/.ssh/known_hosts -R gpu1'],
  ["/home/o'hara/known hosts", 'gpu1', 22, "ssh-keygen -f '/home/o'\\''hara/known hosts' -R gpu1"],
  ['/x', '$(reboot)', 22, "ssh-keygen -f /x -R '$(reboot)'"],
])('the command for %s and %s is safe to paste', (file, address, port, command) => {
  expect(removeKeyCommand(file, address, port)).toBe(command);
});
