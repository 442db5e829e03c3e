/** The GPUs of a host, their drivers, and what the drivers say of them. */
import { z } from 'zod';
import { count, line, Pci, percent, word } from './text';

export const PciGpu = z.strictObject({
  pci: Pci,
  vendor: z.enum(['nvidia', 'amd', 'intel', 'virtual', 'server', 'other']),
  /** From lspci, else vendor and device id. */
  name: word,
  /** Kernel driver bound to it. */
  driver: word.optional(),
});
export type PciGpu = z.infer<typeof PciGpu>;

export const GpuProcess = z.strictObject({
  pid: count,
  /** C: computes, G: draws, as nvidia-smi says. */
  type: z.enum(['C', 'G', 'C+G', 'other']),
  name: word,
  /** MiB. */
  memory: count.optional(),
});
export type GpuProcess = z.infer<typeof GpuProcess>;

/** One GPU as nvidia-smi tells of it; a field is absent where it says N/A. */
export const NvidiaGpu = z.strictObject({
  index: count,
  uuid: word,
  name: word,
  pci: Pci.optional(),
  /** MiB. */
  memoryTotal: count.optional(),
  memoryUsed: count.optional(),
  load: percent.optional(),
  /** °C. */
  temperature: z.number().optional(),
  /** Watts. */
  power: z.number().min(0).optional(),
  powerLimit: z.number().min(0).optional(),
  computeMode: word.optional(),
  mig: z.boolean().optional(),
  persistence: z.boolean().optional(),
  /** Uncorrectable errors since the driver was loaded. */
  eccUncorrected: count.optional(),
  /** Pages or rows wait for a reset to be retired or remapped. */
  repairPending: z.boolean().optional(),
  /** Why the clocks are held down, in nvidia-smi's words: thermal, power, HW slowdown. Idle is no reason. */
  throttled: z.array(word).max(8).optional(),
  /** vGPU licence as nvidia-smi tells: Licensed, Unlicensed (Unrestricted), ... */
  licence: line.optional(),
  processes: z.array(GpuProcess).max(64).optional(),
});
export type NvidiaGpu = z.infer<typeof NvidiaGpu>;

/** A DRM card, with what amdgpu, i915 or xe tell of it in /sys. */
export const DrmCard = z.strictObject({
  /** /dev/dri/card0 */
  card: word,
  /** /dev/dri/renderD128 */
  render: word.optional(),
  pci: Pci.optional(),
  driver: word.optional(),
  load: percent.optional(),
  /** MiB. */
  memoryTotal: count.optional(),
  memoryUsed: count.optional(),
  temperature: z.number().optional(),
  power: z.number().min(0).optional(),
});
export type DrmCard = z.infer<typeof DrmCard>;

export const GpuNode = z.strictObject({
  path: word,
  /** Octal, as stat(1) prints it: 666. */
  mode: word,
  owner: word,
  group: word,
  /** Of this very login, ACLs included. */
  readable: z.boolean(),
  writable: z.boolean(),
});
export type GpuNode = z.infer<typeof GpuNode>;

/** Why nvidia-smi has nothing to tell. */
export const SmiFailure = z.enum([
  'not-installed',
  'no-driver', // couldn't communicate with the NVIDIA driver
  'mismatch', // Driver/library version mismatch
  'permission', // Insufficient Permissions
  'gpu-lost', // GPU is lost, fallen off the bus
  'reset-required',
  'unknown-error', // Failed to initialize NVML: Unknown Error: blocked by cgroups
  'no-library', // libnvidia-ml.so not found
  'no-devices',
  'timeout',
  'other',
]);
export type SmiFailure = z.infer<typeof SmiFailure>;

export const KernelLogEntry = z.strictObject({
  kind: z.enum(['xid', 'fallen-off-bus', 'gpu-reset', 'oom']),
  /** NVIDIA's number. */
  xid: count.optional(),
  pci: Pci.optional(),
  text: line,
});
export type KernelLogEntry = z.infer<typeof KernelLogEntry>;

export const GpuFacts = z.strictObject({
  pci: z.array(PciGpu).max(32).optional(),
  /** Of nvidia, nvidia_drm, nvidia_modeset, nvidia_uvm, nouveau, amdgpu, i915, xe, vfio_pci those that are loaded. */
  modules: z.array(word).max(32).optional(),
  nvidia: z.strictObject({
    /** Version of the kernel module that runs now. */
    moduleLoaded: word.optional(),
    /** Version that the next load or boot would bring (modinfo). */
    moduleOnDisk: word.optional(),
    /** Version of the user-space libraries, by the names of the files that the loader finds. */
    userSpace: word.optional(),
    /** The packages without GL: nvidia-headless-*, *-compute-*. */
    headlessPackages: z.array(word).max(16).optional(),
    /** NVreg_DeviceFile* of the loaded module. */
    nodeMode: word.optional(),
    nodeGroup: word.optional(),
    /** nvidia-drm modeset. */
    modeset: z.boolean().optional(),
    /** Lines of `dkms status` about nvidia. */
    dkms: z.array(line).max(8).optional(),
    smi: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('ok'), driver: word, cuda: word.optional() }),
        z.strictObject({ kind: z.literal('failed'), failure: SmiFailure, text: line }),
      ])
      .optional(),
    gpus: z.array(NvidiaGpu).max(32),
    /** Package changes of the driver, latest last: "2026-11-20 06:12 nvidia-driver-550 550.90 → 550.107". */
    changes: z.array(line).max(8).optional(),
  }),
  drm: z.array(DrmCard).max(32).optional(),
  nodes: z.array(GpuNode).max(64).optional(),
  /** Since boot. */
  kernelLog: z.array(KernelLogEntry).max(32).optional(),
});
export type GpuFacts = z.infer<typeof GpuFacts>;
