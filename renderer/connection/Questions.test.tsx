import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Question } from '../../electron/contract/connection';
import { fakeWorker, type Fake } from '../base/fakePorts';
import type { events } from '../../electron/contract';
import { all, click, doing, mount, one, settle, type, unmountAll } from '../base/mount';
import { ART } from './fixtures';
import { Questions } from './Questions';
import { followConnections, useConnections } from './store';

const base = { hostId: '0123456789ab', hostName: 'gpu1', expiresAt: Date.now() + 120_000 };
const hostKey = {
  ...base,
  kind: 'host-key',
  id: '00000000000a',
  address: 'gpu1.lab',
  port: 2222,
  keyType: 'ssh-ed25519',
  fingerprint: 'SHA256:abc',
  reason: 'No key of gpu1.lab is on record.',
  randomart: ART,
  file: '/home/alice/.ssh/known_hosts',
} satisfies Question;
const secret = {
  ...base,
  kind: 'secret',
  id: '00000000000b',
  purpose: 'password',
  subject: 'alice@gpu1.lab',
  again: false,
} satisfies Question;

let worker: Fake<typeof events>;
const answers = (): unknown[] => worker.calls.filter(({ name }) => name === 'question.answer').map(({ input }) => input);

beforeAll(followConnections);
beforeEach(async () => {
  useConnections.setState({ states: new Map(), questions: [] });
  worker = fakeWorker();
  await settle();
  await mount(<Questions />);
});
afterEach(unmountAll);

const ask = (question: Question): Promise<void> => doing(() => worker.emit('question.asked', question));

test('an unknown key shows what is needed to decide, and “Cancel” has the focus', async () => {
  await ask(hostKey);
  const text = one('dialog', 'Trust the key of gpu1?').textContent ?? '';
  const parts = ['gpu1.lab:2222', 'ssh-ed25519', 'SHA256:abc', 'No key of gpu1.lab is on record.', ART, '/home/alice/.ssh/known_hosts'];
  for (const part of parts) expect(text).toContain(part);
  expect(document.querySelector('pre')?.getAttribute('aria-hidden')).toBe('true');
  expect(document.activeElement).toBe(one('button', 'Cancel'));
});

test.each([
  ['Trust once', { kind: 'host-key', accept: 'once' }],
  ['Trust and save', { kind: 'host-key', accept: 'save' }],
  ['Cancel', { kind: 'cancel' }],
])('“%s” answers, and the dialog goes', async (button, answer) => {
  await ask(hostKey);
  await click('button', button);
  expect(answers()).toEqual([{ id: hostKey.id, answer }]);
  expect(all('dialog')).toEqual([]);
});

test('without a file to save to, a key can only be trusted once', async () => {
  const { file: _, ...fileless } = hostKey;
  await ask(fileless);
  expect(all('button', 'Trust and save')).toEqual([]);
  expect(one('dialog').textContent).not.toContain('known_hosts');
  expect(document.activeElement).toBe(one('button', 'Cancel'));
  await click('button', 'Trust once');
  expect(answers()).toEqual([{ id: hostKey.id, answer: { kind: 'host-key', accept: 'once' } }]);
});

test('the time that is left stands there, and is spoken only near the end', async () => {
  await ask({ ...secret, expiresAt: Date.now() + 100_000 });
  expect(one('dialog').textContent).toContain('Closes in 1 min 40 s.');
  expect(document.querySelector('dialog output')?.textContent).toBe('');
  await doing(() => worker.emit('question.closed', secret.id));
  await ask({ ...secret, expiresAt: Date.now() + 19_000 });
  expect(document.querySelector('dialog output')?.textContent).toBe('This question closes in less than 20 seconds.');
});

test('Escape answers with “cancel”', async () => {
  await ask(hostKey);
  await doing(() => one('dialog').dispatchEvent(new Event('cancel', { cancelable: true })));
  expect(answers()).toEqual([{ id: hostKey.id, answer: { kind: 'cancel' } }]);
});

test('questions wait for each other, and nothing typed stays for the next', async () => {
  const other: Question = { ...secret, id: '00000000000c', subject: 'bob@gpu2.lab' };
  await ask(secret);
  await ask(other);
  expect(one('dialog', 'Password for alice@gpu1.lab').textContent).toContain('One more question waits.');
  await type('Password', 'secret of alice');
  await click('button', 'Continue');
  expect(one('dialog', 'Password for bob@gpu2.lab').textContent).not.toContain('more question');
  expect(one('input', 'Password')).toHaveProperty('value', '');
  expect(answers()).toEqual([{ id: secret.id, answer: { kind: 'secret', value: 'secret of alice', remember: 'no' } }]);
});

test('the same question asked twice is one question', async () => {
  await ask(secret);
  await ask(secret);
  expect(one('dialog').textContent).not.toContain('more question');
});

test('a question that was withdrawn goes away', async () => {
  await ask(secret);
  await doing(() => worker.emit('question.closed', secret.id));
  expect(all('dialog')).toEqual([]);
});

test.each([
  ['No', 'no'],
  ['Until Gearview quits', 'run'],
  ['In the system’s key store', 'store'],
])('“%s” is what is remembered', async (choice, remember) => {
  await ask(secret);
  expect(one('input', 'No')).toHaveProperty('checked', true);
  await click('input', choice);
  await type('Password', 'x');
  await click('button', 'Continue');
  expect(answers()).toEqual([{ id: secret.id, answer: { kind: 'secret', value: 'x', remember } }]);
});

test('a wrong password is said, and why the key store cannot take it', async () => {
  await ask({ ...secret, again: true, whyNotRemembered: 'No keyring is running.' });
  expect(one('dialog').textContent).toContain('That was not accepted.');
  const store = one('input', 'In the system’s key store');
  expect(store).toHaveProperty('disabled', true);
  expect(document.getElementById(store.getAttribute('aria-describedby') ?? '')?.textContent).toBe('No keyring is running.');
  await click('input', 'Until Gearview quits');
  expect(one('input', 'Until Gearview quits')).toHaveProperty('checked', true);
});

test('the password for sudo is asked for one set-up, and nothing offers to remember it', async () => {
  await ask({ ...secret, purpose: 'sudo', subject: 'alice@gpu1' });
  const text = one('dialog', 'Password of alice for sudo on gpu1').textContent ?? '';
  expect(text).toContain('for this set-up only');
  expect(text).not.toContain('Remember it');
  await type('Password', 'x');
  await click('button', 'Continue');
  expect(answers()).toEqual([{ id: secret.id, answer: { kind: 'secret', value: 'x', remember: 'no' } }]);
  await doing(() => worker.emit('question.closed', secret.id));
  await ask({ ...secret, id: '00000000000c', purpose: 'sudo', subject: 'alice@gpu1', again: true });
  expect(one('dialog').textContent).toContain('That was not accepted.');
});

test('what is typed can be looked at, and is hidden again for the next question', async () => {
  await ask(secret);
  expect(one('input', 'Password').getAttribute('type')).toBe('password');
  expect(document.activeElement).toBe(one('input', 'Password'));
  await click('button', 'Show what is typed');
  expect(one('input', 'Password').getAttribute('type')).toBe('text');
  expect(one('button', 'Show what is typed').getAttribute('aria-pressed')).toBe('true');
  await click('button', 'Continue');
  await ask({ ...secret, id: '00000000000c' });
  expect(one('input', 'Password').getAttribute('type')).toBe('password');
});

test('a passphrase is asked for in the name of the host, with the file', async () => {
  await ask({ ...secret, purpose: 'passphrase', subject: '/home/alice/.ssh/id_rsa' });
  expect(one('dialog', 'Passphrase for a key of gpu1').textContent).toContain('/home/alice/.ssh/id_rsa');
});

test('each prompt of the host gets its own answer, in order', async () => {
  await ask({
    ...base,
    kind: 'prompts',
    id: '00000000000d',
    title: 'Login of the lab',
    instructions: 'Two factors.',
    prompts: [
      { text: 'Code', echo: true },
      { text: 'PIN', echo: false },
    ],
  });
  // The host's own words never stand as the dialog's title.
  expect(one('dialog', 'Asked by gpu1').textContent).toContain('Login of the lab');
  expect(one('input', 'Code').getAttribute('type')).toBe('text');
  expect(one('input', 'Code').getAttribute('autocomplete')).toBe('one-time-code');
  await type('Code', '123456');
  await type('PIN', '0000');
  expect(one('input', 'PIN').getAttribute('type')).toBe('password');
  await click('button', 'Continue');
  expect(answers()).toEqual([{ id: '00000000000d', answer: { kind: 'prompts', values: ['123456', '0000'] } }]);
});
