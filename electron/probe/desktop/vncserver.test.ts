import { expect, test } from 'vitest';
import { parseVncserver, parseXstartup } from './vncserver';

test.each([
  ['tigervnc\n/usr/bin/vncserver\n/usr/bin/tigervncserver', { path: '/usr/bin/vncserver', of: 'tigervnc' }],
  ['turbovnc\n/usr/bin/vncserver\n/opt/TurboVNC/bin/vncserver', { path: '/usr/bin/vncserver', of: 'turbovnc' }],
  ['other\n/usr/local/bin/vncserver\n', { path: '/usr/local/bin/vncserver', of: 'other' }],
  ['nobody\n/x', undefined],
  ['', undefined],
])('%j', (text, expected) => {
  expect(parseVncserver(text)).toEqual(expected);
});

const file = (mode: string, ...lines: readonly string[]): string =>
  [`file ${mode} /home/op/.vnc/xstartup`, ...lines.map((line) => `\t${line}`), ''].join('\n');

test.each([
  ['starts a desktop', file('executable', '#!/bin/sh', 'unset SESSION_MANAGER', 'exec startxfce4 &'), { executable: true, starts: true }],
  ['is empty', file('executable'), { executable: true, starts: false }],
  ['only prepares', file('executable', '#!/bin/sh', '# startxfce4', '', 'export A=b', 'B=c', ':'), { executable: true, starts: false }],
  ['may not be run', file('plain', 'startxfce4'), { executable: false, starts: true }],
  ['sets a variable for its command', file('executable', 'VGL_DISPLAY=egl0 startxfce4'), { executable: true, starts: true }],
])('a start file that %s', (_name, text, expected) => {
  expect(parseXstartup(text)).toEqual({ path: '/home/op/.vnc/xstartup', ...expected });
});

test('of several, the one that cannot start a desktop', () => {
  const bad = file('executable', '#').replace('xstartup', 'xstartup.turbovnc');
  expect(parseXstartup(file('executable', 'openbox') + bad)?.path).toBe('/home/op/.vnc/xstartup.turbovnc');
  expect(parseXstartup('')).toBeUndefined();
});
