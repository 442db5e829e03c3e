import { expect, test } from 'vitest';
import { parseDesktopState, type Lists } from './desktopState';

const NONE: Lists = { files: { host: 'gpu-a', files: [] }, turbovnc: undefined };
const file = { path: '/home/op/.vnc/gpu-a:3.pid', host: 'gpu-a', display: 3, pid: 71, runs: 'proxy' as const };
const parse = (rows: readonly string[], lists = NONE) => parseDesktopState(rows.join('\n'), lists);

test('a desktop of ours', () => {
  const rows = [
    'desktop 3 71 S noted',
    'manager 3 yes',
    'access 3 closed',
    'in 3 programs',
    'in 3 dbus',
    'in 3 vgl',
    'in 3 usable /run/user/1000',
  ];
  expect(parse(rows)).toEqual([
    {
      display: 3,
      pid: 71,
      unlisted: false,
      windowManager: true,
      openToOthers: false,
      preloadsVirtualgl: true,
      dbus: true,
      runtimeDir: { path: '/run/user/1000', usable: true },
    },
  ]);
});

test('one that does not answer and runs nothing says only that it is there', () => {
  expect(parse(['desktop 3 71 T noted'])).toEqual([{ display: 3, pid: 71, unlisted: false }]);
  expect(parse(['desktop 3 71 S noted', 'manager 3 no', 'access 3 silent'])).toEqual([
    { display: 3, pid: 71, unlisted: false, windowManager: false },
  ]);
});

test('what none of its programs has is missing, and of two runtime directories the bad one counts', () => {
  const rows = [
    'desktop 3 71 S noted',
    'access 3 open to everyone: access control is off',
    'in 3 programs',
    'in 3 unusable /run/user/0',
    'in 3 usable /run/user/1000',
  ];
  expect(parse(rows)[0]).toMatchObject({
    openToOthers: true,
    preloadsVirtualgl: false,
    dbus: false,
    runtimeDir: { path: '/run/user/0', usable: false },
  });
});

test.each([
  ['nothing knows it', NONE, true],
  ['its pid file names it', { files: { host: 'gpu-a', files: [file] }, turbovnc: undefined }, false],
  ['its pid file is of another host', { files: { host: 'gpu-a', files: [{ ...file, host: 'gpu-b' }] }, turbovnc: undefined }, true],
  ['its pid file names another process', { files: { host: 'gpu-a', files: [{ ...file, pid: 72 }] }, turbovnc: undefined }, true],
  ['TurboVNC lists it', { ...NONE, turbovnc: [3] }, false],
  ['TurboVNC lists another', { ...NONE, turbovnc: [4] }, true],
  ['the pid files could not be read', { files: undefined, turbovnc: undefined }, false],
])('a desktop without notes of ours: %s', (_name, lists, unlisted) => {
  expect(parse(['desktop 3 71 S unnoted'], lists)[0]?.unlisted).toBe(unlisted);
});

test('what is said of a display without a desktop is skipped', () => {
  expect(parse(['manager 3 yes', 'in 0 dbus', 'desktop x 1 S noted'])).toEqual([]);
});
