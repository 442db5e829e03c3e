import { describe, expect, test } from 'vitest';
import { curesOf, examined, testFaults } from '../../../e2e/support/faultCases';
import type { Facts } from '../../contract/probe';
import { changed, healthyFacts, type Change } from './fixtures';
import { MISSING_DRIVER_ENTRIES } from './missingDriver';
import { seenOf } from './seenFixtures';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const os = (id: string, family: 'debian' | 'redhat' | 'suse' | 'arch'): Facts['system']['os'] => ({ id, version: '1', name: id, family });
const UBUNTU: Facts['system'] = { os: os('ubuntu', 'debian') };
const ROCKY: Facts['system'] = { os: os('rocky', 'redhat'), packageManager: 'dnf' };
const pci = (driver?: string): Facts['gpu']['pci'] => [
  { pci: '0000:07:00.0', vendor: 'nvidia', name: 'A10', ...(driver === undefined ? {} : { driver }) },
];
/** The GPU is there, and nothing of the driver. */
const BARE: Change = {
  gpu: { pci: pci(), modules: [] },
  nvidia: {
    moduleLoaded: undefined,
    moduleOnDisk: undefined,
    userSpace: undefined,
    dkms: [],
    gpus: [],
    smi: { kind: 'failed', failure: 'not-installed', text: '' },
  },
};
const bare = (change: Change = {}): Change => ({
  ...BARE,
  ...change,
  gpu: { ...BARE.gpu, ...change.gpu },
  nvidia: { ...BARE.nvidia, ...change.nvidia },
});
const without = (change: Change = {}) => seen(bare(change));
const GL_GONE: Facts['gl'] = {
  libraries: ['libGL.so.1', 'libEGL.so.1', 'libnvidia-ml.so.1'],
  eglDevices: [{ device: 'egl0', renderer: 'llvmpipe' }],
};
const DEBIAN_GL = 'libgl1-nvidia-glvnd-glx libegl-nvidia0 nvidia-egl-icd';
const APT = 'apt-get update; DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends';
const NO_DRIVER = { kind: 'failed', failure: 'no-driver', text: 'couldn’t communicate with the NVIDIA driver' } as const;

testFaults(MISSING_DRIVER_ENTRIES, [
  {
    id: 'D10',
    fault: 'no driver at all',
    seen: without(),
    confidence: 'certain',
    severity: 'blocks',
    from: ['pci'],
    shows: '0000:07:00.0 A10: no driver',
    cure: `${APT} nvidia-driver ${DEBIAN_GL}`,
  },
  {
    id: 'D10',
    fault: 'nouveau has the GPU',
    seen: without({ gpu: { pci: pci('nouveau'), modules: ['nouveau'] }, gl: { eglDevices: [] } }),
    confidence: 'certain',
    severity: 'blocks',
    from: ['pci', 'kernel-modules'],
    shows: 'driver nouveau\nnouveau',
    cure: 'echo blacklist nouveau | tee /etc/modprobe.d/blacklist-nouveau.conf; update-initramfs -u',
  },
  {
    id: 'D10',
    fault: 'nouveau has the GPU and draws',
    seen: without({ gpu: { pci: pci('nouveau') }, gl: { eglDevices: [{ device: 'egl0', renderer: 'NV172' }] }, system: ROCKY }),
    confidence: 'certain',
    severity: 'harms',
    from: ['pci', 'kernel-modules'],
    shows: 'nouveau',
    cure: 'echo blacklist nouveau | tee /etc/modprobe.d/blacklist-nouveau.conf; dracut --force',
  },
  {
    id: 'D10',
    fault: 'not built for the kernel that runs',
    seen: without({ nvidia: { smi: NO_DRIVER, dkms: ['nvidia/550.163.01, 6.1.0-27-amd64, x86_64: installed'] } }),
    confidence: 'certain',
    from: ['pci', 'nvidia-smi', 'dkms', 'kernel'],
    shows: /6\.1\.0-27-amd64, x86_64: installed\n6\.1\.0-28-amd64/,
    cure: 'apt-get install -y linux-headers-6.1.0-28-amd64; dkms autoinstall -k 6.1.0-28-amd64; modprobe nvidia',
  },
  {
    id: 'D10',
    fault: 'Secure Boot refuses the module',
    seen: without({ nvidia: { smi: NO_DRIVER, moduleOnDisk: '550.163.01' }, system: { secureBoot: true } }),
    confidence: 'likely',
    from: ['pci', 'nvidia-smi', 'nvidia-module', 'secure-boot'],
    shows: 'Secure Boot is on',
    cure: 'mokutil --import /var/lib/dkms/mok.pub',
  },
  {
    id: 'D10',
    fault: 'the module is there and not loaded',
    seen: without({ nvidia: { smi: NO_DRIVER, moduleOnDisk: '550.163.01' } }),
    confidence: 'likely',
    from: ['pci', 'nvidia-smi', 'nvidia-module'],
    shows: 'it is not loaded',
    cure: 'modprobe nvidia; dmesg | grep -i nvidia',
  },
  {
    id: 'D10',
    fault: 'nvidia-smi alone, without a GPU',
    seen: without({ gpu: { pci: [] }, nvidia: { smi: NO_DRIVER } }),
    confidence: 'possible',
    severity: 'note',
    from: ['nvidia-smi'],
    shows: 'couldn’t communicate',
    cure: 'words',
  },
  {
    id: 'D10',
    fault: 'the driver without its tools',
    seen: seen({ nvidia: { smi: { kind: 'failed', failure: 'not-installed', text: '' }, gpus: [] } }),
    confidence: 'certain',
    severity: 'harms',
    from: ['nvidia-smi', 'nvidia-module'],
    shows: 'nvidia-smi: not found',
    cure: `${APT} nvidia-smi`,
  },
  {
    id: 'D11',
    fault: 'a headless driver',
    seen: seen({ gl: GL_GONE, nvidia: { headlessPackages: ['nvidia-headless-550-server'] }, system: UBUNTU }),
    confidence: 'certain',
    severity: 'blocks',
    from: ['gl-libraries', 'packages', 'egl-devices'],
    shows: /not found: libGLX_nvidia.so, libEGL_nvidia.so\n[^\n]*\nnvidia-headless-550-server\negl0: llvmpipe/,
    cure: `${APT} libnvidia-gl-550-server`,
  },
  {
    id: 'D11',
    fault: 'one of the two libraries, without VirtualGL',
    seen: seen({ gl: { libraries: ['libEGL_nvidia.so.0'], eglDevices: undefined }, system: ROCKY }),
    confidence: 'certain',
    from: ['gl-libraries'],
    shows: 'not found: libGLX_nvidia.so\n',
    cure: 'dnf install -y nvidia-driver-libs',
  },
  {
    id: 'D11',
    fault: 'a container with the GPU for computing',
    seen: seen({ gl: GL_GONE, system: { virtualisation: 'docker' } }),
    confidence: 'certain',
    from: ['gl-libraries', 'egl-devices'],
    shows: 'not found',
    cure: 'words',
  },
]);

describe('D10 is not said', () => {
  test.each<[string, Change]>([
    ['of a GPU that a virtual machine has', { gpu: { pci: pci('vfio-pci') } }],
    ['when the driver has the GPU, and its version cannot be read', { gpu: { pci: pci('nvidia') } }],
    ['when nvidia-smi was too slow', { gpu: { pci: pci('nvidia') }, nvidia: { smi: { kind: 'failed', failure: 'timeout', text: '' } } }],
    ['of an AMD GPU', { gpu: { pci: [{ pci: '0000:03:00.0', vendor: 'amd', name: 'Navi', driver: 'amdgpu' }] } }],
  ])('%s', (_name, change) => {
    expect(examined(MISSING_DRIVER_ENTRIES, 'D10', without(change))).toEqual([]);
  });

  test('when the kernel module of DKMS is built, it is not blamed', () => {
    const dkms = ['nvidia/550.163.01, 6.1.0-28-amd64, x86_64: installed'];
    expect(examined(MISSING_DRIVER_ENTRIES, 'D10', without({ nvidia: { dkms } }))[0]?.evidence.map(({ from }) => from)).toEqual(['pci']);
  });
});

test('a driver without tools explains nothing else', () => {
  const change = { nvidia: { smi: { kind: 'failed' as const, failure: 'no-library' as const, text: 'libnvidia-ml.so' }, gpus: [] } };
  expect(examined(MISSING_DRIVER_ENTRIES, 'D10', seen(change))[0]?.explains).toEqual([]);
});

test('D11 is not said where EGL has the GPU in spite of it', () => {
  expect(examined(MISSING_DRIVER_ENTRIES, 'D11', seen({ gl: { libraries: [] } }))).toEqual([]);
});

test.each<[string, Facts['system'], string]>([
  ['Ubuntu', UBUNTU, 'ubuntu-drivers install'],
  ['Rocky', ROCKY, 'dnf install -y nvidia-open'],
  ['openSUSE', { os: os('opensuse-leap', 'suse'), packageManager: 'zypper' }, 'words'],
  ['a system of which nothing is known', { os: undefined, packageManager: undefined }, 'words'],
])('D10 names the driver’s package of %s', (_name, system, cure) => {
  expect(examined(MISSING_DRIVER_ENTRIES, 'D10', without({ system })).map((finding) => curesOf(finding.cure))).toEqual([cure]);
});
