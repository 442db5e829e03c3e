import { expect, test } from 'vitest';
import type { Question } from '../contract/connection';
import { createQuestions, type NewQuestion } from './questions';

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
  questions.answer(question?.id ?? '', { kind: 'secret', value: 'x', remember: false });
  expect(await answer).toEqual({ kind: 'secret', value: 'x', remember: false });
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

test('nobody answering is a cancel', async () => {
  const questions = createQuestions(() => 0.01);
  expect(await questions.ask(secret)).toEqual({ kind: 'cancel' });
  expect(questions.open()).toEqual([]);
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
