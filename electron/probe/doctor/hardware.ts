/** What the detections ask of a host's GPUs: which are there, and which of them works. */
import type { Facts } from '../../contract/probe';
import type { EglDevice } from '../../contract/probe/gl';
import type { NvidiaGpu, PciGpu } from '../../contract/probe/gpu';
import { SOFTWARE_RENDERER } from '../softwareRenderer';

const MAKERS: ReadonlySet<PciGpu['vendor']> = new Set(['nvidia', 'amd', 'intel']);
const CONTAINERS: ReadonlySet<string> = new Set([
  'docker',
  'podman',
  'lxc',
  'lxc-libvirt',
  'systemd-nspawn',
  'openvz',
  'rkt',
  'proot',
  'container-other',
]);

/** GPUs that can draw 3D: no server's console chip, no virtual display. Undefined when PCI was not read. */
export const pciGpus = ({ gpu }: Facts): readonly PciGpu[] | undefined => gpu.pci?.filter(({ vendor }) => MAKERS.has(vendor));

export const nvidiaPci = (facts: Facts): readonly PciGpu[] => (pciGpus(facts) ?? []).filter(({ vendor }) => vendor === 'nvidia');

/** GPUs that nvidia-smi could ask; where one of several is lost, the others still answer. */
export function answeringGpus({ gpu: { nvidia } }: Facts): readonly NvidiaGpu[] {
  return nvidia.smi?.kind === 'ok' ? nvidia.gpus : nvidia.gpus.filter(({ memoryTotal }) => memoryTotal !== undefined);
}

/** NVIDIA's kernel module runs and nothing of it says that it cannot be used. */
export function nvidiaWorks(facts: Facts): boolean {
  const { nvidia } = facts.gpu;
  if (answeringGpus(facts).length > 0) return true;
  if (nvidia.smi?.kind === 'ok') return false;
  const failure = nvidia.smi?.failure;
  const silent = failure === undefined || failure === 'not-installed' || failure === 'no-library' || failure === 'timeout';
  return silent && nvidia.moduleLoaded !== undefined;
}

/** Something on this host could draw: an NVIDIA GPU with its driver, or another maker's with a driver bound. */
export const hasUsableGpu = (facts: Facts): boolean =>
  nvidiaWorks(facts) ||
  (pciGpus(facts) ?? []).some(({ vendor, driver }) => vendor !== 'nvidia' && driver !== undefined && driver !== 'vfio-pci');

export const isSoftware = ({ renderer }: EglDevice): boolean => SOFTWARE_RENDERER.test(renderer);

/** EGL devices that answer with something else than a CPU. */
export const eglGpus = ({ gl }: Facts): readonly EglDevice[] =>
  (gl.eglDevices ?? []).filter((each) => each.renderer !== '' && !isSoftware(each));

/** A line a device. */
export const eglLines = ({ gl }: Facts): string =>
  (gl.eglDevices ?? [])
    .map(({ device, node, renderer }) => `${device}${node === undefined ? '' : `, ${node}`}: ${renderer || 'no answer'}`)
    .join('\n') || 'no EGL device';

/** The host is itself a container. */
export const isContainer = ({ system }: Facts): boolean => CONTAINERS.has(system.virtualisation ?? '');

export const pciLines = (gpus: readonly PciGpu[]): string =>
  gpus.map(({ pci, name, driver }) => `${pci} ${name}: ${driver === undefined ? 'no driver' : `driver ${driver}`}`).join('\n');

export const nameOf = ({ index, name }: NvidiaGpu): string => `GPU ${index} (${name})`;
