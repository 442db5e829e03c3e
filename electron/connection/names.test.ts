import type { LookupAddress } from 'node:dns';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createNames, type Names } from './names';

const OLD: LookupAddress[] = [{ address: '192.0.2.1', family: 4 }];
const NEW: LookupAddress[] = [{ address: '192.0.2.2', family: 4 }];
const failing = (code: string): Error => Object.assign(new Error(code), { code });

let resolve: ReturnType<typeof vi.fn<(name: string, family: number) => Promise<readonly LookupAddress[]>>>;
let names: Names;
beforeEach(() => {
  vi.useFakeTimers();
  resolve = vi.fn(() => Promise.resolve(OLD));
  names = createNames(resolve, 500);
});
afterEach(() => {
  noTimers();
  vi.useRealTimers();
});
const noTimers = (): void => expect(vi.getTimerCount()).toBe(0);
const never = (): Promise<never> => new Promise(() => undefined);

test('each connection asks anew: the address may be another one', async () => {
  expect(await names('gpu1', 0)).toBe(OLD);
  resolve.mockResolvedValue(NEW);
  expect(await names('gpu1', 0)).toBe(NEW);
});

test('those who ask for the same name at once share the answer', async () => {
  await Promise.all([names('gpu1', 0), names('gpu1', 0)]);
  expect(resolve).toHaveBeenCalledTimes(1);
  await names('gpu1', 6);
  expect(resolve).toHaveBeenLastCalledWith('gpu1', 6);
});

test('without a network the old address is used soon, and the new one once it is there', async () => {
  await names('gpu1', 0);
  let answer: (found: LookupAddress[]) => void = () => undefined;
  resolve.mockImplementationOnce(() => new Promise((done) => (answer = done)));
  for (let time = 0; time < 3; time++) {
    const late = names('gpu1', 0);
    await vi.advanceTimersByTimeAsync(500);
    expect(await late).toBe(OLD);
  }
  expect(resolve).toHaveBeenCalledTimes(2);
  answer(NEW);
  await vi.advanceTimersByTimeAsync(0);
  resolve.mockImplementationOnce(never);
  const late = names('gpu1', 0);
  await vi.advanceTimersByTimeAsync(500);
  expect(await late).toBe(NEW);
});

test('a name that nobody could be asked about keeps its address, one that is no more does not', async () => {
  resolve.mockRejectedValueOnce(failing('EAI_AGAIN'));
  await expect(names('gpu1', 0)).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  await names('gpu1', 0);
  resolve.mockRejectedValueOnce(failing('EAI_AGAIN'));
  expect(await names('gpu1', 0)).toBe(OLD);
  resolve.mockRejectedValueOnce(failing('ENOTFOUND'));
  await expect(names('gpu1', 0)).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

test('only two threads are taken', async () => {
  const answers: (() => void)[] = [];
  resolve.mockImplementation(() => new Promise((done) => answers.push(() => done(OLD))));
  const all = ['a', 'b', 'c'].map((name) => names(name, 0));
  await vi.advanceTimersByTimeAsync(0);
  expect(answers).toHaveLength(2);
  answers[0]?.();
  await all[0];
  await vi.advanceTimersByTimeAsync(0);
  expect(answers).toHaveLength(3);
  for (const answer of answers) answer();
  await Promise.all(all);
});
