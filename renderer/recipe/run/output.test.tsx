import { useEffect } from 'react';
import { afterEach, expect, test } from 'vitest';
import { fakeWorker } from '../../base/fakePorts';
import { doing, mount, settle, unmountAll } from '../../base/mount';
import { joined, MOST_LINES, NO_OUTPUT, useOutput, type OutputState } from './output';
import { RUN_ID } from './runFixtures';

afterEach(unmountAll);

const lines = (from: number, count: number): string[] => Array.from({ length: count }, (_, at) => `line ${from + at}`);
const piece = (from: number, count: number) => ({ from, lines: lines(from, count) });

test('each line once, in order; a gap is told', () => {
  const held = joined(NO_OUTPUT, piece(0, 3)) ?? NO_OUTPUT;
  expect(joined(held, piece(1, 4))).toEqual(piece(0, 5));
  expect(joined(held, piece(0, 2))).toBe(held);
  expect(joined(held, piece(4, 1))).toBeUndefined();
});

test('no more than the latest 20,000 are held', () => {
  const held = joined(NO_OUTPUT, piece(0, MOST_LINES)) ?? NO_OUTPUT;
  const next = joined(held, piece(MOST_LINES, 2));
  expect([next?.from, next?.lines.length, next?.lines[0]]).toEqual([2, MOST_LINES, 'line 2']);
});

let seen: OutputState = { kind: 'loading' };
function Probe() {
  const { state } = useOutput(RUN_ID);
  useEffect(() => void (seen = state), [state]);
  return null;
}
const linesSeen = (): readonly string[] => (seen.kind === 'ready' ? seen.output.lines : []);
const numbers = (): string => (seen.kind === 'ready' ? `${seen.output.from}+${seen.output.lines.length}` : seen.kind);

/** Answers with at most 10 lines, as a worker with `there` of them, the first `gone` of which it keeps no more. */
const answer = (state: { there: number; gone: number }) => ({
  'recipe.output': ({ runId, from }: { runId: string; from: number }) => {
    const first = Math.max(from, state.gone);
    return { runId, ...piece(first, Math.min(10, Math.max(0, state.there - first))) };
  },
});

test('asks until all is there, then follows, and asks again for what it missed', async () => {
  const host = { there: 25, gone: 0 };
  const worker = fakeWorker(answer(host));
  await mount(<Probe />);
  await settle();
  expect(numbers()).toBe('0+25');

  await doing(() => worker.emit('recipe.outputAdded', { runId: RUN_ID, ...piece(25, 2) }));
  await doing(() => worker.emit('recipe.outputAdded', { runId: 'cccccccccccc', ...piece(27, 9) }));
  expect(numbers()).toBe('0+27');

  host.there = 60;
  await doing(() => worker.emit('recipe.outputAdded', { runId: RUN_ID, ...piece(58, 2) }));
  await settle();
  expect(numbers()).toBe('0+60');
  expect(linesSeen()).toEqual(lines(0, 60));
});

test('what the worker keeps no more is left out', async () => {
  fakeWorker(answer({ there: 25, gone: 7 }));
  await mount(<Probe />);
  await settle();
  expect(numbers()).toBe('7+18');
});

test('a new worker is asked anew; one that cannot answer is told', async () => {
  fakeWorker(answer({ there: 25, gone: 0 }));
  await mount(<Probe />);
  await settle();
  await doing(() => fakeWorker(answer({ there: 3, gone: 0 })));
  await settle();
  expect(numbers()).toBe('0+3');
  await doing(() =>
    fakeWorker({
      'recipe.output': () => {
        throw new Error('gone');
      },
    }),
  );
  await settle();
  expect(numbers()).toBe('failed');
});
