import { expect, test } from 'vitest';
import { curesOf, examined, testFaults } from '../../../e2e/support/faultCases';
import type { XServer } from '../../contract/probe/desktop';
import { changed, healthyFacts, healthySoftware, xServer, type Change } from './fixtures';
import { seenOf } from './seenFixtures';
import { XORG_ENTRIES } from './xorg';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const xorg = (own: Partial<XServer> = {}): XServer =>
  xServer({ kind: 'Xorg', pid: 900, user: 'root', own: false, display: 10, turbovnc: false, securityTypes: undefined, ...own });
const LOG = '/var/log/Xorg.10.log';
/** Lines of recorded logs, without their times. */
const errors = (...texts: readonly string[]) => ({ desktop: { xorgErrors: texts.map((text) => ({ path: LOG, text })) } });
const NO_SCREENS = '(EE) no screens found(EE)';
const CONFIGURE =
  'nvidia-xconfig -o /etc/X11/xorg-gpu.conf --busid PCI:10@0:0:0 --only-one-x-screen --no-probe-all-gpus --use-display-device=None ' +
  '--allow-empty-initial-configuration';
const AT_0A = { gpu: { pci: [{ pci: '0000:0a:00.0', vendor: 'nvidia', name: 'A10', driver: 'nvidia' }] } } as const;
const EL10 = { os: { id: 'rocky', version: '10.1', name: 'Rocky Linux 10.1', family: 'redhat' } } as const;

testFaults(XORG_ENTRIES, [
  {
    id: 'D30',
    fault: 'a BusID that names no device',
    seen: seen({ ...errors('(EE) No devices detected.', NO_SCREENS), gpu: { pci: [...AT_0A.gpu.pci] } }),
    subject: LOG,
    confidence: 'certain',
    severity: 'note',
    from: ['xorg-log'],
    shows: /^\/var\/log\/Xorg\.10\.log\n[^\n]*No devices detected\.\n[^\n]*no screens found/,
    cure: CONFIGURE,
  },
  {
    id: 'D30',
    fault: 'no reason that is known, and no GPU in EGL',
    seen: seen({ ...errors(NO_SCREENS), gpu: { pci: [...AT_0A.gpu.pci] }, gl: { eglDevices: [] } }),
    subject: LOG,
    confidence: 'certain',
    severity: 'harms',
    from: ['xorg-log'],
    shows: 'no screens found',
    cure: CONFIGURE,
  },
  {
    id: 'D30',
    fault: 'without NVIDIA’s driver for X',
    seen: seen(errors('(EE) Failed to load module "nvidia" (module does not exist, 0)', NO_SCREENS)),
    subject: LOG,
    confidence: 'certain',
    from: ['xorg-log'],
    shows: 'module does not exist',
    cure: 'words',
  },
  {
    id: 'D30',
    fault: 'without a GPU',
    seen: seenOf(changed(healthySoftware(), errors('(EE) No devices detected.', NO_SCREENS))),
    subject: LOG,
    confidence: 'possible',
    severity: 'note',
    from: ['xorg-log'],
    shows: 'no screens found',
    cure: 'words',
  },
  {
    id: 'D31',
    fault: 'two servers with the same nodes open',
    seen: seen({
      desktop: {
        xServers: [
          xorg({ nodes: ['/dev/nvidiactl', '/dev/nvidia0', '/dev/dri/card0'] }),
          xorg({ pid: 901, display: 11, elsewhere: true, nodes: ['/dev/nvidia0', '/dev/dri/card0'] }),
        ],
      },
    }),
    subject: ':10 :11',
    confidence: 'likely',
    severity: 'harms',
    from: ['x-servers'],
    shows: /Xorg :10, pid 900, user root, \/dev\/nvidia0[^\n]*\nXorg :11, pid 901/,
    cure: 'words',
  },
  {
    id: 'D31',
    fault: 'two servers with the same BusID',
    seen: seen({ desktop: { xServers: [xorg({ pci: 'PCI:7@0:0:0' }), xorg({ pid: 901, display: undefined, pci: 'PCI:7@0:0:0' })] } }),
    subject: ':10 pid 901',
    confidence: 'likely',
    from: ['x-servers'],
    shows: 'PCI:7@0:0:0',
    cure: 'words',
  },
  {
    id: 'D50',
    fault: 'an Xorg without XTEST that x11vnc shows',
    seen: seen({ desktop: { xServers: [xorg({ xtestOff: true }), xorg({ kind: 'x11vnc', pid: 902 })] } }),
    subject: ':10',
    confidence: 'certain',
    severity: 'harms',
    from: ['x-servers'],
    shows: 'XTEST is off',
    cure: '/opt/VirtualGL/bin/vglserver_config +glx -s -f +t',
  },
  {
    id: 'D74',
    fault: 'Enterprise Linux 10',
    seen: seen({ system: EL10, desktop: { xorg: undefined } }),
    confidence: 'certain',
    severity: 'note',
    from: ['os'],
    shows: 'Rocky Linux 10.1',
    cure: 'words',
  },
]);

test.each<[string, string, Change]>([
  ['D30', 'of a log whose server runs again', { desktop: { ...errors(NO_SCREENS).desktop, xServers: [xorg()] } }],
  ['D30', 'of the log before the last one', { desktop: { xorgErrors: [{ path: `${LOG}.old`, text: NO_SCREENS }] } }],
  ['D30', 'of other errors in a log', errors('(EE) dbus-core: error connecting to system bus: org.freedesktop.DBus.Error.FileNotFound')],
  [
    'D31',
    'of two servers on two GPUs',
    { desktop: { xServers: [xorg({ nodes: ['/dev/nvidia0'] }), xorg({ pid: 901, nodes: ['/dev/nvidia1'] })] } },
  ],
  [
    'D31',
    'of a login screen beside its desktop',
    { desktop: { xServers: [xorg({ user: 'gdm', nodes: ['/dev/nvidia0'] }), xorg({ pid: 901, nodes: ['/dev/nvidia0'] })] } },
  ],
  ['D31', 'of two servers with a dummy driver', { desktop: { xServers: [xorg({ nodes: [] }), xorg({ pid: 901 })] } }],
  ['D50', 'of an Xorg without XTEST that nobody shows', { desktop: { xServers: [xorg({ xtestOff: true })] } }],
])('%s is not said %s', (id, _of, change) => {
  expect(examined(XORG_ENTRIES, id, seen(change))).toEqual([]);
});

test.each([
  ['fedora', '41'],
  ['amzn', '2023'],
  ['rocky', '9.4'],
])('D74 is not said of %s %s, which has an Xorg', (id, version) => {
  const system = { os: { id, version, name: id, family: 'redhat' } } as const;
  expect(examined(XORG_ENTRIES, 'D74', seen({ system, desktop: { xorg: undefined } }))).toEqual([]);
});

test.each<[string, string]>([
  ['(EE) NVIDIA: Failed to initialize the NVIDIA kernel module.', 'kernel module'],
  ['(EE) modeset(0): drmSetMaster failed: Device or resource busy', 'Another X server'],
])('D30 reads the reason: %s', (line, cause) => {
  const [found] = examined(XORG_ENTRIES, 'D30', seen(errors(line, NO_SCREENS)));
  expect(found?.cause).toContain(cause);
  expect(found && curesOf(found.cure)).toBe('words');
});
