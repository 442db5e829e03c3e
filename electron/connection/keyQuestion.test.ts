import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keyOf, openKeyBench, peerOf, type KeyBench } from '../../e2e/support/hostKeys';
import type { Answer } from '../contract/connection';
import type { Peer } from '../contract/host';
import { openHostKeys } from './hostKey';
import { knownLine } from './knownHosts';
import { createQuestions } from './questions';

const [A, B] = [keyOf('a'), keyOf('b')];
const [first, second] = [peerOf(), peerOf({}, { id: 'ba9876543210', name: 'The same box' })];
const SAVE: Answer = { kind: 'host-key', accept: 'save' };
const refused = { code: 'host-key-unknown' };

let bench: KeyBench;
beforeEach(() => {
  bench = openKeyBench();
  bench.answer(undefined);
});
afterEach(() => bench.end());

/** Starts the checks and waits until each of them has asked. Each keeps its key, or becomes its failure. */
async function waiting(...checks: readonly [Peer, Buffer, AbortSignal?][]): Promise<Promise<unknown>[]> {
  const ask = vi.spyOn(bench.questions, 'ask');
  const results = checks.map((check) =>
    bench.keys
      .check(...check)
      .then((accepted) => accepted.keep().then(() => 'kept'))
      .catch((error: unknown) => error),
  );
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(checks.length));
  return results;
}
const reply = (number: number, answer: Answer): void => bench.questions.answer(bench.asked[number]?.id ?? '', answer);

test('two hosts with the same unknown key share one question and one line', async () => {
  const both = await waiting([first, A], [second, A]);
  expect(bench.asked).toHaveLength(1);
  reply(0, SAVE);
  expect(await Promise.all(both)).toEqual(['kept', 'kept']);
  expect(readFileSync(bench.own, 'utf8')).toBe(`${knownLine('gpu1', 2222, A)}\n`);
});

test('a no counts for both', async () => {
  const both = await waiting([first, A], [second, A]);
  reply(0, { kind: 'cancel' });
  expect(await Promise.all(both)).toMatchObject([refused, refused]);
  expect(bench.asked).toHaveLength(1);
});

test('another key, port or file is another question', async () => {
  const other = (change: Partial<Peer>): Peer => ({ ...first, id: String(Object.keys(change)[0]?.length).padStart(12, '0'), ...change });
  const all = await waiting([first, A], [second, B], [other({ port: 22 }), A], [other({ ssh: { userKnownHosts: [] } }), A]);
  expect(bench.asked).toHaveLength(4);
  for (const number of [0, 1, 2, 3]) reply(number, { kind: 'cancel' });
  expect(await Promise.all(all)).toMatchObject([refused, refused, refused, refused]);
});

test('when one of them is stopped the other one still gets its answer', async () => {
  const stop = new AbortController();
  const [one, other] = await waiting([first, A, stop.signal], [second, A]);
  stop.abort();
  expect(await one).toMatchObject(refused);
  reply(0, SAVE);
  expect(await other).toBe('kept');
});

test('a question that nobody answered says so', async () => {
  const keys = openHostKeys({ home: bench.home, questions: createQuestions(() => 0.001), etc: bench.home });
  await expect(keys.check(first, A)).rejects.toMatchObject({ ...refused, message: expect.stringContaining('nobody answered within') });
});
