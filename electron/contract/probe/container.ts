/** Containers and clusters on a host. */
import { z } from 'zod';
import { count, line, word } from './text';

export const Container = z.strictObject({
  id: word,
  name: word,
  image: word,
  running: z.boolean(),
  paused: z.boolean(),
  /** It was given GPUs: DeviceRequests, the nvidia runtime, CDI devices or NVIDIA_VISIBLE_DEVICES. */
  gpu: z.boolean(),
  /** NVIDIA_DRIVER_CAPABILITIES, absent when it is not set. */
  capabilities: z.array(word).max(16).optional(),
  /** --init. */
  init: z.boolean(),
  /** /dev/shm, KiB. */
  shm: count.optional(),
  privileged: z.boolean(),
  /** Gearview's label. */
  ours: z.boolean(),
  /** nvidia-smi inside: asked only of running ones with a GPU. */
  smi: z.enum(['ok', 'missing', 'unknown-error', 'failed']).optional(),
  /** Its 3D libraries: libGLX_nvidia and libEGL_nvidia inside; asked with `smi`. */
  nvidiaGl: z.boolean().optional(),
  /** 10_nvidia.json inside; asked with `smi`. */
  eglVendor: z.boolean().optional(),
});
export type Container = z.infer<typeof Container>;

/** Why an engine cannot be used by this login. */
export const EngineFailure = z.enum(['daemon-down', 'permission', 'other']);

export const ContainerFacts = z.strictObject({
  docker: z
    .strictObject({
      /** Of the client. */
      version: word,
      server: z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('ok'),
          version: word,
          cgroupDriver: word,
          cgroupVersion: word,
          runtimes: z.array(word).max(16),
          defaultRuntime: word,
          rootless: z.boolean(),
          cdi: z.boolean(),
        }),
        z.strictObject({ kind: z.literal('failed'), failure: EngineFailure, text: line }),
      ]),
    })
    .optional(),
  containers: z.array(Container).max(64).optional(),
  podman: word.optional(),
  toolkit: z
    .strictObject({
      /** nvidia-ctk, else nvidia-container-cli. */
      version: word,
      /** Specification files of CDI with NVIDIA devices. */
      cdi: z.array(word).max(8),
    })
    .optional(),
  kubernetes: z
    .strictObject({
      kubectl: word.optional(),
      /** kubelet, k3s or rke2 runs here. */
      node: z.boolean(),
      kind: z.enum(['kubelet', 'k3s', 'rke2', 'microk8s']).optional(),
    })
    .optional(),
});
export type ContainerFacts = z.infer<typeof ContainerFacts>;
