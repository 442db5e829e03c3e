import { expect, test } from 'vitest';
import { examined, testFaults } from '../../../e2e/support/faultCases';
import { changed, healthyFacts, type Change } from './fixtures';
import { GL_PROGRAM_ENTRIES } from './glPrograms';
import { seenOf } from './seenFixtures';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const LAVAPIPE = { name: 'llvmpipe (LLVM 15.0.6, 256 bits)', type: 'cpu', driver: 'DRIVER_ID_MESA_LLVMPIPE' } as const;
const MESA = [{ path: '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json', library: 'libvulkan_lvp.so' }];

testFaults(GL_PROGRAM_ENTRIES, [
  {
    id: 'D34',
    fault: 'vulkaninfo finds the CPU only',
    seen: seen({ gl: { vulkan: [LAVAPIPE], vulkanDrivers: MESA } }),
    confidence: 'certain',
    severity: 'harms',
    from: ['vulkan-drivers', 'vulkan'],
    shows: 'lvp_icd.x86_64.json: libvulkan_lvp.so\nllvmpipe (LLVM 15.0.6, 256 bits): cpu',
    cure: 'apt-get update; DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends nvidia-vulkan-icd',
  },
  {
    id: 'D34',
    fault: 'only Mesa’s driver files, without vulkaninfo',
    seen: seen({ gl: { vulkan: undefined, vulkanDrivers: MESA }, system: { os: undefined } }),
    confidence: 'likely',
    severity: 'note',
    from: ['vulkan-drivers'],
    shows: 'libvulkan_lvp.so',
    cure: 'words',
  },
  {
    id: 'D35',
    fault: 'Chrome beside an older VirtualGL',
    seen: seen({ virtualgl: { version: '3.1.1' }, system: { packages: { 'google-chrome-stable': '130.0' } } }),
    confidence: 'possible',
    severity: 'note',
    from: ['packages', 'virtualgl'],
    shows: 'google-chrome-stable\nVirtualGL 3.1.1',
    cure: 'google-chrome --in-process-gpu --use-gl=egl',
  },
]);

test.each<[string, string, Change]>([
  ['D34', 'of a host that has no Vulkan at all', { gl: { libraries: ['libGL.so.1'], vulkan: undefined, vulkanDrivers: MESA } }],
  ['D34', 'of a host without any driver file', { gl: { vulkan: undefined, vulkanDrivers: [] } }],
  ['D34', 'of the CPU beside the GPU', { gl: { vulkan: [LAVAPIPE, { ...LAVAPIPE, type: 'discrete' }] } }],
  ['D35', 'of browsers under a VirtualGL that knows them', { system: { packages: { chromium: '130.0' } } }],
])('%s is not said %s', (id, _of, change) => {
  expect(examined(GL_PROGRAM_ENTRIES, id, seen(change))).toEqual([]);
});
