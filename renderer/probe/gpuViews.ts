/** Each GPU of a host as it is shown: what the last look found, and over it what the watch says now. */
import type { Facts, GpuLoad, Load } from '../../electron/contract/probe';
import type { GpuProcess } from '../../electron/contract/probe/gpu';

export interface GpuView extends GpuLoad {
  /** `GPU 0`, `card1`. */
  readonly label: string;
  readonly pci?: string;
  /** Watts. */
  readonly powerLimit?: number;
  readonly throttled: readonly string[];
  /** Absent where the driver does not tell. */
  readonly processes?: readonly GpuProcess[];
}

/** Vendors whose own tools tell nothing are there too, with their name alone. */
export function gpuViews(facts: Facts | undefined, load: Load | undefined): readonly GpuView[] {
  const found = facts === undefined ? [] : foundGpus(facts);
  const now = load?.gpus ?? [];
  const unknown = now.filter(({ id }) => !found.some((view) => view.id === id));
  return [
    ...found.map((view) => ({ ...view, ...now.find(({ id }) => id === view.id), name: view.name })),
    ...unknown.map((gpu): GpuView => ({ ...gpu, label: gpu.id.startsWith('card') ? gpu.id : `GPU ${gpu.id}`, throttled: [] })),
  ];
}

function foundGpus({ gpu }: Facts): readonly GpuView[] {
  const nvidia = gpu.nvidia.gpus.map((each): GpuView => {
    const { index, name, pci, memoryUsed, memoryTotal, load, temperature, power, powerLimit, throttled = [], processes } = each;
    const told = { pci, memoryUsed, memoryTotal, load, temperature, power, powerLimit, processes };
    return { id: String(index), label: `GPU ${index}`, name, throttled, ...present(told) };
  });
  const cards = (gpu.drm ?? [])
    .filter(({ driver, pci }) => !(driver ?? '').startsWith('nvidia') && !nvidia.some((each) => each.pci !== undefined && each.pci === pci))
    .filter(({ driver }) => driver !== undefined && REAL_DRIVERS.test(driver))
    .map(({ card, pci, driver, load, memoryTotal, memoryUsed, temperature, power }): GpuView => {
      // As the watch names it.
      const label = card.replace('/dev/dri/', '');
      const name = gpu.pci?.find((each) => each.pci === pci)?.name ?? driver ?? card;
      return {
        id: label,
        label,
        name,
        throttled: [],
        ...present({ pci, load, memoryTotal, memoryUsed, temperature, power }),
      };
    });
  return [...nvidia, ...cards];
}

/** Those that draw in hardware: not the screen of a virtual machine or of a server's own console. */
const REAL_DRIVERS = /^(amdgpu|radeon|i915|xe|nouveau|panfrost|v3d|msm)$/;

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the fields that are undefined. */
function present<T extends object>(fields: T): Present<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- entries of an object are its own again
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** The busiest GPU's load, for one small bar; undefined when no GPU tells it. */
export function busiest(load: Load | undefined): number | undefined {
  const known = (load?.gpus ?? []).flatMap((gpu) => (gpu.load === undefined ? [] : [gpu.load]));
  return known.length === 0 ? undefined : Math.max(...known);
}
