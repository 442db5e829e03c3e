/** How OpenGL, EGL and Vulkan find a driver on a host. */
import { z } from 'zod';
import { VglDevice } from '../session';
import { line, word } from './text';

const VendorFile = z.strictObject({
  path: word,
  /** library_path in it. */
  library: word,
});

export const EglDevice = z.strictObject({
  device: VglDevice,
  /** /dev/dri/card0, where it has one. */
  node: word.optional(),
  /** Empty when it does not answer. */
  renderer: line,
});
export type EglDevice = z.infer<typeof EglDevice>;

export const VulkanDevice = z.strictObject({
  name: line,
  type: z.enum(['cpu', 'discrete', 'integrated', 'virtual', 'other']),
  driver: word,
});
export type VulkanDevice = z.infer<typeof VulkanDevice>;

export const GlFacts = z.strictObject({
  /** glvnd's EGL vendor files, in the order in which they are read. */
  eglVendors: z.array(VendorFile).max(16).optional(),
  vulkanDrivers: z.array(VendorFile).max(16).optional(),
  /** Sonames among libEGL_*, libGLX_*, libEGL, libGL, libvulkan, libnvidia-ml … that the loader finds. */
  libraries: z.array(word).max(64).optional(),
  /** As VirtualGL enumerates them; empty when it finds none, absent without VirtualGL. */
  eglDevices: z.array(EglDevice).max(32).optional(),
  /** EGL driver names of Mesa's eglinfo, by platform; only asked where VirtualGL is not there. */
  mesaDrivers: z.array(word).max(16).optional(),
  vulkan: z.array(VulkanDevice).max(16).optional(),
});
export type GlFacts = z.infer<typeof GlFacts>;
