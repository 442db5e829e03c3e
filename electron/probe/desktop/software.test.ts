import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseDbus, parseTools, parseWindowManagers, parseX11vnc, parseXorg, parseXProxies } from './software';

const recorded = (name: string): string => readFileSync(join(import.meta.dirname, `../recorded/${name}.txt`), 'utf8');

test('X proxies', () => {
  expect(parseXProxies('turbovnc 3.3 /opt/TurboVNC/bin/Xvnc\ntigervnc 1.12.0 /usr/bin/Xtigervnc\nkasmvnc 1 /x\ntigervnc 1')).toEqual([
    { kind: 'turbovnc', version: '3.3', path: '/opt/TurboVNC/bin/Xvnc' },
    { kind: 'tigervnc', version: '1.12.0', path: '/usr/bin/Xtigervnc' },
  ]);
});

test('window managers', () => {
  expect(parseWindowManagers('xfce Xfce Session\nopenbox Openbox\n\nnoname\n$(x) y')).toEqual([
    { id: 'xfce', name: 'Xfce Session' },
    { id: 'openbox', name: 'Openbox' },
  ]);
});

test('Xorg, as recorded from 21.1.7, with and without NVIDIA’s driver', () => {
  expect(parseXorg(recorded('xorg/Xorg_-version'))).toEqual({ version: '1.21.1.7', nvidiaDriver: false });
  expect(parseXorg(`${recorded('xorg/Xorg_-version')}\n/usr/lib/xorg/modules/drivers/nvidia_drv.so\n`)?.nvidiaDriver).toBe(true);
  expect(parseXorg('/usr/lib/xorg/Xorg.wrap: Only console users are allowed to run the X server')).toBeUndefined();
});

test('x11vnc, as recorded from Debian 12', () => {
  expect(parseX11vnc(recorded('x11vnc/x11vnc_-version'))).toBe('0.9.16');
  expect(parseX11vnc('sh: x11vnc: not found')).toBeUndefined();
});

test('D-Bus', () => {
  expect(parseDbus('dbus-launch /opt/conda/bin/dbus-launch\ndbus-daemon /usr/bin/dbus-daemon')).toEqual({
    launch: '/opt/conda/bin/dbus-launch',
    daemon: true,
  });
  expect(parseDbus('')).toEqual({ daemon: false });
});

test('tools', () => {
  expect(parseTools('present xprop\nmissing xwd\npresent perl')).toEqual({ present: ['xprop', 'perl'], missing: ['xwd'] });
  expect(parseTools('noise')).toBeUndefined();
});
