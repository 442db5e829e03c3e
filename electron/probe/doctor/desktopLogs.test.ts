import { expect, test } from 'vitest';
import { displayOfLog, hitsOfRunning, recentHits } from './desktopLogs';
import { AT, changed, desktopState, healthyFacts } from './fixtures';
import { seenOf } from './seenFixtures';

test.each([
  ['/home/op/.vnc/gpu-a:3.log', 3],
  ['/home/op/.local/state/tigervnc/gpu-a:12.log', 12],
  ['/home/op/.gearview/sessions/gpu-a:5/x.log', 5],
  ['/home/op/.xsession-errors', undefined],
  ['/home/a:1/.xsession-errors', undefined],
  ['', undefined],
])('%s is the log of display %s', (path, display) => expect(displayOfLog(path)).toBe(display));

test('an old line counts while its desktop runs, of Gearview’s too', () => {
  const at = AT - 5 * 3_600_000;
  const logHits = ['/home/op/.vnc/gpu-a:1.log', '/home/op/.gearview/sessions/gpu-a:2/desktop.log', '/home/op/.vnc/gpu-a:2.log'].map(
    (path) => ({
      path,
      kind: 'no-dbus' as const,
      text: 'x',
      at,
    }),
  );
  const seen = seenOf(changed(healthyFacts(), { desktop: { logHits, desktops: [desktopState(), desktopState({ display: 2 })] } }));
  expect(hitsOfRunning(seen, 'no-dbus').map(({ path }) => path)).toEqual(logHits.slice(0, 2).map(({ path }) => path));
  expect(recentHits(seen, 'no-dbus')).toHaveLength(2);
  expect(recentHits(seen, 'gnome-failed')).toEqual([]);
});

test('how long ago is told by the host’s own clock', () => {
  const logHits = [{ path: '/home/op/.vnc/gpu-a:9.log', kind: 'no-dbus' as const, text: 'x', at: AT - 7_200_000 }];
  const slow = changed(healthyFacts(), { desktop: { logHits }, system: { clockSkew: -7200, bootedAt: undefined } });
  expect(recentHits(seenOf(slow), 'no-dbus')).toHaveLength(1);
  expect(recentHits(seenOf(changed(healthyFacts(), { desktop: { logHits } })), 'no-dbus')).toEqual([]);
});
