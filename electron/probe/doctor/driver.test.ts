import { describe, expect, test } from 'vitest';
import { curesOf, examined, testFaults } from '../../../e2e/support/faultCases';
import { DRIVER_ENTRIES } from './driver';
import { changed, healthyFacts, healthySoftware, type Change } from './fixtures';
import { seenOf } from './seenFixtures';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const A10 = { pci: '0000:07:00.0', vendor: 'nvidia', name: 'A10' } as const;
const MISMATCH = {
  smi: { kind: 'failed', failure: 'mismatch', text: 'Failed to initialize NVML: Driver/library version mismatch' },
  gpus: [],
} as const;
const RELOAD = 'fuser -v /dev/nvidia*; modprobe -r nvidia_uvm nvidia_drm nvidia_modeset nvidia; modprobe nvidia';

testFaults(
  // A host without GPU is told so: D78 has tests of its own.
  DRIVER_ENTRIES.filter(({ id }) => id !== 'D78'),
  [
    {
      id: 'D09',
      fault: 'nvidia-smi says so, after an update',
      seen: seen({ nvidia: { ...MISMATCH, gpus: [], userSpace: '550.107', changes: ['2026-11-20 06:12 550.90 → 550.107'] } }),
      confidence: 'certain',
      severity: 'blocks',
      from: ['nvidia-smi', 'nvidia-module', 'nvidia-packages-log'],
      shows: /mismatch\nkernel module that runs: 550\.163\.01\n[^\n]*on disk[^\n]*\nlibraries: 550\.107\n2026-11-20/,
      cure: RELOAD,
    },
    {
      id: 'D09',
      fault: 'nvidia-smi fails otherwise, and the versions differ',
      seen: seen({ nvidia: { smi: { kind: 'failed', failure: 'other', text: '' }, gpus: [], userSpace: '550.107' } }),
      confidence: 'likely',
      from: ['nvidia-smi', 'nvidia-module'],
      shows: 'libraries: 550.107',
      cure: RELOAD,
    },
    {
      id: 'D09',
      fault: 'in a container',
      seen: seen({ system: { virtualisation: 'docker' }, nvidia: { ...MISMATCH, gpus: [] } }),
      confidence: 'certain',
      from: ['nvidia-smi', 'nvidia-module'],
      shows: 'mismatch',
      cure: 'words',
    },
    {
      id: 'D75',
      fault: 'the only GPU bound to vfio-pci',
      seen: seen({ gpu: { pci: [{ ...A10, driver: 'vfio-pci' }] } }),
      subject: '0000:07:00.0',
      confidence: 'certain',
      severity: 'blocks',
      from: ['pci'],
      shows: '0000:07:00.0 A10: driver vfio-pci',
      cure: 'words',
    },
    {
      id: 'D75',
      fault: 'one of two GPUs bound to vfio-pci',
      seen: seen({
        gpu: {
          pci: [
            { ...A10, driver: 'nvidia' },
            { ...A10, pci: '0000:08:00.0', driver: 'vfio-pci' },
          ],
        },
      }),
      subject: '0000:08:00.0',
      confidence: 'possible',
      severity: 'note',
      from: ['pci'],
      shows: '0000:08:00.0',
      cure: 'words',
    },
    {
      id: 'D64',
      fault: 'a reboot is pending, and the host says why',
      seen: seen({ system: { rebootRequired: 'linux-image-6.1.0-29-amd64' } }),
      confidence: 'certain',
      severity: 'note',
      from: ['reboot'],
      shows: 'linux-image-6.1.0-29-amd64',
      cure: 'words',
    },
    {
      id: 'D64',
      fault: 'a reboot is pending',
      seen: seen({ system: { rebootRequired: '' } }),
      confidence: 'certain',
      from: ['reboot'],
      shows: 'A reboot is required.',
      cure: 'words',
    },
  ],
);

test('D09: libraries of another version beside those that work are no fault', () => {
  expect(examined(DRIVER_ENTRIES, 'D09', seen({ nvidia: { userSpace: '535.161.08' } }))).toEqual([]);
});

describe('D78, no GPU', () => {
  const found = (change: Change) => examined(DRIVER_ENTRIES, 'D78', seenOf(changed(healthySoftware(), change)));

  test('is a note', () => {
    const [finding] = found({});
    expect(finding).toMatchObject({ id: 'D78', severity: 'note', confidence: 'certain', explains: [] });
    expect(finding?.evidence).toEqual([{ from: 'pci', command: 'ask pci', text: 'no display device' }]);
    expect(finding && curesOf(finding.cure)).toBe('words');
  });

  test.each<[string, Change]>([
    ['PCI was not read', { gpu: { pci: undefined } }],
    ['an EGL device is no CPU', { gl: { eglDevices: [{ device: 'egl0', renderer: 'D3D12 (NVIDIA RTX A4000)' }] } }],
    ['there is a render node', { gpu: { drm: [{ card: '/dev/dri/card0', render: '/dev/dri/renderD128', driver: 'panfrost' }] } }],
    ['NVIDIA’s module runs without PCI', { nvidia: { moduleLoaded: '550.163.01' } }],
  ])('is not said when %s', (_name, change) => {
    expect(found(change)).toEqual([]);
  });

  test('a server’s own console chip is no GPU', () => {
    expect(found({ gpu: { pci: [{ pci: '0000:02:00.0', vendor: 'server', name: 'ASPEED', driver: 'ast' }] } })).toHaveLength(1);
  });
});
