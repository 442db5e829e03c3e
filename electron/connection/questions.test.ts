import { expect, onTestFinished, test, vi } from 'vitest';
import type { Question } from '../contract/connection';
import type { Peer } from '../contract/host';
import { createQuestions, unanswered, type NewQuestion } from './questions';

const base = { hostId: '0123456789ab', hostName: 'GPU box 1' };
const secret: NewQuestion = { ...base, kind: 'secret', purpose: 'password', subject: 'alice@gpu1', again: false };
const prompts: NewQuestion = {
  ...base,
  kind: 'prompts',
  title: '',
  instructions: '',
  prompts: [
    { text: 'Code', echo: true },
    { text: 'PIN', echo: false },
  ],
};

test('a question is open until it is answered, and is told to the listeners once', async () => {
  const questions = createQuestions();
  const asked: Question[] = [];
  const closed: string[] = [];
  questions.onAsked((question) => asked.push(question));
  questions.onClosed((id) => closed.push(id));
  const answer = questions.ask(secret);
  const [question] = questions.open();
  expect(question).toMatchObject({ ...secret, id: expect.stringMatching(/^[0-9a-f]{12}$/) });
  expect(asked).toEqual([question]);
  questions.answer(question?.id ?? '', { kind: 'secret', value: 'x', remember: 'no' });
  expect(await answer).toEqual({ kind: 'secret', value: 'x', remember: 'no' });
  expect(questions.open()).toEqual([]);
  expect(closed).toEqual([question?.id]);
  expect(() => questions.answer(question?.id ?? '', { kind: 'cancel' })).toThrow('not open any more');
});

test('an answer that does not fit is refused and leaves the question open', async () => {
  const questions = createQuestions();
  const answer = questions.ask(prompts);
  const id = questions.open()[0]?.id ?? '';
  expect(() => questions.answer(id, { kind: 'prompts', values: ['one'] })).toThrow('not an answer');
  expect(() => questions.answer(id, { kind: 'host-key', accept: 'save' })).toThrow('not an answer');
  expect(() => questions.answer('ffffffffffff', { kind: 'cancel' })).toThrow('not open any more');
  expect(questions.open()).toHaveLength(1);
  questions.answer(id, { kind: 'prompts', values: ['one', 'two'] });
  expect(await answer).toMatchObject({ values: ['one', 'two'] });
});

test('nobody answering is a cancel that says so, at the time that the question told', async () => {
  vi.useFakeTimers({ now: 1000 });
  onTestFinished(() => void vi.useRealTimers());
  const questions = createQuestions();
  const outcome = questions.ask(secret);
  expect(questions.open()).toMatchObject([{ expiresAt: 61_000 }]);
  await vi.advanceTimersByTimeAsync(59_999);
  expect(questions.open()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(questions.open()).toEqual([]);
  const peer: Peer = { id: base.hostId, name: 'GPU box 1', address: 'gpu1', port: 22, user: 'alice', auth: { kind: 'password' } };
  expect(unanswered(peer, 'the password of alice', await outcome)).toMatchObject({
    code: 'cancelled',
    message: expect.stringMatching(/Nobody answered .*password of alice within 60 s.*GPU box 1/),
  });
  expect(unanswered(peer, 'x', { kind: 'cancel' }).message).toBe('Connecting to GPU box 1 was cancelled.');
});

test('the password for sudo may take its time: no login waits for it', async () => {
  vi.useFakeTimers({ now: 1000 });
  onTestFinished(() => void vi.useRealTimers());
  const questions = createQuestions();
  const outcome = questions.ask({ ...base, kind: 'secret', purpose: 'sudo', subject: 'alice@gpu1', again: false });
  expect(questions.open()).toMatchObject([{ purpose: 'sudo', expiresAt: 301_000 }]);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(await outcome).toEqual({ kind: 'cancel', unansweredFor: 300 });
});

test('a host asks one thing at a time, and the time of the next begins when it is shown; other hosts do not wait', async () => {
  let now = 0;
  const questions = createQuestions(
    () => 60,
    () => now,
  );
  const first = questions.ask(secret);
  const second = questions.ask(prompts);
  const other = questions.ask({ ...secret, hostId: 'ba9876543210', hostName: 'Other' });
  expect(questions.open().map(({ hostName, kind }) => [hostName, kind])).toEqual([
    ['GPU box 1', 'secret'],
    ['Other', 'secret'],
  ]);
  now = 5000;
  questions.answer(questions.open()[0]?.id ?? '', { kind: 'cancel' });
  expect(questions.open()).toMatchObject([{ hostName: 'GPU box 1', kind: 'prompts', expiresAt: 65_000 }, { hostName: 'Other' }]);
  for (const { id } of questions.open()) questions.answer(id, { kind: 'cancel' });
  expect(await Promise.all([first, second, other])).toEqual([{ kind: 'cancel' }, { kind: 'cancel' }, { kind: 'cancel' }]);
});

test('the same passphrase is asked once for all hosts; one that gives up leaves the dialog to the others', async () => {
  const questions = createQuestions();
  const passphrase: NewQuestion = { ...base, kind: 'secret', purpose: 'passphrase', subject: '/home/alice/.ssh/id', again: false };
  const closed: string[] = [];
  questions.onClosed((id) => closed.push(id));
  const stop = new AbortController();
  const given = questions.ask(passphrase, stop.signal);
  const other = questions.ask({ ...passphrase, hostId: 'ba9876543210', hostName: 'Other' });
  const another = questions.ask({ ...passphrase, subject: '/home/alice/.ssh/other', hostId: 'ba9876543210', hostName: 'Other' });
  expect(questions.open()).toMatchObject([{ subject: '/home/alice/.ssh/id' }, { subject: '/home/alice/.ssh/other' }]);
  stop.abort();
  expect(await given).toEqual({ kind: 'cancel' });
  expect(closed).toEqual([]);
  for (const { id } of questions.open()) questions.answer(id, { kind: 'secret', value: 'x', remember: 'no' });
  expect(await other).toMatchObject({ value: 'x' });
  expect(await another).toMatchObject({ value: 'x' });
});

test('passwords are never shared, not even for the same login', () => {
  const questions = createQuestions();
  void questions.ask(secret);
  void questions.ask({ ...secret, hostId: 'ba9876543210' });
  expect(questions.open()).toHaveLength(2);
  for (const { id } of questions.open()) questions.answer(id, { kind: 'cancel' });
});

test('a withdrawn question is a cancel, also when it was withdrawn before', async () => {
  const questions = createQuestions();
  const asked: Question[] = [];
  questions.onAsked((question) => asked.push(question));
  const stop = new AbortController();
  const answer = questions.ask(secret, stop.signal);
  stop.abort();
  expect(await answer).toEqual({ kind: 'cancel' });
  expect(await questions.ask(secret, stop.signal)).toEqual({ kind: 'cancel' });
  expect(asked).toHaveLength(1);
});

test('listeners can stop listening', async () => {
  const questions = createQuestions(() => 0);
  const heard: string[] = [];
  const stop = questions.onAsked(() => heard.push('asked'));
  const stopClosed = questions.onClosed(() => heard.push('closed'));
  await questions.ask(secret);
  stop();
  stopClosed();
  await questions.ask(secret);
  expect(heard).toEqual(['asked', 'closed']);
});
