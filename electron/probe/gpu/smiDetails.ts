/** What only `nvidia-smi -q` tells: processes, throttling, pending repairs, licences, the CUDA version. */
import type { GpuProcess, NvidiaGpu } from '../../contract/probe/gpu';
import { sentence, whole, word } from './field';
import { pciAddress } from './pci';

export type GpuDetails = Pick<NvidiaGpu, 'processes' | 'throttled' | 'repairPending' | 'licence'>;

export interface SmiDetails {
  /** `12.2` */
  readonly cuda?: string;
  /** By PCI address. */
  readonly gpus: ReadonlyMap<string, GpuDetails>;
}

/** A line `    Name : value` or a heading without value, with its indentation and its place under a heading of four spaces. */
interface Entry {
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

/** The names of driver 470 and of 535 and later. */
const THROTTLING = ['Clocks Throttle Reasons', 'Clocks Event Reasons'];
/** Not held down but as it was set, or with nothing to do. */
const NO_THROTTLE: ReadonlySet<string> = new Set(['Idle', 'Applications Clocks Setting']);
const LICENSED = ['vGPU Software Licensed Product', 'GRID Licensed Product'];
const TYPES: readonly GpuProcess['type'][] = ['C', 'G', 'C+G'];

/** Undefined when it is no report of nvidia-smi. */
export function parseSmiDetails(text: string): SmiDetails | undefined {
  const [head = '', ...blocks] = text.slice(0, 200_000).split(/^(?=GPU [0-9A-Fa-f:.]{7,20}\s*$)/m);
  const cuda = /^CUDA Version\s*: (\d{1,3}(?:\.\d{1,3})?)\s*$/m.exec(head)?.[1];
  if (blocks.length === 0 && !/^(Driver Version|Attached GPUs)\s*:/m.test(head)) return undefined;
  const gpus = blocks.slice(0, 32).flatMap((block) => {
    const pci = pciAddress(/^GPU (\S+)/.exec(block)?.[1] ?? '');
    return pci === undefined ? [] : [[pci, detailsOf(entriesOf(block))] as const];
  });
  return { gpus: new Map(gpus), cuda };
}

function entriesOf(block: string): readonly Entry[] {
  let section = '';
  return block.split('\n').flatMap((line) => {
    const [, indent = '', key, value = ''] = /^( {4,16})(\S[^:]*?)\s*(?:: *(.*))?$/.exec(line) ?? [];
    if (key === undefined) return [];
    if (indent.length === 4) section = key;
    return [{ section, key, value: value.trim() }];
  });
}

function detailsOf(entries: readonly Entry[]): GpuDetails {
  const within = (sections: readonly string[]): readonly Entry[] => entries.filter(({ section }) => sections.includes(section));
  const reasons = within(THROTTLING).filter(({ value }) => value === 'Active' || value === 'Not Active');
  const throttled = reasons.filter(({ key, value }) => value === 'Active' && !NO_THROTTLE.has(key)).map(({ key }) => word(key));
  const repairs = new Set(entries.filter(({ key, section }) => isRepair(key, section)).map(({ value }) => value));
  const licence = within(LICENSED).find(({ key, value }) => key === 'License Status' && value !== '' && value !== 'N/A')?.value;
  const listed = within(['Processes']);
  return {
    throttled: reasons.length === 0 ? undefined : throttled.slice(0, 8),
    repairPending: repairs.has('Yes') || (repairs.has('No') ? false : undefined),
    licence: licence === undefined ? undefined : sentence(licence),
    processes: listed.length === 0 || listed[0]?.value === 'N/A' ? undefined : processesOf(listed),
  };
}

const isRepair = (key: string, section: string): boolean =>
  key === 'Pending Page Blacklist' || (key === 'Pending' && section === 'Remapped Rows') || /^(Channel|TPC) Repair Pending$/.test(key);

function processesOf(entries: readonly Entry[]): GpuProcess[] {
  const processes: GpuProcess[] = [];
  for (const { key, value } of entries) {
    const pid = key === 'Process ID' ? whole(value) : undefined;
    if (pid !== undefined) processes.push({ pid, type: 'other', name: '' });
    const last = processes.at(-1);
    if (last === undefined) continue;
    if (key === 'Type') last.type = TYPES.find((type) => type === value) ?? 'other';
    if (key === 'Name') last.name = word(value);
    const memory = key === 'Used GPU Memory' ? whole(/^(\d+) MiB$/.exec(value)?.[1]) : undefined;
    if (memory !== undefined) last.memory = memory;
  }
  return processes.slice(0, 64);
}
