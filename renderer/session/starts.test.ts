import { expect, test } from 'vitest';
import { withProgress, type Start } from './starts';

const hostId = '0123456789ab';
const start = (key: number, more: Partial<Start> = {}): Start => ({
  key,
  hostId,
  wish: { hostId, geometry: { width: 800, height: 600 }, depth: 24 },
  since: 0,
  ...more,
});
const steps = (starts: readonly Start[]): (string | undefined)[] => starts.map(({ step }) => step);

test('the first word goes to the start that waits longest, later ones to the same', () => {
  let starts: readonly Start[] = [start(1), start(2)];
  starts = withProgress(starts, { hostId, step: 'one', startedAt: 10 });
  expect(steps(starts)).toEqual(['one', undefined]);
  starts = withProgress(starts, { hostId, step: 'other', startedAt: 11 });
  starts = withProgress(starts, { hostId, step: 'two', startedAt: 10 });
  expect(steps(starts)).toEqual(['two', 'other']);
});

test('nothing reaches another host, or a start that failed', () => {
  const starts = [start(1, { hostId: 'ba9876543210' }), start(2, { failure: { code: 'internal', message: 'No.' } })];
  expect(withProgress(starts, { hostId, step: 'one', startedAt: 1 })).toEqual(starts);
});
