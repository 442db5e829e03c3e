/** What a running program draws with, from the libraries it has mapped and the devices it has open. */

export type Drawing = 'nvidia' | 'mesa' | 'software' | 'unclear';

export const HARDWARE_DRIVER = /\/(radeonsi|r[36]00|iris|crocus|i9[16]5|nouveau|asahi|msm|panfrost|v3d|vc4|etnaviv|lima|zink)_dri\.so/;
export const NVIDIA_DRIVER = /\/lib(EGL|GLX|GLESv2)_nvidia\.|\/libnvidia-(egl|gl)core\./;
/** Since Mesa 24.2 one library holds every driver of Mesa, the software ones too. */
export const GALLIUM = /\/libgallium[-.]/;
export const SOFTWARE_DRIVER = /\/(kms_)?swrast_dri\.so|\/libvulkan_lvp\.|\/libswrast/;
/** Compiles llvmpipe's shaders, and those of AMD's driver. */
export const LLVM = /\/libLLVM[-.]/;
const VIRTUALGL = /\/libvglfaker/;

const maps = (libraries: readonly string[], pattern: RegExp): boolean => libraries.some((path) => pattern.test(path));

export const hasVirtualgl = (libraries: readonly string[]): boolean => maps(libraries, VIRTUALGL);

/** A library alone proves no GPU: one that does not find its device loads all the same. */
export function drawingOf(libraries: readonly string[], devices: readonly string[]): Drawing {
  const opened = (pattern: RegExp): boolean => devices.some((path) => pattern.test(path));
  const node = opened(/^\/dev\/dri\/(renderD|card)\d+$/);
  if (maps(libraries, NVIDIA_DRIVER) && opened(/^\/dev\/nvidia\d+$/)) return 'nvidia';
  if (maps(libraries, HARDWARE_DRIVER)) return node ? 'mesa' : 'unclear';
  if (maps(libraries, SOFTWARE_DRIVER)) return 'software';
  if (maps(libraries, GALLIUM)) return node ? 'mesa' : 'software';
  return maps(libraries, LLVM) ? 'software' : 'unclear';
}

/** A software renderer is mapped, whatever else is. */
export const canDrawInSoftware = (libraries: readonly string[], devices: readonly string[]): boolean =>
  maps(libraries, SOFTWARE_DRIVER) || maps(libraries, GALLIUM) || drawingOf(libraries, devices) === 'software';
