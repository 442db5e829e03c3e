/** The GPU that a wish is about, and what its mode asks of the host. */
import type { Facts } from '../../contract/probe';
import type { PciGpu } from '../../contract/probe/gpu';
import type { Mode } from '../../contract/session';
import { pciGpus } from '../../probe/doctor/hardware';
import type { PlanContext } from './recipe';

const CONTAINER_MODES: ReadonlySet<Mode> = new Set(['container-egl', 'container-glx', 'container-shared-xorg', 'container-xorg']);
/** An Xorg of the host itself draws: the desktop, or what VirtualGL's GLX back end draws on. */
const XORG_MODES: ReadonlySet<Mode> = new Set(['host-xorg', 'host-glx', 'container-glx', 'container-shared-xorg', 'pod-shared-xorg']);
/** That Xorg is the desktop itself, and people look at it through x11vnc. */
const SHOWN_MODES: ReadonlySet<Mode> = new Set(['host-xorg', 'container-shared-xorg', 'pod-shared-xorg']);

export const isContainerMode = (mode: Mode): boolean => CONTAINER_MODES.has(mode);
export const needsXorg = (mode: Mode): boolean => XORG_MODES.has(mode);
export const showsXorg = (mode: Mode): boolean => SHOWN_MODES.has(mode);
export const usesGpu = (mode: Mode): boolean => mode !== 'software';

/** Drivers of the kernel that Mesa draws with. */
const MESA_DRIVERS: ReadonlySet<string> = new Set(['amdgpu', 'radeon', 'i915', 'xe', 'nouveau']);
export const isMesa = ({ driver }: PciGpu): boolean => MESA_DRIVERS.has(driver ?? '');

/** In PCI's order. Where PCI was not read, those that nvidia-smi knows. */
export function gpusOf(facts: Facts): readonly PciGpu[] {
  const known = facts.gpu.nvidia.gpus.flatMap(({ pci, name }): readonly PciGpu[] =>
    pci === undefined ? [] : [{ pci, vendor: 'nvidia', name, driver: 'nvidia' }],
  );
  return pciGpus(facts) ?? known;
}

/** The one that was wished for, else the best for the mode: DRI3 is Mesa's, all other modes are made for NVIDIA first. */
export function wishedGpu({ facts, wish }: Pick<PlanContext, 'facts' | 'wish'>): PciGpu | undefined {
  const gpus = gpusOf(facts);
  if (wish.gpu !== undefined) return gpus.find(({ pci }) => pci === wish.gpu);
  const nvidia = gpus.find(({ vendor }) => vendor === 'nvidia');
  const mesa = gpus.find((gpu) => gpu.vendor !== 'nvidia' && isMesa(gpu)) ?? gpus.find(isMesa);
  return (wish.mode === 'host-dri3' ? (mesa ?? nvidia) : (nvidia ?? mesa)) ?? gpus[0];
}

/** Why there is no GPU to plan for, in a sentence. */
export function withoutGpu({ facts, wish }: Pick<PlanContext, 'facts' | 'wish'>): string {
  if (facts.gpu.pci === undefined && facts.gpu.nvidia.gpus.length === 0) return 'It could not be read which GPUs this host has.';
  return wish.gpu === undefined ? 'There is no GPU in this host.' : `There is no GPU at ${wish.gpu} in this host.`;
}
