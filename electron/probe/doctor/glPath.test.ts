import { expect, test } from 'vitest';
import { curesOf, examined, testFaults } from '../../../e2e/support/faultCases';
import type { Facts } from '../../contract/probe';
import type { LogHit } from '../../contract/probe/desktop';
import { AT, changed, healthyFacts, type Change } from './fixtures';
import { GL_PATH_ENTRIES } from './glPath';
import { seenOf } from './seenFixtures';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const A10 = { device: 'egl1', node: '/dev/dri/card0', renderer: 'NVIDIA A10/PCIe/SSE2' };
const LLVMPIPE = { device: 'egl0', renderer: 'llvmpipe (LLVM 15.0.6, 256 bits)' };
const MESA = [{ path: '/usr/share/glvnd/egl_vendor.d/50_mesa.json', library: 'libEGL_mesa.so.0' }];
const INVALID: LogHit = {
  path: '/home/op/.vnc/gpu-a:3.log',
  kind: 'vgl-invalid-device',
  text: '[VGL]    245: Invalid EGL device',
  at: AT - 60_000,
};

/** The probe says that VirtualGL is not installed. */
function withoutVirtualgl(system: Facts['system'] = {}) {
  const facts = changed(healthyFacts(), { desktop: { virtualgl: undefined }, gl: { eglDevices: undefined }, system });
  const answers = facts.answers.map((answer) =>
    answer.name === 'virtualgl' ? { ...answer, state: 'absent' as const, why: 'VirtualGL is not installed.' } : answer,
  );
  return seenOf({ ...facts, answers });
}
const RELEASES = 'https://github.com/VirtualGL/virtualgl/releases/download/3.1.4';

testFaults(GL_PATH_ENTRIES, [
  {
    id: 'D67',
    fault: 'no VirtualGL beside an NVIDIA GPU',
    seen: withoutVirtualgl(),
    confidence: 'certain',
    severity: 'blocks',
    from: ['virtualgl'],
    shows: 'VirtualGL is not installed.',
    cure: `wget -P /tmp ${RELEASES}/virtualgl_3.1.4_amd64.deb; apt-get install -y /tmp/virtualgl_3.1.4_amd64.deb`,
  },
  {
    id: 'D48',
    fault: 'the faker is not in the loader’s path',
    seen: seen({ virtualgl: { inLoaderPath: false } }),
    confidence: 'certain',
    severity: 'blocks',
    from: ['virtualgl'],
    shows: 'VirtualGL 3.1.4: libvglfaker.so is not found',
    cure: 'echo /opt/VirtualGL/lib64 | tee /etc/ld.so.conf.d/virtualgl.conf; ldconfig; ldconfig -p | grep libvglfaker',
  },
  {
    id: 'D07',
    fault: 'only Mesa’s vendor file',
    seen: seen({ gl: { eglVendors: MESA, eglDevices: [LLVMPIPE] } }),
    confidence: 'certain',
    severity: 'blocks',
    from: ['egl-vendors', 'gl-libraries', 'egl-devices'],
    shows: /50_mesa\.json: libEGL_mesa\.so\.0\n/,
    cure: 'link-egl-vendor',
  },
  {
    id: 'D07',
    fault: 'no vendor file at all, without VirtualGL',
    seen: seen({ gl: { eglVendors: [], eglDevices: undefined } }),
    confidence: 'certain',
    from: ['egl-vendors', 'gl-libraries'],
    shows: 'no vendor file',
    cure: 'link-egl-vendor',
  },
  {
    id: 'D54',
    fault: 'llvmpipe before the GPU',
    seen: seen({ gl: { eglDevices: [LLVMPIPE, A10] } }),
    confidence: 'certain',
    severity: 'harms',
    from: ['egl-devices'],
    shows: 'egl0: llvmpipe (LLVM 15.0.6, 256 bits)\negl1, /dev/dri/card0: NVIDIA A10/PCIe/SSE2',
    cure: 'export VGL_DISPLAY=egl1',
  },
  {
    id: 'D05',
    fault: 'a log of a minute ago',
    seen: seen({ desktop: { logHits: [INVALID] } }),
    confidence: 'certain',
    severity: 'harms',
    from: ['vnc-logs', 'egl-devices'],
    shows: 'gpu-a:3.log: [VGL]    245: Invalid EGL device\negl0',
    cure: 'export VGL_DISPLAY=egl0',
  },
  {
    id: 'D05',
    fault: 'a log of a minute ago, and no GPU in EGL',
    seen: seen({ desktop: { logHits: [INVALID] }, gl: { eglDevices: [LLVMPIPE] } }),
    confidence: 'certain',
    from: ['vnc-logs', 'egl-devices'],
    shows: 'Invalid EGL device',
    cure: 'words',
  },
]);

test.each<[string, string, Change]>([
  ['D67', 'of VirtualGL that could not be asked for', { desktop: { virtualgl: undefined } }],
  [
    'D07',
    'of a missing vendor file without NVIDIA’s driver',
    { gl: { eglVendors: MESA, eglDevices: [LLVMPIPE] }, nvidia: { moduleLoaded: undefined, smi: undefined, gpus: [] } },
  ],
  ['D07', 'of a missing vendor file where EGL has the GPU in spite of it', { gl: { eglVendors: MESA } }],
  [
    'D07',
    'of a missing vendor file without the library: that is D11’s',
    { gl: { eglVendors: MESA, eglDevices: [LLVMPIPE], libraries: ['libEGL.so.1'] } },
  ],
  ['D54', 'of a device before the GPU that does not answer', { gl: { eglDevices: [{ device: 'egl0', renderer: '' }, A10] } }],
  ['D05', 'of a log from before the boot', { desktop: { logHits: [INVALID] }, system: { bootedAt: AT - 1000 } }],
])('%s is not said %s', (id, _of, change) => {
  expect(examined(GL_PATH_ENTRIES, id, seen(change))).toEqual([]);
});

test.each<[string, Facts['system'], string]>([
  ['Rocky', { packageManager: 'dnf' }, `dnf install -y ${RELEASES}/VirtualGL-3.1.4.x86_64.rpm`],
  ['CentOS 7', { packageManager: 'yum' }, `yum install -y ${RELEASES}/VirtualGL-3.1.4.x86_64.rpm`],
  [
    'SUSE on ARM',
    { packageManager: 'zypper', kernel: { release: '6.4.0', architecture: 'aarch64' } },
    `zypper --non-interactive install ${RELEASES}/VirtualGL-3.1.4.aarch64.rpm`,
  ],
  ['Arch', { packageManager: 'pacman' }, 'words'],
  ['RISC-V', { kernel: { release: '6.4.0', architecture: 'riscv64' } }, 'words'],
  ['an unknown system', { packageManager: undefined }, 'words'],
])('D67 names the package for %s', (_name, system, cure) => {
  expect(examined(GL_PATH_ENTRIES, 'D67', withoutVirtualgl(system)).map((found) => curesOf(found.cure))).toEqual([cure]);
});
