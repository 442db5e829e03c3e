/** What a GL_RENDERER string claims to be. It is a claim of the host, never a proof. */
import { SOFTWARE_RENDERER } from '../probe/softwareRenderer';

export interface GlStrings {
  readonly renderer: string;
  readonly vendor: string;
  readonly version: string;
}

/** Which driver a GPU's string speaks of; it decides which libraries and devices have to be there. */
export type GpuDriver = 'nvidia' | 'mesa' | 'zink';

export type Claim =
  | { readonly kind: 'gpu'; readonly driver: GpuDriver }
  | { readonly kind: 'software' }
  /** A virtual machine's GPU: whether it is accelerated is the hypervisor's affair. */
  | { readonly kind: 'virtual' }
  /** GLX commands that travel to an X server and are drawn there. */
  | { readonly kind: 'indirect' }
  | { readonly kind: 'unknown' };

const VIRTUAL = /\b(virgl|virtio-gpu|venus|svga3d|vmware|vmwgfx|parallels|virtualbox|d3d12)\b/i;
const INDIRECT = /\bindirect\b/i;
/** Nouveau names chips, as `NV137`. */
const NOUVEAU = /^NV[0-9A-F]{2,3}$|nouveau/i;
const AMD = /\b(AMD|ATI|Radeon|gfx\d+)\b/i;
const INTEL = /\bIntel\b/i;

/** The order matters: software hides inside the names of others, as in `virgl (LLVMPIPE ...)`. */
export function claimOf({ renderer, vendor, version }: GlStrings): Claim {
  const text = renderer.trim();
  if (text === '') return { kind: 'unknown' };
  if (SOFTWARE_RENDERER.test(text)) return { kind: 'software' };
  if (/^zink\b/i.test(text)) return { kind: 'gpu', driver: 'zink' };
  if (VIRTUAL.test(text)) return { kind: 'virtual' };
  if (INDIRECT.test(text)) return { kind: 'indirect' };
  // NVIDIA's own driver says so in both; a string that only one of them carries is made up.
  if (/nvidia/i.test(vendor) && /NVIDIA/.test(version)) return { kind: 'gpu', driver: 'nvidia' };
  if (/nvidia/i.test(vendor)) return { kind: 'unknown' };
  if (NOUVEAU.test(text) || /nouveau/i.test(vendor)) return { kind: 'gpu', driver: 'mesa' };
  if (AMD.test(text) || /\b(AMD|ATI)\b/.test(vendor)) return { kind: 'gpu', driver: 'mesa' };
  if (INTEL.test(text) || INTEL.test(vendor)) return { kind: 'gpu', driver: 'mesa' };
  return { kind: 'unknown' };
}

/** `NVIDIA A10/PCIe/SSE2` as people call it: `NVIDIA A10`. */
export const deviceName = (renderer: string): string => renderer.replace(/\/(PCIe?|AGP)(\/.*)?$/, '').trim();
