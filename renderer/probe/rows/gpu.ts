/** Rows of what draws: GPUs, drivers, and how OpenGL, EGL and Vulkan find them. */
import type { Facts } from '../../../electron/contract/probe';
import type { GpuNode, NvidiaGpu } from '../../../electron/contract/probe/gpu';
import { celsius, mib, watts } from '../units';
import { FACT_NAMES, factTexts as texts } from '../factTexts';
import { joined, map, rowMaker, type FactRow, type Said } from './row';

const names = FACT_NAMES.gpu;

export function gpuRows(facts: Facts): readonly FactRow[] {
  const row = rowMaker(facts);
  const { pci, modules, nvidia, drm, nodes, kernelLog } = facts.gpu;
  const { gl } = facts;
  return [
    ...row(
      'pci',
      names.gpus,
      map(pci, (all) => all.map(({ name, pci: at, driver }) => joined(name, at, driver ?? texts.noDriver))),
    ),
    ...row(
      'nvidia-smi',
      names.nvidiaDriver,
      map(nvidia.smi, (smi) => (smi.kind === 'ok' ? joined(smi.driver, map(smi.cuda, texts.cuda)) : smi.text)),
    ),
    ...row('nvidia-module', names.moduleLoaded, nvidia.moduleLoaded),
    ...row('nvidia-module', names.moduleOnDisk, nvidia.moduleOnDisk),
    ...row('nvidia-module', names.nvidiaLibraries, nvidia.userSpace),
    ...row(
      'nvidia-smi-details',
      names.nvidiaSettings,
      nvidia.gpus.length === 0 ? undefined : nvidia.gpus.map((gpu) => texts.ofGpu(gpu.index, settingsOf(gpu))),
    ),
    ...row('nvidia-parameters', names.moduleParameters, parametersOf(facts)),
    ...row('dkms', names.dkms, nvidia.dkms),
    ...row('nvidia-packages-log', names.driverUpdates, nvidia.changes),
    ...row('packages', names.headlessPackages, noneIsNothing(nvidia.headlessPackages)),
    ...row(
      'kernel-modules',
      names.kernelModules,
      map(modules, (all) => all.join(', ')),
    ),
    ...row(
      'drm',
      names.drmCards,
      map(drm, (all) =>
        all.map(({ card, render, driver, memoryTotal, temperature, power }) =>
          joined(card, render, driver, map(memoryTotal, mib), map(temperature, celsius), map(power, watts)),
        ),
      ),
    ),
    ...row(
      'gpu-nodes',
      names.deviceNodes,
      map(nodes, (all) => all.map(nodeLine)),
    ),
    ...row(
      'kernel-log',
      names.kernelLog,
      map(kernelLog, (all) => (all.length === 0 ? texts.noGpuErrors : all.map(({ text }) => text))),
    ),
    ...row(
      'egl-devices',
      names.eglDevices,
      map(gl.eglDevices, (all) => all.map(({ device, node, renderer }) => joined(device, node, renderer || texts.noAnswer))),
    ),
    ...row(
      'mesa-egl',
      names.mesaEglDrivers,
      map(gl.mesaDrivers, (all) => all.join(', ')),
    ),
    ...row(
      'egl-vendors',
      names.eglVendorFiles,
      map(gl.eglVendors, (all) => all.map(vendorLine)),
    ),
    ...row(
      'vulkan',
      names.vulkanDevices,
      map(gl.vulkan, (all) => all.map(({ name, type, driver }) => joined(name, type, driver))),
    ),
    ...row(
      'vulkan-drivers',
      names.vulkanDrivers,
      map(gl.vulkanDrivers, (all) => all.map(vendorLine)),
    ),
    ...row(
      'gl-libraries',
      names.glLibraries,
      map(gl.libraries, (all) => all.join(', ')),
    ),
  ];
}

function settingsOf({ mig, persistence, computeMode, eccUncorrected, repairPending, licence }: NvidiaGpu): string {
  return (
    joined(
      map(mig, texts.mig),
      map(persistence, texts.persistence),
      map(computeMode, texts.computeMode),
      map(eccUncorrected, texts.eccErrors),
      repairPending === true && texts.repairPending,
      map(licence, texts.licence),
    ) || texts.notTold
  );
}

function parametersOf({ gpu: { nvidia } }: Facts): Said {
  const { nodeMode, nodeGroup, modeset } = nvidia;
  const lines = [map(nodeMode, texts.nodeMode), map(nodeGroup, texts.nodeGroup), map(modeset, texts.modeset)].filter(
    (line) => line !== undefined,
  );
  return lines.length === 0 ? undefined : lines;
}

/** Without them there is nothing to say. */
const noneIsNothing = (all: readonly string[] | undefined): Said => (all === undefined || all.length === 0 ? undefined : all);

const nodeLine = ({ path, mode, owner, group, readable, writable }: GpuNode): string =>
  joined(path, `${mode} ${owner}:${group}`, !(readable && writable) && texts.notUsableByLogin);

const vendorLine = ({ path, library }: { readonly path: string; readonly library: string }): string => `${path} → ${library}`;
