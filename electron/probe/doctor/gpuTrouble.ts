/** Entries about NVIDIA GPUs that fail: fallen off the bus, errors in memory, errors in the kernel's log, held down by heat or power. */
import type { KernelLogEntry, NvidiaGpu } from '../../contract/probe/gpu';
import { commands, words } from './cures';
import { fromAnswer, type Detection, type Entry, type Seen } from './entry';
import { answeringGpus, nameOf, nvidiaPci, pciLines } from './hardware';

const smiFailure = ({ facts }: Seen): string | undefined =>
  facts.gpu.nvidia.smi?.kind === 'failed' ? facts.gpu.nvidia.smi.failure : undefined;
const smiText = ({ facts }: Seen, otherwise: string): string =>
  facts.gpu.nvidia.smi?.kind === 'failed' && facts.gpu.nvidia.smi.text !== '' ? facts.gpu.nvidia.smi.text : otherwise;

/** NVIDIA's number of a GPU that has fallen off the bus; new drivers write the sentence without it. */
const OFF_THE_BUS = 79;
const isLost = ({ kind, xid }: KernelLogEntry): boolean => kind === 'fallen-off-bus' || (kind === 'xid' && xid === OFF_THE_BUS);

const lost: Entry = {
  id: 'D37',
  title: 'A GPU has fallen off the bus',
  cause: 'The GPU stopped to answer: power, heat, the slot, or the GPU itself.',
  severity: 'blocks',
  cure: words(
    'Reboot the host; if that does not help, switch its power off and on. When it comes back: check power supply, heat, slot and firmware.',
  ),
  source: 'open-gpu-kernel-modules #507; NVSentinel #155; NVIDIA Xid 79',
  explains: ['D02', 'D05', 'D08', 'D10', 'D11', 'D30', 'D34', 'D38', 'D54', 'D60', 'D62', 'D67'],
  detect(seen) {
    const entries = (seen.facts.gpu.kernelLog ?? []).filter(isLost);
    const gone = smiFailure(seen) === 'gpu-lost' ? [fromAnswer(seen, 'nvidia-smi', smiText(seen, 'GPU is lost'))] : [];
    const evidence = [...gone, ...(entries.length === 0 ? [] : [fromAnswer(seen, 'kernel-log', linesOf(entries))])];
    if (evidence.length === 0) return [];
    const present = answeringGpus(seen.facts);
    const whole = present.length > 0 && present.length >= nvidiaPci(seen.facts).length;
    const back = gone.length === 0 && (whole || entries.every(({ pci }) => pci !== undefined && present.some((gpu) => gpu.pci === pci)));
    if (back) return [{ ...CAME_BACK, evidence }];
    return [{ confidence: 'certain', evidence, ...(present.length > 0 ? { severity: 'harms' as const, explains: ['D62' as const] } : {}) }];
  },
};

const CAME_BACK = {
  title: 'A GPU had fallen off the bus since the host started',
  severity: 'harms',
  confidence: 'possible',
  explains: [],
} as const;

const linesOf = (entries: readonly KernelLogEntry[]): string =>
  [...new Set(entries.map(({ text }) => text))].slice(-6).join('\n') || 'an entry without text';

/** Of the GPU or its connection: ECC, micro-controller, NVLink, GSP firmware (NVIDIA's list of Xid errors). */
const HARDWARE_XIDS: ReadonlySet<number> = new Set([48, 61, 62, 63, 64, 74, 92, 94, 95, 119, 120, 140]);
/** A program that errs causes these; the GPU is well. */
const PROGRAM_XIDS: ReadonlySet<number> = new Set([13, 31, 32, 43, 45, 68, 69, OFF_THE_BUS]);

const trouble: Entry = {
  id: 'D62',
  title: 'A GPU reports hardware trouble',
  cause: 'The driver counted errors of the GPU or holds it down.',
  severity: 'harms',
  cure: words('Look at the GPU’s health with nvidia-smi -q, and reset it or reboot when nothing runs on it.'),
  source: 'NVIDIA Xid errors; nvidia-smi(1), ECC Errors and Clocks Event Reasons; NVML errors 14 and 16',
  detect: (seen) => [
    ...driverSays(seen),
    ...seen.facts.gpu.nvidia.gpus.flatMap((gpu) => [...memory(seen, gpu), ...heldDown(seen, gpu)]),
    ...logSays(seen),
  ],
};

/** The driver runs and has no GPU to show. */
function driverSays(seen: Seen): readonly Detection[] {
  const failure = smiFailure(seen);
  const reset = failure === 'reset-required';
  const bound = nvidiaPci(seen.facts).filter(({ driver }) => driver === 'nvidia');
  if (!reset && (failure !== 'no-devices' || bound.length === 0)) return [];
  return [
    {
      title: reset ? 'The GPU needs a reset' : 'The NVIDIA driver runs and finds no GPU',
      cause: reset
        ? 'The driver met an error that only a reset of the GPU ends.'
        : 'The driver has the GPU and could not start it; the kernel’s log says why. In a container: it was given no GPU.',
      ...(answeringGpus(seen.facts).length > 0 ? {} : { severity: 'blocks' as const, explains: ['D02', 'D05', 'D38', 'D54'] as const }),
      confidence: reset ? 'certain' : 'likely',
      evidence: [
        fromAnswer(seen, 'nvidia-smi', smiText(seen, reset ? 'GPU requires reset' : 'No devices were found')),
        ...(bound.length === 0 ? [] : [fromAnswer(seen, 'pci', pciLines(bound))]),
      ],
      cure: commands(
        ['dmesg | grep -i -e NVRM -e Xid', 'nvidia-smi --gpu-reset'],
        true,
        'End all programs on the GPU and reset it; if that does not help, reboot the host.',
      ),
    },
  ];
}

function memory(seen: Seen, gpu: NvidiaGpu): readonly Detection[] {
  const { eccUncorrected = 0, repairPending } = gpu;
  if (eccUncorrected === 0 && repairPending !== true) return [];
  const errors = `${nameOf(gpu)}: uncorrectable ECC errors since the driver was loaded: ${eccUncorrected}`;
  const pending = `${nameOf(gpu)}: pages or rows wait for a reset to be replaced`;
  return [
    {
      subject: `GPU ${gpu.index} memory`,
      title: `${nameOf(gpu)} has errors in its memory`,
      cause: 'Memory cells of the GPU failed; after a reset it uses spare ones instead.',
      confidence: 'certain',
      evidence: [
        ...(eccUncorrected === 0 ? [] : [fromAnswer(seen, 'nvidia-smi', errors)]),
        ...(repairPending === true ? [fromAnswer(seen, 'nvidia-smi-details', pending)] : []),
      ],
      cure: commands(
        [`nvidia-smi -i ${gpu.index} --gpu-reset`],
        true,
        'End all programs on the GPU and reset it, or reboot. If errors come back, have it replaced.',
      ),
    },
  ];
}

/** A cap on power by software is what a busy GPU reports. */
const HEAT_OR_POWER = /therm|\bhw\b|hw_|hardware|brake/i;

function heldDown(seen: Seen, gpu: NvidiaGpu): readonly Detection[] {
  const reasons = (gpu.throttled ?? []).filter((reason) => HEAT_OR_POWER.test(reason));
  if (reasons.length === 0) return [];
  const temperature = gpu.temperature === undefined ? '' : `, ${gpu.temperature} °C`;
  return [
    {
      subject: `GPU ${gpu.index} clocks`,
      title: `${nameOf(gpu)} runs slower than it could`,
      cause: 'Heat or too little power holds its clocks down.',
      confidence: 'certain',
      evidence: [fromAnswer(seen, 'nvidia-smi-details', `${nameOf(gpu)}: ${reasons.join(', ')}${temperature}`)],
      cure: words('Check fans, air flow and the power cables of the GPU.'),
    },
  ];
}

function logSays(seen: Seen): readonly Detection[] {
  const entries = (seen.facts.gpu.kernelLog ?? []).filter(
    ({ kind, xid }) => kind === 'gpu-reset' || (kind === 'xid' && xid !== undefined && !PROGRAM_XIDS.has(xid)),
  );
  if (entries.length === 0) return [];
  const known = entries.some(({ xid }) => xid !== undefined && HARDWARE_XIDS.has(xid));
  const numbers = [...new Set(entries.flatMap(({ xid }) => (xid === undefined ? [] : [xid])))].slice(0, 8).join(', ');
  return [
    {
      subject: 'kernel log',
      title: numbers === '' ? 'A GPU was reset since the host started' : `The kernel’s log has errors of a GPU: Xid ${numbers}`,
      cause: known
        ? 'NVIDIA lists these numbers as faults of the GPU, its memory or its firmware.'
        : 'The driver met an error. A program can cause that as well as the GPU.',
      confidence: known ? 'likely' : 'possible',
      severity: known ? 'harms' : 'note',
      evidence: [fromAnswer(seen, 'kernel-log', linesOf(entries))],
    },
  ];
}

export const GPU_TROUBLE_ENTRIES: readonly Entry[] = [lost, trouble];
