/** GlFacts, made of the answers to the questions of resources/probe/gl.sh. */
import type { GlFacts } from '../contract/probe/gl';
import { parseEglDevices } from './gl/eglDevices';
import { parseLibraries } from './gl/libraries';
import { parseMesaDrivers } from './gl/mesaDrivers';
import { parseVendorFiles } from './gl/vendorFiles';
import { parseVulkan } from './gl/vulkan';
import type { Raws } from './raws';

/** Any answers give facts: what was not understood is left out. */
export function glFacts(raws: Raws): GlFacts {
  return {
    eglVendors: raws.read('egl-vendors', parseVendorFiles),
    vulkanDrivers: raws.read('vulkan-drivers', parseVendorFiles),
    libraries: raws.read('gl-libraries', parseLibraries),
    eglDevices: raws.read('egl-devices', parseEglDevices),
    mesaDrivers: raws.read('mesa-egl', parseMesaDrivers),
    vulkan: raws.read('vulkan', parseVulkan),
  };
}
