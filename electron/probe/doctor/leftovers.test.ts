import { describe, expect, test } from 'vitest';
import { examined, testFaults } from '../../../e2e/support/faultCases';
import type { VncFile, XLock } from '../../contract/probe/desktop';
import { changed, desktopState, healthyFacts, xServer, type Change } from './fixtures';
import { diagnose } from './diagnose';
import { LEFTOVER_ENTRIES } from './leftovers';
import { seenOf } from './seenFixtures';

const seen = (change: Change['desktop']) => seenOf(changed(healthyFacts(), { desktop: change ?? {} }));
const lock = (own: Partial<XLock> = {}): XLock => ({
  display: 3,
  path: '/tmp/.X3-lock',
  kind: 'lock',
  own: true,
  owner: 'op',
  pid: 999,
  alive: false,
  ...own,
});
const socket = (own: Partial<XLock> = {}): XLock => ({
  display: 3,
  path: '/tmp/.X11-unix/X3',
  kind: 'socket',
  own: true,
  owner: 'op',
  alive: false,
  ...own,
});
const pidFile = (own: Partial<VncFile> = {}): VncFile => ({
  path: '/home/op/.vnc/gpu-a:3.pid',
  host: 'gpu-a',
  display: 3,
  pid: 999,
  runs: 'nothing',
  ...own,
});
const LOST = { desktops: [desktopState({ display: 3, pid: 77, unlisted: true })] };

testFaults(LEFTOVER_ENTRIES, [
  {
    id: 'D18',
    fault: 'lock and socket of a killed X server',
    seen: seen({ xLocks: [lock(), socket()] }),
    subject: ':3',
    confidence: 'certain',
    severity: 'harms',
    from: ['x-locks', 'x-sockets'],
    shows: /X3-lock: pid 999 is no X server any more; owner op\n.*X3: nobody listens/,
    cure: 'clear-x-files :3',
  },
  {
    id: 'D18',
    fault: 'the same of another user',
    seen: seen({ xLocks: [lock({ own: false, owner: 'root' })] }),
    subject: ':3',
    confidence: 'certain',
    severity: 'note',
    from: ['x-locks'],
    shows: 'owner root',
    cure: 'rm -f /tmp/.X3-lock /tmp/.X11-unix/X3',
  },
  {
    id: 'D19',
    fault: 'a pid file with the host’s old name',
    seen: seen({ ...LOST, vncFiles: [pidFile({ path: '/home/op/.vnc/old:3.pid', host: 'old', pid: 77, runs: 'proxy' })] }),
    subject: ':3',
    confidence: 'certain',
    from: ['turbovnc-sessions', 'vnc-files'],
    shows: '/home/op/.vnc/old:3.pid: pid 77, the X proxy',
    cure: 'rename-pid-file :3',
  },
  {
    id: 'D19',
    fault: 'no pid file at all',
    seen: seen({ ...LOST, vncFiles: [] }),
    subject: ':3',
    confidence: 'certain',
    from: ['turbovnc-sessions'],
    shows: ':3 (pid 77) runs and is not listed',
    cure: 'end-x-server 77',
  },
  {
    id: 'D19',
    fault: 'no pid file of TigerVNC',
    seen: seen({ ...LOST, vncFiles: [], turbovnc: undefined }),
    subject: ':3',
    confidence: 'certain',
    from: ['vnc-files'],
    shows: ':3 (pid 77) runs and is not listed',
    cure: 'end-x-server 77',
  },
  {
    id: 'D43',
    fault: 'a pid file that a parallel start wrote over',
    seen: seen({ ...LOST, vncFiles: [pidFile()] }),
    subject: ':3',
    confidence: 'certain',
    from: ['vnc-files', 'turbovnc-sessions'],
    shows: 'pid 999, no such process',
    cure: 'words',
  },
  {
    id: 'D43',
    fault: 'two X proxies on one display',
    seen: seen({ xServers: [xServer(), xServer({ pid: 4300 })] }),
    subject: ':1',
    confidence: 'likely',
    from: ['x-servers'],
    shows: /Xvnc :1, pid 4242\nXvnc :1, pid 4300/,
    cure: 'words',
  },
  {
    id: 'D20',
    fault: 'the pid file of an X proxy that is gone',
    seen: seen({ vncFiles: [pidFile()] }),
    subject: '/home/op/.vnc/gpu-a:3.pid',
    confidence: 'certain',
    from: ['vnc-files'],
    shows: 'pid 999, no such process',
    cure: 'clear-pid-file /home/op/.vnc/gpu-a:3.pid',
  },
  {
    id: 'D44',
    fault: 'a pid file that names an editor',
    seen: seen({ vncFiles: [pidFile({ runs: 'other', comm: 'vim' })] }),
    subject: '/home/op/.vnc/gpu-a:3.pid',
    confidence: 'certain',
    from: ['vnc-files'],
    shows: 'pid 999, the process vim',
    cure: 'clear-pid-file /home/op/.vnc/gpu-a:3.pid',
  },
  {
    id: 'D45',
    fault: 'a zombie where process 1 does not reap',
    seen: seenOf(
      changed(healthyFacts(), { desktop: { xServers: [xServer({ zombie: true, display: undefined })] }, system: { init: 'sleep' } }),
    ),
    subject: '4242',
    confidence: 'likely',
    from: ['x-servers', 'init'],
    shows: /pid 4242: zombie\nsleep/,
    cure: 'words',
  },
]);

describe('no finding', () => {
  const findingsOf = (id: string, change: Change['desktop']) => examined(LEFTOVER_ENTRIES, id, seen(change));

  test('of a lock whose socket somebody listens on', () =>
    expect(findingsOf('D18', { xLocks: [lock(), socket({ alive: true })] })).toEqual([]));
  test('of the files of an X server in a container that shares /tmp', () =>
    expect(findingsOf('D18', { xLocks: [lock(), socket()], xServers: [xServer({ display: 3, elsewhere: true, own: false })] })).toEqual(
      [],
    ));
  test('of pid files of other hosts that share the home directory', () => {
    expect(findingsOf('D20', { vncFiles: [pidFile({ host: 'gpu-b', path: '/home/op/.vnc/gpu-b:3.pid' })] })).toEqual([]);
    expect(
      findingsOf('D44', { vncFiles: [pidFile({ host: 'gpu-b', path: '/home/op/.vnc/gpu-b:3.pid', runs: 'other', comm: 'vim' })] }),
    ).toEqual([]);
  });
  test('of a pid file twice: the one that a parallel start wrote is D43’s', () => {
    expect(findingsOf('D20', { ...LOST, vncFiles: [pidFile()] })).toEqual([]);
    expect(findingsOf('D19', { ...LOST, vncFiles: [pidFile()] })).toEqual([]);
  });
  test('of the pid file of a zombie, which is D45’s', () =>
    expect(findingsOf('D20', { xServers: [xServer({ pid: 999, zombie: true })], vncFiles: [pidFile()] })).toEqual([]));
  test('of two desktops of which one is in a container', () =>
    expect(findingsOf('D43', { xServers: [xServer(), xServer({ pid: 9, elsewhere: true })] })).toEqual([]));
  test('of another user’s zombie', () => expect(findingsOf('D45', { xServers: [xServer({ zombie: true, own: false })] })).toEqual([]));
});

test('a zombie hides no desktop that its list lost', () => {
  const both = seen({ ...LOST, xServers: [xServer({ zombie: true })], vncFiles: [] });
  expect(diagnose(both, LEFTOVER_ENTRIES).map(({ key }) => key)).toEqual(['D19 :3', 'D45 :1']);
});

test('files that belong to two users, and a pid file that no starter names so, are not given to a recipe', () => {
  const [mixed] = examined(LEFTOVER_ENTRIES, 'D18', seen({ xLocks: [lock(), socket({ own: false, owner: 'root' })] }));
  expect(mixed?.cure).toMatchObject({ kind: 'command', root: true });
  const path = '/home/op/.vnc/gpu a$(id):3.pid';
  const named = changed(healthyFacts(), {
    system: { hostname: 'gpu a$(id)' },
    desktop: { vncFiles: [pidFile({ host: 'gpu a$(id)', path })] },
  });
  expect(examined(LEFTOVER_ENTRIES, 'D20', seenOf(named))[0]?.cure).toEqual({ kind: 'words', text: `Remove ${path}.` });
});
