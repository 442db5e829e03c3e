import { describe, expect, test } from 'vitest';
import { examined, testFaults } from '../../../e2e/support/faultCases';
import { changed, healthyFacts, type Change } from './fixtures';
import { GPU_STATE_ENTRIES } from './gpuState';
import { seenOf } from './seenFixtures';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const LLVMPIPE = [{ device: 'egl0', renderer: 'llvmpipe (LLVM 15.0.6, 256 bits)' }];

testFaults(GPU_STATE_ENTRIES, [
  {
    id: 'D36',
    fault: 'the only GPU is partitioned, and EGL has no GPU',
    seen: seen({ gpu0: { mig: true }, gl: { eglDevices: LLVMPIPE } }),
    subject: 'GPU 0',
    confidence: 'certain',
    severity: 'blocks',
    from: ['nvidia-smi'],
    shows: 'GPU 0 (NVIDIA A10): MIG mode Enabled',
    cure: 'nvidia-smi -i 0 -mig 0',
  },
  {
    id: 'D36',
    fault: 'a GPU is partitioned, and EGL has one',
    seen: seen({ gpu0: { mig: true } }),
    subject: 'GPU 0',
    confidence: 'possible',
    severity: 'note',
    from: ['nvidia-smi'],
    shows: 'MIG mode Enabled',
    cure: 'nvidia-smi -i 0 -mig 0',
  },
  {
    id: 'D70',
    fault: 'kept for one process',
    seen: seen({ gpu0: { index: 3, computeMode: 'Exclusive_Process' } }),
    subject: 'GPU 3',
    confidence: 'likely',
    severity: 'note',
    from: ['nvidia-smi'],
    shows: 'GPU 3 (NVIDIA A10): compute mode Exclusive_Process',
    cure: 'nvidia-smi -i 3 -c DEFAULT',
  },
  {
    id: 'D70',
    fault: 'kept for nobody',
    seen: seen({ gpu0: { computeMode: 'Prohibited' } }),
    subject: 'GPU 0',
    confidence: 'likely',
    from: ['nvidia-smi'],
    shows: 'Prohibited',
    cure: 'nvidia-smi -i 0 -c DEFAULT',
  },
  {
    id: 'D71',
    fault: 'a virtual GPU that is slowed down',
    seen: seen({ gpu0: { licence: 'Unlicensed (Restricted)' } }),
    subject: 'GPU 0',
    confidence: 'certain',
    severity: 'harms',
    from: ['nvidia-smi-details'],
    shows: 'Unlicensed (Restricted)',
    cure: 'words',
  },
  {
    id: 'D71',
    fault: 'a virtual GPU in its first minutes',
    seen: seen({ gpu0: { licence: 'Unlicensed (Unrestricted)' } }),
    subject: 'GPU 0',
    confidence: 'likely',
    from: ['nvidia-smi-details'],
    shows: 'Unlicensed (Unrestricted)',
    cure: 'words',
  },
]);

describe('no finding', () => {
  test.each(['Licensed (Expiry: 2027-1-1)', 'N/A'])('of a licence that reads %s', (licence) => {
    expect(examined(GPU_STATE_ENTRIES, 'D71', seen({ gpu0: { licence } }))).toEqual([]);
  });
  test('of a mode that nvidia-smi does not tell', () => {
    const untold = seen({ gpu0: { mig: undefined, computeMode: undefined, licence: undefined } });
    expect(GPU_STATE_ENTRIES.flatMap(({ id }) => examined(GPU_STATE_ENTRIES, id, untold))).toEqual([]);
  });
});

test('every partitioned GPU is named by itself', () => {
  const facts = healthyFacts();
  const gpus = [0, 1].flatMap((index) => facts.gpu.nvidia.gpus.map((gpu) => ({ ...gpu, index, mig: true })));
  const found = examined(GPU_STATE_ENTRIES, 'D36', seenOf(changed(facts, { nvidia: { gpus }, gl: { eglDevices: [] } })));
  expect(found.map(({ key }) => key)).toEqual(['D36 GPU 0', 'D36 GPU 1']);
});
