import { describe, expect, test } from 'vitest';
import { curesOf, examined, testFaults } from '../../../e2e/support/faultCases';
import type { HomeFile } from '../../contract/probe/login';
import type { Disk } from '../../contract/probe/system';
import { AT, changed, healthyFacts, type Change } from './fixtures';
import { ROOM_ENTRIES } from './room';
import { seenOf } from './seenFixtures';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const disk = (own: Partial<Disk> = {}): Disk => ({
  place: 'home',
  path: '/home/op',
  mount: '/home',
  size: 1e6,
  free: 1e6,
  inodesFree: 1e6,
  ...own,
});
const file = (own: Partial<HomeFile> = {}): HomeFile => ({
  path: '/home/op/.Xauthority',
  owner: 'root',
  mode: '600',
  kind: 'file',
  own: false,
  writable: false,
  ...own,
});
const LOG = { path: '/home/op/.vnc/gpu-a:3.log', kind: 'disk-full' as const, text: 'write failed: No space left on device', at: AT };
const home = { path: '/home/op', exists: true, writable: false, own: false };

testFaults(ROOM_ENTRIES, [
  {
    id: 'D39',
    fault: 'a full disk, and a log that says so',
    seen: seen({ system: { disks: [disk({ free: 40 * 1024 })] }, desktop: { logHits: [LOG] } }),
    subject: '/home',
    confidence: 'certain',
    severity: 'blocks',
    from: ['disks', 'vnc-logs'],
    shows: /\/home\/op \(on \/home\): 40 MiB free\n.*No space left/,
    cure: 'words',
  },
  {
    id: 'D39',
    fault: 'one full disk for home and /tmp',
    seen: seen({ system: { disks: [disk({ mount: '/', free: 0 }), disk({ place: 'tmp', path: '/tmp', mount: '/', free: 0 })] } }),
    subject: '/',
    confidence: 'certain',
    from: ['disks'],
    shows: '0 MiB free',
    cure: 'words',
  },
  {
    id: 'D39',
    fault: 'no inodes',
    seen: seen({ system: { disks: [disk({ place: 'tmp', path: '/tmp', mount: '/tmp', inodesFree: 0 })] } }),
    subject: '/tmp',
    confidence: 'certain',
    severity: 'blocks',
    from: ['inodes'],
    shows: 'room for 0 more files',
    cure: 'words',
  },
  {
    id: 'D39',
    fault: 'a quota that is used up',
    seen: seen({ system: { quotaExceeded: 'Disk quotas for user op (uid 1000): /dev/sda1 1000* 900 1000 6days' } }),
    subject: 'quota',
    confidence: 'certain',
    from: ['quota'],
    shows: '1000* 900',
    cure: 'words',
  },
  {
    id: 'D39',
    fault: 'a home directory of root',
    seen: seen({ login: { home } }),
    subject: '/home/op',
    confidence: 'certain',
    severity: 'blocks',
    from: ['home'],
    shows: 'cannot be written by this user',
    cure: 'chown op: /home/op',
  },
  {
    id: 'D39',
    fault: 'no home directory',
    seen: seen({ login: { home: { ...home, exists: false } } }),
    subject: '/home/op',
    confidence: 'certain',
    from: ['home'],
    shows: 'is not there',
    cure: 'words',
  },
  {
    id: 'D39',
    fault: '~/.vnc of root',
    seen: seen({ login: { homeFiles: [file({ path: '/home/op/.vnc', kind: 'directory', mode: '777', writable: true })] } }),
    subject: '/home/op/.vnc',
    confidence: 'certain',
    from: ['home'],
    shows: '/home/op/.vnc: directory, owner root, mode 777',
    cure: 'own-home-file ~/.vnc',
  },
  {
    id: 'D39',
    fault: '~/.Xauthority of root',
    seen: seen({ login: { homeFiles: [file()] } }),
    subject: '/home/op/.Xauthority',
    confidence: 'certain',
    from: ['home'],
    shows: 'owner root',
    cure: 'own-home-file ~/.Xauthority',
  },
  {
    id: 'D39',
    fault: 'a directory without write permission',
    seen: seen({ login: { homeFiles: [file({ path: '/home/op/.config', kind: 'directory', owner: 'op', own: true, mode: '500' })] } }),
    subject: '/home/op/.config',
    confidence: 'certain',
    from: ['home'],
    shows: 'mode 500',
    cure: 'chmod u+rwX /home/op/.config',
  },
  {
    id: 'D39',
    fault: 'a link that leads nowhere',
    seen: seen({ login: { homeFiles: [file({ path: '/home/op/.cache', kind: 'link', mode: '777' })] } }),
    subject: '/home/op/.cache',
    confidence: 'certain',
    from: ['home'],
    shows: '/home/op/.cache: link',
    cure: 'words',
  },
  {
    id: 'D39',
    fault: 'a lock of an xauth that was killed',
    seen: seen({ login: { homeFiles: [file({ path: '/home/op/.Xauthority-c', owner: 'op', own: true, writable: true })] } }),
    subject: 'xauth',
    confidence: 'likely',
    from: ['home'],
    shows: '/home/op/.Xauthority-c: owner op',
    cure: 'clear-xauth-locks',
  },
]);

describe('no finding', () => {
  const findingsOf = (change: Change) => examined(ROOM_ENTRIES, 'D39', seen(change));

  test('of a full disk where desktops keep nothing', () =>
    expect(findingsOf({ system: { disks: [disk({ place: 'shm', path: '/dev/shm', mount: '/dev/shm', free: 0 })] } })).toEqual([]));
  test('of a file system that counts no inodes', () =>
    expect(findingsOf({ system: { disks: [disk({ inodesFree: undefined })] } })).toEqual([]));
  test('of a log that says the disk was full, when it is not', () => expect(findingsOf({ desktop: { logHits: [LOG] } })).toEqual([]));
  test('of a home directory of another’s that can be written', () =>
    expect(findingsOf({ login: { home: { ...home, writable: true } } })).toEqual([]));
  test('of files that may be another’s, or only for reading', () =>
    expect(
      findingsOf({
        login: {
          homeFiles: [
            file({ path: '/home/op/.vnc/xstartup' }),
            file({ path: '/home/op/.vnc/passwd', own: true, owner: 'op', mode: '400' }),
            file({ path: '/home/op/.ssh', kind: 'directory' }),
            file({ writable: true }),
          ],
        },
      }),
    ).toEqual([]));
});

test('home directories are found by their own name, also as root', () => {
  const root = changed(healthyFacts(), {
    login: {
      user: 'root',
      home: { path: '/root', exists: true, writable: true, own: true },
      homeFiles: [file({ path: '/root/.vnc', owner: 'op' })],
    },
  });
  const [found] = examined(ROOM_ENTRIES, 'D39', seenOf(root));
  expect(found === undefined ? '' : curesOf(found.cure)).toBe('own-home-file ~/.vnc');
});

test('names for shells stay out of commands', () => {
  const path = '/home/$(reboot)';
  const login = { home: { ...home, path } };
  expect(examined(ROOM_ENTRIES, 'D39', seen({ login }))[0]?.cure.kind).toBe('words');
  const homeFiles = [file({ path: `${path}/.config`, own: true })];
  const [found] = examined(ROOM_ENTRIES, 'D39', seen({ login: { home: { ...home, path, writable: true }, homeFiles } }));
  expect(found?.cure.kind).toBe('words');
});
