import { describe, expect, test } from 'vitest';
import { examined, testFaults } from '../../../e2e/support/faultCases';
import type { LogHit } from '../../contract/probe/desktop';
import { AT, changed, desktopState, healthyFacts, xServer, type Change } from './fixtures';
import { logEntry, seenOf } from './seenFixtures';
import { SESSION_ENTRIES } from './session';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const hit = (kind: LogHit['kind'], own: Partial<LogHit> = {}): LogHit => ({
  path: '/home/op/.vnc/gpu-a:3.log',
  kind,
  text: `line of ${kind}`,
  at: AT - 60_000,
  ...own,
});
const XSTARTUP = '/home/op/.vnc/xstartup';
const failedStart = logEntry('session/start.sh failed', [
  ['code', 'session-failed'],
  ['message', 'gpu-a: The window manager xfce ended at once, and the desktop with it; its log says why.'],
]);

testFaults(SESSION_ENTRIES, [
  {
    id: 'D13',
    fault: 'a desktop without window manager',
    seen: seen({ desktop: { desktops: [desktopState(), desktopState({ display: 3, pid: 77, windowManager: false })] } }),
    subject: ':3',
    confidence: 'likely',
    from: ['desktop-state'],
    shows: ':3 (pid 77): no _NET_SUPPORTING_WM_CHECK',
    cure: 'words',
  },
  {
    id: 'D13',
    fault: 'the same, and an xstartup that starts nothing',
    seen: seen({
      desktop: {
        desktops: [desktopState({ windowManager: false })],
        xstartup: { path: XSTARTUP, executable: true, starts: false },
      },
    }),
    subject: ':1',
    confidence: 'certain',
    from: ['desktop-state', 'xstartup'],
    shows: `${XSTARTUP}: starts nothing`,
    cure: `set-aside-xstartup ${XSTARTUP}`,
  },
  {
    id: 'D13',
    fault: 'an xstartup that is not executable, before any desktop runs',
    seen: seen({ desktop: { desktops: [], xstartup: { path: XSTARTUP, executable: false, starts: true } } }),
    subject: XSTARTUP,
    confidence: 'likely',
    from: ['xstartup'],
    shows: 'is not executable',
    cure: `set-aside-xstartup ${XSTARTUP}`,
  },
  {
    id: 'D14',
    fault: 'a log that ends as it began, and no desktop',
    seen: seen({ desktop: { logHits: [hit('killed-at-once', { text: 'Killing Xvnc process ID 6525' })] } }),
    subject: ':3',
    confidence: 'likely',
    from: ['vnc-logs'],
    shows: '/home/op/.vnc/gpu-a:3.log: Killing Xvnc process ID 6525',
    cure: 'words',
  },
  {
    id: 'D14',
    fault: 'a start of ours that failed so',
    seen: seenOf(healthyFacts(), { log: [failedStart] }),
    confidence: 'likely',
    from: [''],
    shows: 'ended at once',
    cure: 'words',
  },
  {
    id: 'D17',
    fault: 'GNOME’s own screen of failure',
    seen: seen({ desktop: { logHits: [hit('gnome-failed', { path: '/home/op/.vnc/gpu-a:1.log' })] } }),
    subject: ':1',
    confidence: 'likely',
    from: ['vnc-logs'],
    shows: 'line of gnome-failed',
    cure: 'words',
  },
  {
    id: 'D25',
    fault: 'as many sessions as the limit',
    seen: seen({ desktop: { turbovnc: { sessionLimit: 2, listed: [1, 4] } } }),
    confidence: 'certain',
    from: ['turbovnc-settings', 'turbovnc-sessions'],
    shows: /session-limit = 2\n2 listed: :1 :4/,
    cure: 'words',
  },
  {
    id: 'D42',
    fault: 'the published recipe in ~/.bashrc',
    seen: seen({
      login: {
        startUpLines: [{ path: '/home/op/.bashrc', line: 12, kind: 'tvnc-vglrun', text: 'export TVNC_VGLRUN="vglrun -d egl0 +wm"' }],
      },
    }),
    subject: '/home/op/.bashrc:12',
    confidence: 'certain',
    from: ['start-up-files', 'x-proxies'],
    shows: 'TVNC_VGLRUN="vglrun -d egl0 +wm"',
    cure: 'comment-start-up-line ~/.bashrc:12',
  },
  {
    id: 'D42',
    fault: 'the published recipe for all users',
    seen: seen({
      login: { startUpLines: [{ path: '/etc/profile.d/vgl.sh', line: 1, kind: 'tvnc-vglrun', text: 'TVNC_VGLRUN=x' }] },
    }),
    subject: '/etc/profile.d/vgl.sh:1',
    confidence: 'certain',
    from: ['start-up-files', 'x-proxies'],
    shows: 'TVNC_VGLRUN=x',
    cure: 'comment-start-up-line /etc/profile.d/vgl.sh:1',
  },
  {
    id: 'D80',
    fault: 'a stopped X proxy',
    seen: seen({ desktop: { xServers: [xServer({ stopped: true, pid: 4711 })] } }),
    subject: ':1',
    confidence: 'certain',
    from: ['x-servers'],
    shows: 'Xvnc :1, pid 4711: stopped',
    cure: 'end-x-server 4711',
  },
]);

describe('no finding', () => {
  const findingsOf = (id: string, change: Change, log = seenOf(healthyFacts()).log) =>
    examined(SESSION_ENTRIES, id, { ...seen(change), log });

  test('of a window manager where the X server did not answer', () =>
    expect(findingsOf('D13', { desktop: { desktops: [desktopState({ windowManager: undefined })] } })).toEqual([]));
  test('of an old log', () =>
    expect(findingsOf('D14', { desktop: { logHits: [hit('killed-at-once', { at: AT - 2 * 3_600_000 })] } })).toEqual([]));
  test('of a log from before the boot', () =>
    expect(findingsOf('D14', { desktop: { logHits: [hit('killed-at-once')] }, system: { bootedAt: AT - 30_000 } })).toEqual([]));
  test('of a display on which a desktop runs now', () =>
    expect(findingsOf('D14', { desktop: { logHits: [hit('killed-at-once', { path: '/home/op/.vnc/gpu-a:1.log' })] } })).toEqual([]));
  test('where it is not known which desktops run', () =>
    expect(findingsOf('D14', { desktop: { logHits: [hit('killed-at-once')], desktops: undefined } })).toEqual([]));
  test('of a failed start after one that went well', () =>
    expect(findingsOf('D14', {}, [failedStart, logEntry('ran session/start.sh', [], 'info')])).toEqual([]));
  test('of GNOME on a display that has another desktop by now', () =>
    expect(
      findingsOf('D17', { desktop: { logHits: [hit('gnome-failed', { path: '/home/op/.vnc/old-name:1.log' })], vncFiles: [] } }),
    ).toEqual([]));
  test('below the session limit', () => expect(findingsOf('D25', { desktop: { turbovnc: { sessionLimit: 2, listed: [1] } } })).toEqual([]));
  test('of TVNC_VGLRUN where TurboVNC still reads it', () =>
    expect(
      findingsOf('D42', {
        desktop: { xProxies: [{ kind: 'turbovnc', version: '3.2.1', path: '/opt/TurboVNC/bin/Xvnc' }] },
        login: { startUpLines: [{ path: '/home/op/.bashrc', line: 1, kind: 'tvnc-vglrun', text: 'x' }] },
      }),
    ).toEqual([]));
  test('of a stopped X proxy in a container', () =>
    expect(findingsOf('D80', { desktop: { xServers: [xServer({ stopped: true, elsewhere: true })] } })).toEqual([]));
});

test('D13 stands for D14 only where the start file is to blame', () => {
  const bare = { desktops: [desktopState({ windowManager: false })] };
  const [without] = examined(SESSION_ENTRIES, 'D13', seen({ desktop: bare }));
  expect(without?.cure).toMatchObject({ kind: 'words' });
  const entry = SESSION_ENTRIES.find(({ id }) => id === 'D13');
  const broken = { ...bare, xstartup: { path: XSTARTUP, executable: true, starts: false } };
  expect(entry?.detect(seen({ desktop: broken })).map(({ explains }) => explains)).toEqual([['D14']]);
  expect(entry?.detect(seen({ desktop: bare })).map(({ explains }) => explains)).toEqual([undefined]);
});

test('a start file that no recipe touches, and a line in the middle of somebody’s folder, are cured by words', () => {
  const xstartup = { path: '/home/op/.vnc/xstartup.turbovnc', executable: false, starts: true };
  expect(examined(SESSION_ENTRIES, 'D13', seen({ desktop: { xstartup } }))[0]?.cure.kind).toBe('words');
  const startUpLines = [{ path: '/home/op/dot files/bashrc', line: 3, kind: 'tvnc-vglrun' as const, text: 'x' }];
  expect(examined(SESSION_ENTRIES, 'D42', seen({ login: { startUpLines } }))[0]?.cure.kind).toBe('words');
});
