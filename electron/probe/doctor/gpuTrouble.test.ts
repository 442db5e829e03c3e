import { describe, expect, test } from 'vitest';
import { examined, testFaults } from '../../../e2e/support/faultCases';
import type { KernelLogEntry, SmiFailure } from '../../contract/probe/gpu';
import type { z } from 'zod';
import { changed, healthyFacts, type Change } from './fixtures';
import { GPU_TROUBLE_ENTRIES } from './gpuTrouble';
import { seenOf } from './seenFixtures';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const failed = (failure: z.infer<typeof SmiFailure>, text = ''): Change['nvidia'] => ({ smi: { kind: 'failed', failure, text }, gpus: [] });
const xid = (number: number, pci = '0000:07:00.0'): KernelLogEntry => ({
  kind: 'xid',
  xid: number,
  pci,
  text: `NVRM: Xid (PCI:${pci}): ${number}`,
});
const OFF: KernelLogEntry = { kind: 'fallen-off-bus', pci: '0000:07:00.0', text: 'NVRM: GPU 0000:07:00.0: GPU has fallen off the bus.' };
const RESET = 'dmesg | grep -i -e NVRM -e Xid; nvidia-smi --gpu-reset';

testFaults(GPU_TROUBLE_ENTRIES, [
  {
    id: 'D37',
    fault: 'nvidia-smi has lost it',
    seen: seen({ nvidia: failed('gpu-lost', 'Unable to determine the device handle: GPU is lost.') }),
    confidence: 'certain',
    severity: 'blocks',
    from: ['nvidia-smi'],
    shows: 'GPU is lost',
    cure: 'words',
  },
  {
    id: 'D37',
    fault: 'the kernel’s log says so, and nvidia-smi has no answer',
    seen: seen({ nvidia: { smi: undefined, gpus: [] }, gpu: { kernelLog: [xid(79), OFF] } }),
    confidence: 'certain',
    severity: 'blocks',
    from: ['kernel-log'],
    shows: 'fallen off the bus',
    cure: 'words',
  },
  {
    id: 'D37',
    fault: 'one of two GPUs',
    seen: seen({
      gpu: {
        kernelLog: [{ ...OFF, pci: '0000:08:00.0' }],
        pci: ['0000:07:00.0', '0000:08:00.0'].map((pci) => ({ pci, vendor: 'nvidia', name: 'A10', driver: 'nvidia' })),
      },
    }),
    confidence: 'certain',
    severity: 'harms',
    from: ['kernel-log'],
    shows: 'fallen off the bus',
    cure: 'words',
  },
  {
    id: 'D37',
    fault: 'a GPU that came back',
    seen: seen({ gpu: { kernelLog: [OFF] } }),
    confidence: 'possible',
    severity: 'harms',
    from: ['kernel-log'],
    shows: 'fallen off the bus',
    cure: 'words',
  },
  {
    id: 'D62',
    fault: 'a reset is required',
    seen: seen({ nvidia: failed('reset-required', 'GPU requires reset') }),
    confidence: 'certain',
    severity: 'blocks',
    from: ['nvidia-smi', 'pci'],
    shows: 'GPU requires reset',
    cure: RESET,
  },
  {
    id: 'D62',
    fault: 'a reset is required of one of two GPUs',
    seen: seen({ nvidia: { smi: { kind: 'failed', failure: 'reset-required', text: '1, [GPU requires reset]' } } }),
    confidence: 'certain',
    severity: 'harms',
    from: ['nvidia-smi', 'pci'],
    shows: '1, [GPU requires reset]',
    cure: RESET,
  },
  {
    id: 'D62',
    fault: 'a driver without a GPU',
    seen: seen({ nvidia: failed('no-devices') }),
    confidence: 'likely',
    severity: 'blocks',
    from: ['nvidia-smi', 'pci'],
    shows: 'No devices were found',
    cure: RESET,
  },
  {
    id: 'D62',
    fault: 'errors in memory',
    seen: seen({ gpu0: { eccUncorrected: 2, repairPending: true } }),
    subject: 'GPU 0 memory',
    confidence: 'certain',
    severity: 'harms',
    from: ['nvidia-smi', 'nvidia-smi-details'],
    shows: /uncorrectable ECC errors[^\n]*: 2\n[^\n]*wait for a reset/,
    cure: 'nvidia-smi -i 0 --gpu-reset',
  },
  {
    id: 'D62',
    fault: 'too hot',
    seen: seen({ gpu0: { throttled: ['SW Power Cap', 'HW Thermal Slowdown'], temperature: 96 } }),
    subject: 'GPU 0 clocks',
    confidence: 'certain',
    from: ['nvidia-smi-details'],
    shows: 'GPU 0 (NVIDIA A10): HW Thermal Slowdown, 96 °C',
    cure: 'words',
  },
  {
    id: 'D62',
    fault: 'errors of the GPU in the kernel’s log',
    seen: seen({ gpu: { kernelLog: [xid(31), xid(94), xid(94)] } }),
    subject: 'kernel log',
    confidence: 'likely',
    severity: 'harms',
    from: ['kernel-log'],
    shows: /^NVRM: Xid \(PCI:0000:07:00\.0\): 94$/,
    cure: 'words',
  },
  {
    id: 'D62',
    fault: 'a reset of an AMD GPU',
    seen: seen({ gpu: { kernelLog: [{ kind: 'gpu-reset', text: 'amdgpu: GPU reset begin!' }] } }),
    subject: 'kernel log',
    confidence: 'possible',
    severity: 'note',
    from: ['kernel-log'],
    shows: 'GPU reset begin',
    cure: 'words',
  },
]);

describe('D62 is not said', () => {
  test.each<[string, Change]>([
    ['of what programs do to themselves', { gpu: { kernelLog: [13, 31, 43, 45].map((number) => xid(number)) } }],
    ['of a process that ran out of memory', { gpu: { kernelLog: [{ kind: 'oom', text: 'Out of memory: Killed process 1' }] } }],
    ['of a busy GPU at its power limit', { gpu0: { throttled: ['SW Power Cap'] } }],
    ['when nvidia-smi finds no device and there is none', { gpu: { pci: [] }, nvidia: failed('no-devices') }],
    ['when nvidia-smi was too slow', { nvidia: failed('timeout') }],
  ])('%s', (_name, change) => {
    expect(examined(GPU_TROUBLE_ENTRIES, 'D62', seen(change))).toEqual([]);
  });
});

test('the number of a GPU off the bus is D37’s alone', () => {
  const off = seen({ nvidia: failed('gpu-lost'), gpu: { kernelLog: [xid(79)] } });
  expect(examined(GPU_TROUBLE_ENTRIES, 'D62', off)).toEqual([]);
  expect(examined(GPU_TROUBLE_ENTRIES, 'D37', off)[0]?.evidence.map(({ from }) => from)).toEqual(['nvidia-smi', 'kernel-log']);
});
