import { expect, test } from 'vitest';
import { parseVncLogs } from './vncLogs';

const LOG = '/home/op/.vnc/gpu-a:7.log';
/** 2026-11-22 03:39:13 UTC. */
const CHANGED = Date.UTC(2026, 10, 22, 3, 39, 13) / 1000;
const parse = (hit: string, zone = '+0000') => parseVncLogs(`at ${CHANGED} ${LOG}\nzone ${zone}\n${hit}\n`);

test('a known text, with its file and when that changed', () => {
  expect(parse(`vgl-invalid-device\t${LOG}\t\t[VGL]    245: Invalid EGL device`)).toEqual([
    { path: LOG, kind: 'vgl-invalid-device', text: '[VGL]    245: Invalid EGL device', at: CHANGED * 1000 },
  ]);
});

test.each([
  ['TurboVNC, 2 s before', '22/11/2026 03:39:11', '+0000', 1],
  ['TurboVNC, in another zone', '22/11/2026 05:39:11', '+0200', 1],
  ['TurboVNC, west of it', '21/11/2026 22:09:11', '-0530', 1],
  ['TurboVNC, an hour before', '22/11/2026 02:39:11', '+0000', 0],
  ['TigerVNC, 3 s before', 'Sun Nov 22 03:39:10 2026', '+0000', 1],
  ['TigerVNC, a day before', 'Sat Nov 21 03:39:10 2026', '+0000', 0],
  ['a log without a time', '', '+0000', 0],
  ['a time that is none', 'Sun Foo 22 03:39:10 2026', '+0000', 0],
])('an X proxy that was killed counts when its log began just before: %s', (_name, begun, zone, count) => {
  expect(parse(`killed-at-once\t${LOG}\t${begun}\tKilling Xvnc process ID 3962`, zone)).toHaveLength(count);
});

test('the newest first; unknown kinds and files are skipped', () => {
  const rows = [
    'at 100 /a.log',
    'at 200 /b.log',
    'disk-full\t/a.log\t\tx',
    'no-otp\t/b.log\t\ty\tz',
    'other\t/a.log\t\tx',
    'no-otp\t/c.log\t\tx',
  ];
  expect(parseVncLogs(rows.join('\n')).map(({ path, text }) => `${path} ${text}`)).toEqual(['/b.log y z', '/a.log x']);
});
