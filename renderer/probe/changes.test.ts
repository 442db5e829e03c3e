import { expect, test } from 'vitest';
import { changesSince, itemChange } from './changes';
import { AT, snapshots } from './fixtures';

test('each value that differs from then, with the look that found it so first, newest first', () => {
  expect(changesSince(snapshots, 0)).toEqual([
    { name: 'kernel', before: '6.8.0-45-generic', now: '6.8.0-88-generic', at: AT },
    { name: 'egl-devices', before: 'egl0 A, egl1 B', now: 'egl0 A, egl2 C', at: AT },
    { name: 'driver-loaded', before: '550.90', now: '550.107', at: AT - 3 * 86_400_000 },
  ]);
  expect(changesSince(snapshots, 1).map(({ name }) => name)).toEqual(['kernel', 'egl-devices']);
});

test('nothing differs from now itself, and there is nothing without a moment to compare with', () => {
  expect(changesSince(snapshots, 2)).toEqual([]);
  expect(changesSince([], 0)).toEqual([]);
});

test('what came, went, or changed back', () => {
  const values = (kernel: string | undefined, docker?: string) => ({
    ...(kernel === undefined ? {} : { kernel }),
    ...(docker === undefined ? {} : { docker }),
  });
  const all = [
    { at: 1, values: values('a') },
    { at: 2, values: values('b', '27') },
    { at: 3, values: values('a', '27') },
  ];
  expect(changesSince(all, 0)).toEqual([{ name: 'docker', before: undefined, now: '27', at: 2 }]);
});

test('of a list only the items that differ', () => {
  expect(itemChange('egl0 A, egl1 B', 'egl0 A, egl2 C')).toEqual({ added: ['egl2 C'], removed: ['egl1 B'] });
  expect(itemChange('openbox', 'openbox, xfce')).toEqual({ added: ['xfce'], removed: [] });
  expect(itemChange('550.90', '550.107')).toBeUndefined();
});
