import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Question } from '../../electron/contract/connection';
import { fakeWorker, type Fake } from '../base/fakePorts';
import type { events } from '../../electron/contract';
import { all, click, doing, mount, one, settle, type, unmountAll } from '../base/mount';
import { Questions } from './Questions';
import { followConnections, useConnections } from './store';

const base = { hostId: '0123456789ab', hostName: 'gpu1' };
const hostKey: Question = {
  ...base,
  kind: 'host-key',
  id: '00000000000a',
  address: 'gpu1.lab',
  port: 2222,
  keyType: 'ssh-ed25519',
  fingerprint: 'SHA256:abc',
  reason: 'No key of gpu1.lab is on record.',
};
const secret: Question = { ...base, kind: 'secret', id: '00000000000b', purpose: 'password', subject: 'alice@gpu1.lab', again: false };

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
  for (const part of ['gpu1.lab:2222', 'ssh-ed25519', 'SHA256:abc', 'No key of gpu1.lab is on record.']) expect(text).toContain(part);
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
  expect(answers()).toEqual([{ id: secret.id, answer: { kind: 'secret', value: 'secret of alice', remember: false } }]);
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

test('a wrong password is said, and why it cannot be remembered', async () => {
  await ask({ ...secret, again: true, whyNotRemembered: 'No keyring is running.' });
  const text = one('dialog').textContent ?? '';
  expect(text).toContain('That was not accepted.');
  expect(text).toContain('No keyring is running.');
  expect(all('input', 'Remember in the system’s key store')).toEqual([]);
});

test('each prompt of the host gets its own answer, in order', async () => {
  await ask({
    ...base,
    kind: 'prompts',
    id: '00000000000d',
    title: '',
    instructions: 'Two factors.',
    prompts: [
      { text: 'Code', echo: true },
      { text: 'PIN', echo: false },
    ],
  });
  await type('Code', '123456');
  await type('PIN', '0000');
  expect(one('input', 'PIN').getAttribute('type')).toBe('password');
  await click('button', 'Continue');
  expect(answers()).toEqual([{ id: '00000000000d', answer: { kind: 'prompts', values: ['123456', '0000'] } }]);
});

test('after a restart of the worker, what was connected is connected again', async () => {
  await doing(() => worker.emit('connection.changed', { hostId: base.hostId, state: { kind: 'ready', since: 1 } }));
  worker = fakeWorker();
  await settle();
  expect(worker.calls.map(({ name, input }) => [name, input])).toContainEqual(['connection.open', base.hostId]);
});
