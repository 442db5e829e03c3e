import { expect, test } from 'vitest';
import { examined, testFaults } from '../../../e2e/support/faultCases';
import type { LogHit } from '../../contract/probe/desktop';
import { AT, changed, healthyFacts, xServer, type Change } from './fixtures';
import { seenOf } from './seenFixtures';
import { THREE_D_SERVER_ENTRIES } from './threeDServer';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const LOG = '/home/op/.vnc/gpu-a:3.log';
const hit = (kind: LogHit['kind'], text: string): LogHit => ({ path: LOG, kind, text, at: AT - 60_000 });
const NO_DISPLAY = hit('vgl-no-display', '[VGL] ERROR: Could not open display :0.');
const REFUSED = hit('x-unauthorised', 'Authorization required, but no authorization protocol specified');
const XORG = xServer({ kind: 'Xorg', pid: 900, user: 'root', own: false, display: 0 });
const GREETER = { user: 'gdm', type: 'wayland', display: ':1024', greeter: true };
const GDM: Change['desktop'] = { displayManager: { name: 'gdm3', version: '43.0', active: true }, seats: [GREETER] };
const LLVMPIPE = [{ device: 'egl0', renderer: 'llvmpipe (LLVM 15.0.6, 256 bits)' }];
const startUp = (text: string): Change => ({
  login: { startUpLines: [{ path: '/home/op/.bashrc', line: 12, kind: 'vgl-display', text }] },
});

testFaults(THREE_D_SERVER_ENTRIES, [
  {
    id: 'D03',
    fault: 'no 3D X server runs',
    seen: seen({ desktop: { logHits: [NO_DISPLAY] } }),
    confidence: 'certain',
    severity: 'harms',
    from: ['vnc-logs', 'x-servers', 'virtualgl-setup'],
    shows: 'gpu-a:3.log: [VGL] ERROR: Could not open display :0.\nno Xorg runs\n/etc/opt/VirtualGL/vgl_xauth_key: absent',
    cure: 'export VGL_DISPLAY=egl0',
  },
  {
    id: 'D03',
    fault: 'no 3D X server runs, and EGL has no GPU',
    seen: seen({ desktop: { logHits: [NO_DISPLAY] }, gl: { eglDevices: LLVMPIPE } }),
    confidence: 'certain',
    from: ['vnc-logs', 'x-servers', 'virtualgl-setup'],
    shows: 'no Xorg runs',
    cure: 'words',
  },
  {
    id: 'D03',
    fault: 'its key is the group’s',
    seen: seen({
      desktop: { logHits: [NO_DISPLAY, REFUSED], xServers: [XORG, xServer()] },
      virtualgl: { xauthKey: 'unreadable', group: true },
    }),
    confidence: 'certain',
    from: ['vnc-logs', 'vnc-logs', 'x-servers', 'virtualgl-setup'],
    shows: 'Authorization required, but no authorization protocol specified\nXorg :0, user root\n',
    cure: 'join-group vglusers',
  },
  {
    id: 'D03',
    fault: 'it refuses this login',
    seen: seen({ desktop: { logHits: [NO_DISPLAY, REFUSED], xServers: [XORG] } }),
    confidence: 'certain',
    from: ['vnc-logs', 'vnc-logs', 'x-servers', 'virtualgl-setup'],
    shows: 'Authorization required',
    cure: 'export VGL_DISPLAY=egl0',
  },
  {
    id: 'D03',
    fault: 'a start-up file names a display where nothing runs',
    seen: seen(startUp('export VGL_DISPLAY=":0.0"')),
    subject: '/home/op/.bashrc:12',
    confidence: 'likely',
    from: ['start-up-files'],
    shows: '/home/op/.bashrc:12: export VGL_DISPLAY=":0.0"',
    cure: 'words',
  },
  {
    id: 'D04',
    fault: 'GDM on Wayland, and a desktop wanted :0',
    seen: seen({ desktop: { ...GDM, logHits: [NO_DISPLAY], xServers: [{ ...XORG, kind: 'Xwayland', user: 'gdm', display: 1024 }] } }),
    confidence: 'certain',
    severity: 'harms',
    from: ['display-manager', 'seats', 'x-servers', 'vnc-logs'],
    shows: 'gdm3 43.0, active\ngdm: wayland, login screen\nXwayland :1024, user gdm\n',
    cure: 'words',
  },
  {
    id: 'D04',
    fault: 'GDM 49, and VirtualGL was set up for GLX',
    seen: seen({
      desktop: { displayManager: { name: 'gdm', version: '49.1', active: true }, seats: undefined },
      virtualgl: { xauthKey: 'readable' },
    }),
    confidence: 'likely',
    from: ['display-manager', 'x-servers'],
    shows: 'gdm 49.1, active\nno Xorg runs',
    cure: 'words',
  },
  {
    id: 'D79',
    fault: 'an X server without GLX',
    seen: seen({ desktop: { logHits: [hit('vgl-no-glx', 'The EGL back end requires a 2D X server with a GLX extension.')] } }),
    confidence: 'certain',
    severity: 'harms',
    from: ['vnc-logs'],
    shows: 'requires a 2D X server with a GLX extension',
    cure: 'words',
  },
]);

test.each<[string, string, Change]>([
  ['D03', 'of a start-up file that names EGL', startUp('export VGL_DISPLAY=egl0')],
  ['D03', 'of a start-up file that names a server which runs', { ...startUp('VGL_DISPLAY=:0'), desktop: { xServers: [XORG] } }],
  ['D03', 'of a start-up file when the servers are not known', { ...startUp('VGL_DISPLAY=:0'), desktop: { xServers: undefined } }],
  ['D03', 'of an old log', { desktop: { logHits: [{ ...NO_DISPLAY, at: AT - 7_200_000 }] } }],
  ['D04', 'of GDM on Wayland where EGL is used', { desktop: GDM }],
  ['D04', 'of a GDM that is not active', { desktop: { ...GDM, displayManager: { name: 'gdm3', active: false }, logHits: [NO_DISPLAY] } }],
  ['D04', 'of GDM with an Xorg', { desktop: { ...GDM, logHits: [NO_DISPLAY], xServers: [XORG] } }],
])('%s is not said %s', (id, _of, change) => {
  expect(examined(THREE_D_SERVER_ENTRIES, id, seen(change))).toEqual([]);
});
