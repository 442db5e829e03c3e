import { expect, test } from 'vitest';
import type { Host } from '../../../electron/contract/host';
import { batchProgress, batchSeconds, batchSum, fitness, isAgreed, progressLine } from './batch';
import { DONE, plan, run, RUNNING, step, TO_DO } from '../run/runFixtures';

const host: Host = { id: '0123456789ab', name: 'gpu1', address: 'gpu1', port: 22, user: 'anna', auth: { kind: 'auto' } };
const planned = (...args: Parameters<typeof plan>) => ({ kind: 'planned' as const, plan: plan(...args) });

test('a host with one step that cannot be done is left out, with the reason', () => {
  expect(fitness(undefined)).toEqual({ kind: 'open' });
  expect(fitness({ kind: 'planning' })).toEqual({ kind: 'open' });
  expect(fitness({ kind: 'failed', failure: { code: 'refused', message: 'Nothing listens on gpu1.' } })).toEqual({
    kind: 'cannot',
    why: 'Nothing listens on gpu1.',
  });
  const cannot = step('vgl', { kind: 'cannot', why: 'No package for it.' });
  expect(fitness(planned([step('a', TO_DO), cannot]))).toEqual({ kind: 'cannot', why: 'Install vgl: No package for it.' });
  expect(fitness(planned([step('a', TO_DO)]))).toMatchObject({ kind: 'can', mustType: false });
});

test('the host’s very name is wanted where a step to do asks for it, and nowhere else', () => {
  const asks = { confirm: 'The driver is replaced.' };
  const must = fitness(planned([step('driver', TO_DO, asks)]));
  const typed = (text: string) => new Map([[host.id, text]]);
  expect(must).toMatchObject({ mustType: true });
  expect(['', 'gpu', 'gpu12', 'GPU1', ' gpu1 '].map((text) => isAgreed(host, must, typed(text)))).toEqual([
    false,
    false,
    false,
    false,
    true,
  ]);
  expect(isAgreed(host, fitness(planned([step('driver', DONE, asks)])), new Map())).toBe(true);
  expect(isAgreed(host, { kind: 'open' }, typed('gpu1'))).toBe(false);
});

test('how long all take, so many at a time', () => {
  expect(batchSeconds([], 3)).toBe(0);
  expect(batchSeconds([10, 20, 30], 1)).toBe(60);
  expect(batchSeconds([10, 20, 30], 3)).toBe(30);
  expect(batchSeconds([30, 10, 10, 10], 2)).toBe(30);
  expect(batchSeconds([5], 0)).toBe(5);
});

test('what several plans come to', () => {
  const one = plan([step('a', TO_DO, { seconds: 30, download: 5 }), step('b', DONE, { seconds: 100, download: 100 })]);
  expect(batchSum([one, one], 1)).toEqual({ hosts: 2, toDo: 2, seconds: 60, download: 10 });
});

test('how far several runs are; one that failed has no more to do', () => {
  const failed = run([step('a', TO_DO)], { state: { kind: 'failed', failure: { code: 'internal', message: 'x' } } });
  const half = run([step('a', DONE, { seconds: 15 }), step('b', RUNNING, { seconds: 15 })]);
  const progress = batchProgress([failed, half, run([step('a', TO_DO)], { state: { kind: 'waiting' } })]);
  expect(progress).toEqual({ ended: 1, failed: 1, of: 3, share: 0.5 });
  expect(progressLine(progress)).toBe('1 of 3 hosts ended, 1 failed');
  expect(progressLine(batchProgress([half]))).toBe('0 of 1 host ended');
});
