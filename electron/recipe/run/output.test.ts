/** The latest lines of a run, and how often they are told. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RunOutput } from '../../contract/setUp';
import { createOutput } from './output';

const RUN = '0123456789ab';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('lines are told together, no more often than every 100 ms, and each once', async () => {
  const told: RunOutput[] = [];
  const output = createOutput(RUN, (added) => told.push(added));
  for (let line = 0; line < 50; line += 1) {
    output.add(`${line}`);
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(told.length).toBeLessThanOrEqual(5);
  output.flush();
  await vi.advanceTimersByTimeAsync(1000);
  expect(told.length).toBeLessThanOrEqual(6);
  expect(told.flatMap(({ lines }) => lines)).toEqual(Array.from({ length: 50 }, (_, at) => `${at}`));
  expect(told.map(({ from }) => from)).toEqual(told.map((_, at) => told.slice(0, at).reduce((sum, { lines }) => sum + lines.length, 0)));
});

test('the latest 20,000 are kept; numbers go on', () => {
  const output = createOutput(RUN, () => undefined);
  for (let line = 0; line < 50_000; line += 1) output.add(`${line}`);
  expect(output.count()).toBe(50_000);
  const first = output.read(0);
  expect(RunOutput.parse(first)).toEqual(first);
  expect(first.from).toBeLessThanOrEqual(30_000);
  expect(first.lines[0]).toBe(`${first.from}`);
  expect(output.read(49_999)).toEqual({ runId: RUN, from: 49_999, lines: ['49999'] });
  expect(output.read(60_000).lines).toEqual([]);
  expect(output.tail(2)).toEqual(['49998', '49999']);
  expect(output.tail(5, 49_999)).toEqual(['49999']);
});

test('an event is smaller than a message may be, and nothing is left out', () => {
  const told: RunOutput[] = [];
  const output = createOutput(RUN, (added) => told.push(added));
  for (let line = 0; line < 1000; line += 1) output.add('"'.repeat(2000));
  output.flush();
  for (const added of told) expect(JSON.stringify(RunOutput.parse(added)).length).toBeLessThan(256 * 1024 - 200);
  expect(told.reduce((sum, { lines }) => sum + lines.length, 0)).toBe(1000);
});
