import { afterEach, expect, test } from 'vitest';
import { Failure, type events } from '../../electron/contract';
import type { RememberedSecret } from '../../electron/contract/connection';
import { fakeWorker, type Fake } from '../base/fakePorts';
import { all, click, mount, settle, unmountAll } from '../base/mount';
import { useNotices } from '../base/notices';
import { HOST } from './fixtures';
import { HostSecrets } from './HostSecrets';

const secrets: RememberedSecret[] = [
  { id: '00000000000a', purpose: 'password', subject: 'alice@gpu1.lab', where: 'store' },
  { id: '00000000000b', purpose: 'passphrase', subject: '/home/alice/.ssh/id_rsa', where: 'run' },
];
const text = (): string => document.body.textContent ?? '';

async function show(forget: () => undefined = () => undefined): Promise<Fake<typeof events>> {
  const worker = fakeWorker({ 'connection.secrets': () => secrets, 'connection.forgetSecret': forget });
  await mount(<HostSecrets host={HOST} />);
  await settle();
  return worker;
}
afterEach(unmountAll);

test('what is remembered is named with where it is kept, and can be forgotten one by one', async () => {
  const worker = await show();
  expect(text()).toContain('Password, in the system’s key store');
  expect(text()).toContain('Passphrase, until Gearview quits');
  await click('button', 'Forget: Password alice@gpu1.lab');
  expect(worker.calls.filter(({ name }) => name === 'connection.forgetSecret').map(({ input }) => input)).toEqual([
    { hostId: HOST.id, id: '00000000000a' },
  ]);
  expect(all('button').map((button) => button.getAttribute('aria-label'))).toEqual(['Forget: Passphrase /home/alice/.ssh/id_rsa']);
  await click('button', 'Forget: Passphrase /home/alice/.ssh/id_rsa');
  expect(text()).toContain('None.');
});

test('one that could not be forgotten stays, and it is said', async () => {
  await show(() => {
    throw new Failure('secrets-unavailable', 'The key store is locked.');
  });
  await click('button', 'Forget: Password alice@gpu1.lab');
  expect(all('button')).toHaveLength(2);
  expect(useNotices.getState().notices.map((notice) => notice.text)).toContain('The key store is locked.');
});
