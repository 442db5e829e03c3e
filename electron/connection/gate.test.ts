import { expect, test, vi } from 'vitest';
import { Failure } from '../base/failure';
import { createGate } from './gate';

const { signal } = new AbortController();

test('lets in as many as there are places, and the others in the order in which they came', async () => {
  const gate = createGate(2);
  const entered: number[] = [];
  const leaves: (() => void)[] = [];
  const waits = vi.fn();
  const enter = async (number: number): Promise<void> => {
    const leave = await gate.enter(signal, waits);
    entered.push(number);
    leaves.push(leave);
  };
  const all = [1, 2, 3, 4].map(enter);
  await Promise.all(all.slice(0, 2));
  expect([entered, waits.mock.calls.length]).toEqual([[1, 2], 2]);
  leaves[0]?.();
  // A place can be given back only once.
  leaves[0]?.();
  await all[2];
  expect(entered).toEqual([1, 2, 3]);
  leaves[1]?.();
  await all[3];
  for (const leave of leaves) leave();
  await Promise.all([gate.enter(signal), gate.enter(signal)]);
  expect(waits).toHaveBeenCalledTimes(2);
});

test('whoever gives up takes no place', async () => {
  const gate = createGate(1);
  const leave = await gate.enter(signal);
  const stop = new AbortController();
  const waiting = gate.enter(stop.signal);
  const next = gate.enter(signal);
  stop.abort(new Failure('cancelled', 'Stopped.'));
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  await expect(gate.enter(stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
  leave();
  (await next)();
});
