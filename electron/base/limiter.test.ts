import { expect, test } from 'vitest';
import { createLimiter } from './limiter';

function gate(): { open: () => void; passed: Promise<void> } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

test('jobs of one key run one after the other, in the order they came', async () => {
  const limit = createLimiter();
  const first = gate();
  const seen: string[] = [];
  const a = limit('x', async () => {
    seen.push('a begins');
    await first.passed;
    seen.push('a ends');
  });
  const b = limit('x', () => Promise.resolve(seen.push('b')));
  await limit('y', () => Promise.resolve(seen.push('y')));
  expect(seen).toEqual(['a begins', 'y']);
  first.open();
  await Promise.all([a, b]);
  expect(seen).toEqual(['a begins', 'y', 'a ends', 'b']);
});

test('a job that fails rejects its own caller only', async () => {
  const limit = createLimiter();
  const bad = limit('x', () => Promise.reject(new Error('no')));
  const good = limit('x', () => Promise.resolve(7));
  await expect(bad).rejects.toThrow('no');
  await expect(good).resolves.toBe(7);
});
