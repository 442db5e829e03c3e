/** What a host is able to, as the chooser of modes needs to know it. */
import type { Facts } from '../contract/probe';
import type { EglDevice } from '../contract/probe/gl';
import { SOFTWARE_RENDERER } from '../probe/softwareRenderer';

export interface Ability {
  readonly gpu: boolean;
  /** It could be read which GPUs there are. */
  readonly gpuKnown: boolean;
  readonly gpus: number;
  readonly nvidia: boolean;
  /** The driver of an NVIDIA GPU works, or the GPU is another maker's with its driver bound. */
  readonly nvidiaDriver: boolean;
  /** There is a driver, whether it works or not. */
  readonly driverInstalled: boolean;
  readonly mesaGpu: boolean;
  readonly xProxy: boolean;
  readonly windowManager: boolean;
  readonly virtualgl: boolean;
  /** The first EGL device that is no CPU. */
  readonly eglGpu: EglDevice | undefined;
  readonly xorg: boolean;
  /** Xorg has the driver of the host's GPU. */
  readonly xorgDriver: boolean;
  /** The distribution has no Xorg any more. */
  readonly noXorgHere: boolean;
  /** But those that a set-up made for desktops: they are there to be used. */
  readonly xorgsOnGpu: number;
  /** Display of an Xorg that VirtualGL's GLX back end can draw on. */
  readonly threeDServer: number | undefined;
  readonly x11vnc: boolean;
  readonly renderNode: boolean;
  readonly dri3Proxy: boolean;
  /** Docker or Podman can be used by this login. */
  readonly engine: boolean;
  readonly nvidiaContainers: boolean;
  readonly cluster: boolean;
}

const REAL_GPU: ReadonlySet<string> = new Set(['nvidia', 'amd', 'intel']);
/** Without Xorg from version 10 on; Fedora and Amazon Linux count otherwise. */
const ENTERPRISE_LINUX: ReadonlySet<string> = new Set(['rhel', 'rocky', 'almalinux', 'centos', 'ol']);
/** Where the units of a set-up keep the cookies of their Xorg (electron/recipe/plan/xorgUnit.ts). */
const SET_UP_COOKIE = '/run/gearview/xauth-';
const MESA_DRIVERS: ReadonlySet<string> = new Set(['amdgpu', 'radeon', 'i915', 'xe', 'nouveau']);

export function abilityOf({ system, gpu, gl, desktop, container }: Facts): Ability {
  const pci = (gpu.pci ?? []).filter(({ vendor }) => REAL_GPU.has(vendor));
  const { smi, gpus } = gpu.nvidia;
  const nvidia = pci.some(({ vendor }) => vendor === 'nvidia') || gpus.length > 0;
  const mesa = pci.filter(({ driver }) => MESA_DRIVERS.has(driver ?? ''));
  const xorgs = (desktop.xServers ?? []).filter(({ kind, zombie }) => kind === 'Xorg' && !zombie);
  const { docker, podman, toolkit, kubernetes } = container;
  const server = docker?.server.kind === 'ok' ? docker.server : undefined;
  return {
    gpu: pci.length > 0 || gpus.length > 0,
    gpuKnown: gpu.pci !== undefined || gpus.length > 0,
    gpus: Math.max(pci.length, gpus.length),
    nvidia,
    nvidiaDriver: nvidia ? smi?.kind === 'ok' && gpus.length > 0 : mesa.length > 0,
    driverInstalled: nvidia ? gpu.nvidia.moduleLoaded !== undefined || (smi !== undefined && !isNotInstalled(smi)) : mesa.length > 0,
    mesaGpu: mesa.length > 0,
    xProxy: (desktop.xProxies ?? []).length > 0,
    windowManager: (desktop.windowManagers ?? []).length > 0,
    virtualgl: desktop.virtualgl !== undefined,
    eglGpu: gl.eglDevices?.find(({ renderer }) => renderer !== '' && !SOFTWARE_RENDERER.test(renderer)),
    xorg: desktop.xorg !== undefined,
    xorgDriver: !nvidia || desktop.xorg?.nvidiaDriver === true,
    noXorgHere: ENTERPRISE_LINUX.has(system.os?.id ?? '') && Number.parseInt(system.os?.version ?? '', 10) >= 10,
    xorgsOnGpu: xorgs.filter(({ elsewhere, auth }) => !elsewhere && auth?.startsWith(SET_UP_COOKIE) !== true).length,
    threeDServer: xorgs.find(({ display, elsewhere }) => display !== undefined && !elsewhere)?.display,
    x11vnc: desktop.x11vnc !== undefined,
    renderNode: (gpu.nodes ?? []).some(({ path, readable, writable }) => path.startsWith('/dev/dri/renderD') && readable && writable),
    dri3Proxy: (desktop.xProxies ?? []).some(({ kind, version }) => isAtLeast(version, kind === 'turbovnc' ? [3, 2] : [1, 14])),
    engine: server !== undefined || podman !== undefined,
    nvidiaContainers: (server?.runtimes.includes('nvidia') ?? false) || (toolkit !== undefined && toolkit.cdi.length > 0),
    cluster: kubernetes?.kubectl !== undefined && kubernetes.node,
  };
}

const isNotInstalled = (smi: NonNullable<Facts['gpu']['nvidia']['smi']>): boolean =>
  smi.kind === 'failed' && smi.failure === 'not-installed';

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [a = 0, b = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return a > major || (a === major && b >= minor);
}
