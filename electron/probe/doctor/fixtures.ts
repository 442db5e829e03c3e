/** Facts of healthy hosts, and small changes to them: for tests of the doctor's entries. */
import type { Facts } from '../../contract/probe';
import { QuestionName } from '../../contract/probe/answer';
import type { Container } from '../../contract/probe/container';
import type { DesktopState, XServer } from '../../contract/probe/desktop';
import type { GpuNode, NvidiaGpu } from '../../contract/probe/gpu';

export const HOST_ID = '0123456789ab';
export const AT = Date.UTC(2026, 10, 22, 12);
const GIB = 1024 * 1024;
const LLVMPIPE = 'llvmpipe (LLVM 15.0.6, 256 bits)';
const A10 = 'NVIDIA A10/PCIe/SSE2';
const DRIVER = '550.163.01';
const LOCAL_GL = ['libEGL.so.1', 'libGL.so.1', 'libGLX.so.0', 'libEGL_mesa.so.0', 'libGLX_mesa.so.0', 'libvulkan.so.1'];

export const node = (path: string, mode = '666', group = 'root', usable = true): GpuNode => ({
  path,
  mode,
  owner: 'root',
  group,
  readable: usable,
  writable: usable,
});

export const xServer = (own: Partial<XServer> = {}): XServer => ({
  kind: 'Xvnc',
  pid: 4242,
  user: 'op',
  own: true,
  elsewhere: false,
  display: 1,
  zombie: false,
  stopped: false,
  turbovnc: true,
  auth: '/home/op/.Xauthority',
  securityTypes: ['none'],
  listens: [],
  ...own,
});

export const desktopState = (own: Partial<DesktopState> = {}): DesktopState => ({
  display: 1,
  pid: 4242,
  windowManager: true,
  openToOthers: false,
  unlisted: false,
  preloadsVirtualgl: true,
  dbus: true,
  runtimeDir: { path: '/run/user/1000', usable: true },
  ...own,
});

export const container = (own: Partial<Container> = {}): Container => ({
  id: '3f4e5d6c7b8a',
  name: 'desk',
  image: 'gearview/desktop:1',
  running: true,
  paused: false,
  gpu: true,
  capabilities: ['graphics', 'display', 'utility', 'compute'],
  init: true,
  shm: GIB,
  privileged: false,
  ours: false,
  smi: 'ok',
  nvidiaGl: true,
  eglVendor: true,
  ...own,
});

const SYSTEM: Facts['system'] = {
  os: { id: 'debian', version: '12', name: 'Debian GNU/Linux 12 (bookworm)', family: 'debian' },
  hostname: 'gpu-a',
  kernel: { release: '6.1.0-28-amd64', architecture: 'x86_64' },
  cpu: { model: 'AMD EPYC 7313', cores: 16 },
  memory: { total: 64 * GIB, available: 58 * GIB, swapTotal: 0, swapFree: 0 },
  load: 0.2,
  bootId: '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
  bootedAt: AT - 86_400_000,
  clockSkew: 0.4,
  disks: (['home', 'tmp', 'opt', 'var', 'shm'] as const).map((place) => ({
    place,
    path: place === 'home' ? '/home/op' : `/${place}`,
    mount: place === 'shm' ? '/dev/shm' : '/',
    size: 100 * GIB,
    free: 60 * GIB,
    inodesFree: 4_000_000,
  })),
  limits: { openFiles: 1024, processes: 31_000 },
  init: 'systemd',
  virtualisation: 'none',
  selinux: 'disabled',
  apparmor: true,
  secureBoot: false,
  linger: true,
  killUserProcesses: false,
  packageManager: 'apt',
  packages: { turbovnc: '3.3', virtualgl: '3.1.4', 'nvidia-driver': DRIVER },
  brokenPackages: [],
  conflictingSources: [],
  proxy: [],
};

const A10_GPU: NvidiaGpu = {
  index: 0,
  uuid: 'GPU-5d4c3b2a-1111-2222-3333-444455556666',
  name: 'NVIDIA A10',
  pci: '0000:07:00.0',
  memoryTotal: 23_028,
  memoryUsed: 4,
  load: 0,
  temperature: 38,
  power: 16.2,
  powerLimit: 150,
  computeMode: 'Default',
  mig: false,
  persistence: true,
  eccUncorrected: 0,
  repairPending: false,
  throttled: [],
  processes: [],
};

const DESKTOP: Facts['desktop'] = {
  xServers: [xServer()],
  xLocks: [
    { display: 1, path: '/tmp/.X1-lock', kind: 'lock', own: true, owner: 'op', pid: 4242, alive: true },
    { display: 1, path: '/tmp/.X11-unix/X1', kind: 'socket', own: true, owner: 'op', alive: true },
  ],
  seats: [],
  vncFiles: [{ path: '/home/op/.vnc/gpu-a:1.pid', host: 'gpu-a', display: 1, pid: 4242, runs: 'proxy' }],
  desktops: [desktopState()],
  logHits: [],
  xorgErrors: [],
  lockers: [],
  xProxies: [{ kind: 'turbovnc', version: '3.3', path: '/opt/TurboVNC/bin/Xvnc' }],
  virtualgl: {
    version: '3.1.4',
    inLoaderPath: true,
    group: false,
    inGroup: false,
    groupPending: false,
    xauthKey: 'absent',
    restricted: false,
  },
  turbovnc: { permittedSecurityTypes: ['otp', 'vnc', 'none'], sessionLimit: 0, listed: [1] },
  vncserverCommand: { path: '/opt/TurboVNC/bin/vncserver', of: 'turbovnc' },
  xorg: { version: '21.1.7', nvidiaDriver: true },
  windowManagers: [{ id: 'xfce', name: 'Xfce Session' }],
  dbus: { launch: '/usr/bin/dbus-launch', daemon: true },
  tools: { present: ['glxgears', 'xprop', 'xwininfo', 'xauth', 'perl'], missing: [] },
};

const LOGIN: Facts['login'] = {
  user: 'op',
  uid: 1000,
  shell: '/bin/bash',
  groups: ['op', 'video', 'render', 'docker'],
  pendingGroups: [],
  home: { path: '/home/op', exists: true, writable: true, own: true },
  homeFiles: [{ path: '/home/op/.vnc', owner: 'op', mode: '700', kind: 'directory', own: true, writable: true }],
  runtimeDir: { path: '/run/user/1000', usable: true },
  startUpLines: [],
  loginDbus: ['/usr/bin/dbus-launch', '/usr/bin/dbus-daemon'],
  sshd: {
    allowTcpForwarding: 'yes',
    allowStreamLocalForwarding: 'yes',
    disableForwarding: false,
    maxSessions: 10,
    maxStartups: '10:30:100',
    clientAliveInterval: 0,
    forceCommand: false,
  },
  sudo: 'sudo',
};

/** An NVIDIA host with VirtualGL, TurboVNC, Docker with NVIDIA's runtime, and one desktop. */
export function healthyFacts(): Facts {
  return structuredClone<Facts>({
    hostId: HOST_ID,
    at: AT,
    ms: 640,
    answers: QuestionName.options.map((name) => ({ name, state: 'known', command: `ask ${name}` })),
    system: SYSTEM,
    gpu: {
      pci: [{ pci: '0000:07:00.0', vendor: 'nvidia', name: 'NVIDIA Corporation GA102GL [A10]', driver: 'nvidia' }],
      modules: ['nvidia', 'nvidia_drm', 'nvidia_modeset', 'nvidia_uvm'],
      nvidia: {
        moduleLoaded: DRIVER,
        moduleOnDisk: DRIVER,
        userSpace: DRIVER,
        headlessPackages: [],
        nodeMode: '666',
        modeset: true,
        dkms: [`nvidia/${DRIVER}, 6.1.0-28-amd64, x86_64: installed`],
        smi: { kind: 'ok', driver: DRIVER, cuda: '12.4' },
        gpus: [A10_GPU],
        changes: [],
      },
      drm: [{ card: '/dev/dri/card0', render: '/dev/dri/renderD128', pci: '0000:07:00.0', driver: 'nvidia-drm' }],
      nodes: [
        ...['/dev/nvidiactl', '/dev/nvidia0', '/dev/nvidia-modeset', '/dev/nvidia-uvm'].map((path) => node(path)),
        node('/dev/dri/card0', '660', 'video'),
        node('/dev/dri/renderD128', '660', 'render'),
      ],
      kernelLog: [],
    },
    gl: {
      eglVendors: [
        { path: '/usr/share/glvnd/egl_vendor.d/10_nvidia.json', library: 'libEGL_nvidia.so.0' },
        { path: '/usr/share/glvnd/egl_vendor.d/50_mesa.json', library: 'libEGL_mesa.so.0' },
      ],
      vulkanDrivers: [{ path: '/usr/share/vulkan/icd.d/nvidia_icd.json', library: 'libGLX_nvidia.so.0' }],
      libraries: [...LOCAL_GL, 'libEGL_nvidia.so.0', 'libGLX_nvidia.so.0', 'libnvidia-ml.so.1'],
      eglDevices: [
        { device: 'egl0', node: '/dev/dri/card0', renderer: A10 },
        { device: 'egl1', renderer: LLVMPIPE },
      ],
      vulkan: [{ name: 'NVIDIA A10', type: 'discrete', driver: 'DRIVER_ID_NVIDIA_PROPRIETARY' }],
    },
    desktop: DESKTOP,
    container: {
      docker: {
        version: '27.3.1',
        server: {
          kind: 'ok',
          version: '27.3.1',
          cgroupDriver: 'systemd',
          cgroupVersion: '2',
          runtimes: ['runc', 'nvidia'],
          defaultRuntime: 'runc',
          rootless: false,
          cdi: true,
        },
      },
      containers: [container()],
      toolkit: { version: '1.18.0', cdi: ['/etc/cdi/nvidia.yaml'] },
    },
    login: LOGIN,
  });
}

/** A virtual machine without any GPU, where the CPU draws: VirtualGL is there, and so is a desktop without it. */
export function healthySoftware(): Facts {
  const { packages: _packages, ...system } = SYSTEM;
  return structuredClone<Facts>({
    ...healthyFacts(),
    system: { ...system, virtualisation: 'kvm', packages: { turbovnc: '3.3', virtualgl: '3.1.4' } },
    gpu: { pci: [], modules: [], nvidia: { gpus: [], smi: { kind: 'failed', failure: 'not-installed', text: '' } }, drm: [], nodes: [] },
    gl: {
      eglVendors: [{ path: '/usr/share/glvnd/egl_vendor.d/50_mesa.json', library: 'libEGL_mesa.so.0' }],
      libraries: LOCAL_GL,
      eglDevices: [{ device: 'egl0', renderer: LLVMPIPE }],
      vulkan: [{ name: LLVMPIPE, type: 'cpu', driver: 'DRIVER_ID_MESA_LLVMPIPE' }],
    },
    desktop: { ...DESKTOP, xorg: undefined, desktops: [desktopState({ preloadsVirtualgl: false })] },
    container: {},
  });
}

type Section = 'system' | 'gpu' | 'gl' | 'desktop' | 'container' | 'login';
export type Change = { readonly [S in Section]?: Partial<Facts[S]> } & {
  readonly nvidia?: Partial<Facts['gpu']['nvidia']>;
  /** Of the first NVIDIA GPU. */
  readonly gpu0?: Partial<NvidiaGpu>;
  readonly virtualgl?: Partial<NonNullable<Facts['desktop']['virtualgl']>>;
};

/** `facts` with some fields of its sections replaced; undefined takes a field away. */
export function changed(facts: Facts, { system, gpu, gl, desktop, container: containers, login, nvidia, gpu0, virtualgl }: Change): Facts {
  const [first, ...others] = facts.gpu.nvidia.gpus;
  const gpus = first === undefined || gpu0 === undefined ? facts.gpu.nvidia.gpus : [{ ...first, ...gpu0 }, ...others];
  const vgl = facts.desktop.virtualgl;
  return {
    ...facts,
    system: { ...facts.system, ...system },
    gpu: { ...facts.gpu, nvidia: { ...facts.gpu.nvidia, gpus, ...nvidia }, ...gpu },
    gl: { ...facts.gl, ...gl },
    desktop: { ...facts.desktop, virtualgl: vgl === undefined ? undefined : { ...vgl, ...virtualgl }, ...desktop },
    container: { ...facts.container, ...containers },
    login: { ...facts.login, ...login },
  };
}
