/** The GPUs' own account of a check: nvidia-smi before, during and after. */

export interface GpuReading {
  readonly index: string;
  readonly uuid: string;
  readonly name: string;
  /** `00000000:07:00.0` */
  readonly pci: string;
  /** MiB; undefined where the GPU does not tell. */
  readonly memory: number | undefined;
  /** Per cent. */
  readonly load: number | undefined;
}

export interface GpuSample {
  readonly when: 'before' | 'during' | 'after';
  readonly failed: boolean;
  /** As printed. */
  readonly text: string;
  readonly gpus: readonly GpuReading[];
  /** PCI address of the GPU, by process. */
  readonly processes: ReadonlyMap<number, string>;
}

const number = (text: string | undefined): number | undefined => (/^\s*\d{1,9}\s*$/.test(text ?? '') ? Number(text) : undefined);

/** `nvidia-smi --query-gpu=index,uuid,name,pci.bus_id,memory.used,utilization.gpu --format=csv,noheader,nounits`. Any text gives readings. */
export function parseGpus(text: string): readonly GpuReading[] {
  return text
    .split('\n')
    .slice(0, 64)
    .flatMap((line) => {
      const fields = line.split(',').map((field) => field.trim());
      const [index = '', uuid = '', name = '', pci = '', memory, load] = fields;
      return fields.length === 6 && /^\d{1,3}$/.test(index) ? [{ index, uuid, name, pci, memory: number(memory), load: number(load) }] : [];
    });
}

/** The lines `GPU <pci>` and `Process ID : <pid>` of `nvidia-smi -q -d PIDS`. Any text gives a map. */
export function parseProcesses(text: string): ReadonlyMap<number, string> {
  const processes = new Map<number, string>();
  let pci = '';
  for (const line of text.split('\n').slice(0, 2000)) {
    pci = /^GPU ([0-9A-Fa-f:.]{5,20})\s*$/.exec(line)?.[1] ?? pci;
    const pid = Number(/^\s*Process ID\s*:\s*(\d{1,10})\s*$/.exec(line)?.[1] ?? Number.NaN);
    if (Number.isFinite(pid)) processes.set(pid, pci);
  }
  return processes;
}

/** `0000:07:00.0` of sysfs and `00000000:07:00.0` of nvidia-smi are the same address. */
export const samePci = (a: string, b: string): boolean => a !== '' && short(a) === short(b);
const short = (pci: string): string => pci.toLowerCase().replace(/^0{4}(?=[0-9a-f]{4}:)/, '');

export interface Account {
  readonly kind: 'listed' | 'moved' | 'busy' | 'still' | 'unclear';
  readonly gpu?: GpuReading;
  /** What was seen, in a sentence. */
  readonly text: string;
}

/** What the samples say of process `pid`; undefined as long as they say nothing. */
export function accountOf(samples: readonly GpuSample[], pid: number | undefined): Account | undefined {
  const before = samples.find(({ when, failed }) => when === 'before' && !failed);
  const during = samples.filter(({ when, failed }) => when === 'during' && !failed);
  const latest = during.at(-1);
  if (before === undefined || latest === undefined) return undefined;
  const listing = during.find(({ processes }) => pid !== undefined && processes.has(pid));
  const listed = listing?.gpus.find(({ pci }) => pid !== undefined && samePci(pci, listing.processes.get(pid) ?? ''));
  if (listed !== undefined)
    return { kind: 'listed', gpu: listed, text: `nvidia-smi lists glxgears (process ${pid}) on GPU ${listed.index}, ${listed.name}.` };
  const changes = latest.gpus.map((gpu) => changeOf(gpu, before, during));
  const [most] = changes.toSorted((a, b) => b.load + b.memory - (a.load + a.memory));
  if (most === undefined) return { kind: 'unclear', text: 'nvidia-smi names no GPU.' };
  const text = `GPU ${most.gpu.index}, ${most.gpu.name}: ${most.text}`;
  if (most.load >= MOVED_LOAD || most.memory >= MOVED_MEMORY) return { kind: 'moved', gpu: most.gpu, text: `${text}.` };
  if (before.gpus.some(({ load }) => (load ?? 0) >= BUSY_LOAD))
    return { kind: 'busy', text: `${text}; it was busy before, so this tells nothing.` };
  if (!most.told) return { kind: 'unclear', text: `${text}.` };
  if (most.load < 2 && most.memory < 1) return { kind: 'still', text: `No GPU moved while glxgears ran. ${text}.` };
  return { kind: 'unclear', text: `${text}; too little to tell.` };
}

/** Points of per cent, and MiB, that a GPU does not gain by chance; from 90 % on a change cannot be seen. */
const MOVED_LOAD = 5;
const MOVED_MEMORY = 4;
const BUSY_LOAD = 90;

function changeOf(gpu: GpuReading, before: GpuSample, during: readonly GpuSample[]) {
  const first = before.gpus.find(({ uuid }) => uuid === gpu.uuid);
  const later = during.flatMap(({ gpus }) => gpus.filter(({ uuid }) => uuid === gpu.uuid));
  const highest = (of: (reading: GpuReading) => number | undefined): number | undefined =>
    later.reduce<number | undefined>((most, reading) => Math.max(most ?? 0, of(reading) ?? 0), undefined);
  const gain = (from: number | undefined, to: number | undefined): number => (from === undefined || to === undefined ? 0 : to - from);
  const [load, memory] = [highest((reading) => reading.load), highest((reading) => reading.memory)];
  const told = gpu.load !== undefined && gpu.memory !== undefined && first !== undefined;
  const shown = (value: number | undefined, unit: string): string => (value === undefined ? 'not told' : `${value} ${unit}`);
  return {
    gpu,
    told,
    load: gain(first?.load, load),
    memory: gain(first?.memory, memory),
    text: `load ${shown(first?.load, '%')} → ${shown(load, '%')}, memory ${shown(first?.memory, 'MiB')} → ${shown(memory, 'MiB')}`,
  };
}
