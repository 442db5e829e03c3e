/** Entries about how NVIDIA GPUs are set: partitioned, kept for one program, without a licence. */
import { commands, words } from './cures';
import { fromAnswer, type Entry } from './entry';
import { eglGpus, nameOf } from './hardware';

const mig: Entry = {
  id: 'D36',
  title: 'The GPU is partitioned (MIG): its parts compute and do not draw',
  cause: 'MIG is on. Its instances are made for CUDA; most of them have no OpenGL.',
  severity: 'blocks',
  cure: words('Use a GPU that is not partitioned, or turn MIG off when nothing runs on it.'),
  source: 'habitat-sim #1744; NVIDIA MIG User Guide',
  explains: ['D02', 'D05', 'D38'],
  detect(seen) {
    const all = seen.facts.gpu.nvidia.gpus;
    const partitioned = all.filter((gpu) => gpu.mig === true);
    // Newer GPUs have instances with graphics, and another GPU may be there to draw.
    const drawsAnyway = partitioned.length < all.length || eglGpus(seen.facts).length > 0;
    return partitioned.map((gpu) => ({
      subject: `GPU ${gpu.index}`,
      title: `${nameOf(gpu)} is partitioned (MIG): its parts compute and do not draw`,
      confidence: drawsAnyway ? 'possible' : 'certain',
      ...(drawsAnyway ? { severity: 'note' as const, explains: [] } : {}),
      evidence: [fromAnswer(seen, 'nvidia-smi', `${nameOf(gpu)}: MIG mode Enabled`)],
      cure: commands(
        [`nvidia-smi -i ${gpu.index} -mig 0`],
        true,
        'When nothing runs on this GPU: turn MIG off. Its instances are gone then.',
      ),
    }));
  },
};

const computeMode: Entry = {
  id: 'D70',
  title: 'A GPU is kept for one program at a time',
  cause: 'Its compute mode lets one process use it, or none: what comes later may be refused.',
  severity: 'note',
  cure: words('Set the compute mode to Default.'),
  source: 'nvidia-smi(1), Compute Mode',
  detect: (seen) =>
    seen.facts.gpu.nvidia.gpus
      .filter(({ computeMode = '' }) => /exclusive|prohibited/i.test(computeMode))
      .map((gpu) => ({
        subject: `GPU ${gpu.index}`,
        title: `${nameOf(gpu)} is kept for one program at a time`,
        confidence: 'likely',
        evidence: [fromAnswer(seen, 'nvidia-smi', `${nameOf(gpu)}: compute mode ${gpu.computeMode ?? ''}`)],
        cure: commands([`nvidia-smi -i ${gpu.index} -c DEFAULT`], true, 'Let all programs use it, unless a job scheduler wants it so.'),
      })),
};

const licence: Entry = {
  id: 'D71',
  title: 'The virtual GPU has no licence',
  cause: 'NVIDIA’s vGPU driver slows down without a licence, to a few frames a second in the end.',
  severity: 'harms',
  cure: words(
    'Give it a client token in /etc/nvidia/ClientConfigToken and restart nvidia-gridd; check that it reaches the licence server.',
  ),
  source: 'NVIDIA Virtual GPU Client Licensing User Guide',
  detect: (seen) =>
    seen.facts.gpu.nvidia.gpus
      .filter(({ licence = '' }) => /unlicensed|expired/i.test(licence))
      .map((gpu) => ({
        subject: `GPU ${gpu.index}`,
        title: `${nameOf(gpu)} has no licence`,
        // In its first minutes it runs at full speed, and may still get one.
        confidence: /unrestricted/i.test(gpu.licence ?? '') ? 'likely' : 'certain',
        evidence: [fromAnswer(seen, 'nvidia-smi-details', `${nameOf(gpu)}: License Status ${gpu.licence ?? ''}`)],
      })),
};

export const GPU_STATE_ENTRIES: readonly Entry[] = [mig, computeMode, licence];
