import { expect, test } from 'vitest';
import { parseVirtualgl, parseVirtualglSetup } from './virtualgl';

// As recorded from VirtualGL 3.1.4.
const VERSION = 'VirtualGL v3.1.4 (Build 20261122)\n';

test.each([
  ['the loader has it', `${VERSION}\tlibvglfaker.so (libc6,x86-64) => /usr/lib64/libvglfaker.so`, true],
  ['LD_LIBRARY_PATH has it', `${VERSION}/opt/VirtualGL/lib64/libvglfaker.so`, true],
  ['nothing finds it', VERSION, false],
])('%s', (_name, text, inLoaderPath) => {
  expect(parseVirtualgl(text)).toEqual({ version: '3.1.4', inLoaderPath });
});

test('no version is not understood', () => {
  expect(parseVirtualgl('vglrun: command not found')).toBeUndefined();
});

// The modprobe options as vglserver_config of 3.1.4 writes them with +egl, and with +egl +s +f.
const CLOSED = 'options nvidia NVreg_DeviceFileUID=0 NVreg_DeviceFileGID=1006 NVreg_DeviceFileMode=0660';
const OPEN = 'options nvidia NVreg_DeviceFileUID=0 NVreg_DeviceFileGID=0 NVreg_DeviceFileMode=0666';

test.each([
  [
    'not configured',
    'login op\naccount op\nkey absent',
    { group: false, inGroup: false, groupPending: false, xauthKey: 'absent', restricted: false },
  ],
  [
    'for a group, this login in it',
    `group vglusers:x:1006\nlogin op vglusers\naccount op vglusers\nkey readable\n${CLOSED}`,
    { group: true, inGroup: true, groupPending: false, xauthKey: 'readable', restricted: true },
  ],
  [
    'for a group, which the account has since joined',
    `group vglusers:x:1006\nlogin op\naccount op vglusers\nkey unreadable\n${CLOSED}`,
    { group: true, inGroup: false, groupPending: true, xauthKey: 'unreadable', restricted: true },
  ],
  ['for everybody', `login op\naccount op\nkey absent\n${OPEN}`, { group: false, restricted: false }],
])('%s', (_name, text, expected) => {
  expect(parseVirtualglSetup(text)).toMatchObject(expected);
});

test('without the groups of the login nothing is said', () => {
  expect(parseVirtualglSetup('key readable')).toBeUndefined();
});
