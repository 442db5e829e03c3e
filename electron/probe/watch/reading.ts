/** What resources/probe/watch.sh said of a host so far, record by record, and the Load that it makes. */
import type { ScriptRecord } from '../../connection/script';
import type { GpuLoad, Load } from '../../contract/probe';
import { plainText } from '../../contract/text';

export interface Reading {
  readonly gpus: readonly GpuLoad[];
  readonly cpu?: number;
  /** KiB. */
  readonly memory?: { readonly used: number; readonly total: number };
  /** Absent until the host has told them. */
  readonly xServers?: Load['xServers'];
}

export const NOTHING: Reading = { gpus: [] };

const GPUS = 32;
const X_SERVERS = 128;
const NAME = 200;
/** `0` is nvidia-smi's index, `card0` a card of the kernel's. */
const GPU_ID = /^(?:card)?\d{1,4}$/;

/** The same object when the record says nothing that is understood. */
export function read(before: Reading, { key, values: [text = ''] }: ScriptRecord): Reading {
  switch (key) {
    case 'gpu':
      return {
        ...before,
        gpus: merged(
          before.gpus,
          text.split('\n', GPUS).flatMap((line) => gpuOf(line) ?? []),
        ),
      };
    case 'smi-ended':
      return { ...before, gpus: before.gpus.filter(({ id }) => id.startsWith('card')) };
    case 'cpu': {
      const cpu = within(numberOf(text), 0, 100);
      return cpu === undefined ? before : { ...before, cpu };
    }
    case 'memory': {
      const [used, total] = text.split(' ').map(countOf);
      return used === undefined || total === undefined ? before : { ...before, memory: { used, total } };
    }
    case 'x':
      return { ...before, xServers: text.split('\n', X_SERVERS).flatMap((line) => xServerOf(line) ?? []) };
    default:
      return before;
  }
}

/** Undefined until the X servers are known: none told is not none there. `at`: epoch ms. */
export function loadOf({ gpus, cpu, memory, xServers }: Reading, hostId: string, at: number): Load | undefined {
  return xServers === undefined
    ? undefined
    : {
        hostId,
        at,
        gpus: [...gpus],
        ...(cpu === undefined ? {} : { cpu }),
        ...(memory === undefined ? {} : { memoryUsed: memory.used, memoryTotal: memory.total }),
        xServers,
      };
}

/** A line of `--query-gpu=index,name,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw`, without units. */
function gpuOf(line: string): GpuLoad | undefined {
  const fields = line.split(',').map((field) => field.trim());
  const [id = ''] = fields;
  if (fields.length < 7 || !GPU_ID.test(id)) return undefined;
  const [load, used, total, temperature, power] = fields.slice(-5);
  const gpu = {
    load: within(numberOf(load), 0, 100),
    memoryUsed: countOf(used),
    memoryTotal: countOf(total),
    temperature: within(numberOf(temperature), -100, 1000),
    power: within(numberOf(power), 0, 100_000),
  };
  // `[N/A]`, `[Not Supported]` and the like: the field is left out.
  const told = Object.fromEntries(Object.entries(gpu).filter(([, value]) => value !== undefined));
  return { id, name: plainText(fields.slice(1, -5).join(', '), NAME), ...told };
}

function merged(before: readonly GpuLoad[], changed: readonly GpuLoad[]): readonly GpuLoad[] {
  const all = new Map([...before, ...changed].map((gpu) => [gpu.id, gpu]));
  return [...all.values()].toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true })).slice(0, GPUS);
}

function xServerOf(line: string): Load['xServers'][number] | undefined {
  const [, kind = '', display = '', pid = ''] = /^(\S+) (\d{1,9}|-) (\d{1,9})$/.exec(line) ?? [];
  if (pid === '') return undefined;
  return { kind: plainText(kind, NAME), ...(display === '-' ? {} : { display: Number(display) }), pid: Number(pid) };
}

const numberOf = (text = ''): number | undefined => (/^-?\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : undefined);
const countOf = (text = ''): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);
const within = (value: number | undefined, low: number, high: number): number | undefined =>
  value !== undefined && value >= low && value <= high ? value : undefined;
