/** For tests of the page: facts of a host with a GPU, findings, load and history. */
import type { Finding } from '../../electron/contract/doctor';
import type { Host } from '../../electron/contract/host';
import type { Facts, Load, Snapshot } from '../../electron/contract/probe';
import { QuestionName, type Answer } from '../../electron/contract/probe/answer';

const GIB = 1024 * 1024;
export const HOST_ID = '0123456789ab';
export const AT = Date.UTC(2026, 10, 22, 12);

export const host = (id: string, change: Partial<Host> = {}): Host => ({
  id: id.padEnd(12, '0'),
  name: id,
  address: `${id}.lab`,
  port: 22,
  user: 'alice',
  auth: { kind: 'auto' },
  ...change,
});

const ABSENT: Partial<Record<QuestionName, string>> = {
  podman: 'Podman is not installed.',
  x11vnc: 'x11vnc is not installed.',
  quota: 'No quota is set.',
  reboot: 'No reboot is pending.',
  kubernetes: 'Neither kubectl nor a kubelet is there.',
  xstartup: 'There is no ~/.vnc/xstartup.',
};
const UNREADABLE: Partial<Record<QuestionName, string>> = { 'kernel-log': 'dmesg: read kernel buffer failed: Operation not permitted' };

export const answers = (): Answer[] =>
  QuestionName.options.map((name) => {
    const command = `gearview-question ${name}`;
    if (ABSENT[name] !== undefined) return { name, state: 'absent', why: ABSENT[name], command };
    return UNREADABLE[name] === undefined
      ? { name, state: 'known', command }
      : { name, state: 'unreadable', why: UNREADABLE[name], command };
  });

export const facts = (change: Partial<Facts> = {}): Facts => ({
  hostId: HOST_ID,
  at: AT,
  ms: 412,
  answers: answers(),
  system: {
    os: { id: 'ubuntu', version: '24.04', name: 'Ubuntu 24.04.3 LTS', family: 'debian' },
    hostname: 'gpu1',
    kernel: { release: '6.8.0-88-generic', architecture: 'x86_64' },
    cpu: { model: 'AMD EPYC 7313 16-Core Processor', cores: 32 },
    memory: { total: 128 * GIB, available: 97 * GIB, swapTotal: 8 * GIB, swapFree: 8 * GIB },
    load: 1.42,
    bootedAt: AT - 9 * 86_400_000,
    clockSkew: 0.3,
    disks: [
      { place: 'home', path: '/home/alice', mount: '/home', size: 900 * GIB, free: 210 * GIB, inodesFree: 1_000_000 },
      { place: 'tmp', path: '/tmp', mount: '/', size: 98 * GIB, free: 12 * GIB, inodesFree: 0 },
    ],
    limits: { openFiles: 1024, processes: 514_000 },
    init: 'systemd',
    virtualisation: 'none',
    apparmor: true,
    secureBoot: false,
    linger: false,
    killUserProcesses: false,
    packageManager: 'apt',
    packages: { 'nvidia-driver-550': '550.163.01', virtualgl: '3.1.4', turbovnc: '3.3.1' },
    brokenPackages: [],
  },
  gpu: {
    pci: [
      { pci: '0000:07:00.0', vendor: 'nvidia', name: 'NVIDIA A10', driver: 'nvidia' },
      { pci: '0000:08:00.0', vendor: 'nvidia', name: 'NVIDIA A10', driver: 'nvidia' },
      { pci: '0000:02:00.0', vendor: 'server', name: 'ASPEED Graphics Family', driver: 'ast' },
    ],
    modules: ['nvidia', 'nvidia_drm', 'nvidia_modeset', 'nvidia_uvm'],
    nvidia: {
      moduleLoaded: '550.163.01',
      moduleOnDisk: '550.170.00',
      userSpace: '550.170.00',
      modeset: true,
      smi: { kind: 'ok', driver: '550.163.01', cuda: '12.4' },
      gpus: [
        {
          index: 0,
          uuid: 'GPU-0',
          name: 'NVIDIA A10',
          pci: '0000:07:00.0',
          memoryTotal: 23_028,
          memoryUsed: 3277,
          load: 43,
          temperature: 61,
          power: 82.4,
          powerLimit: 150,
          mig: false,
          persistence: true,
          computeMode: 'Default',
          eccUncorrected: 0,
          processes: [
            { pid: 4242, type: 'G', name: '/opt/app/viewer', memory: 812 },
            { pid: 5151, type: 'C', name: 'python3', memory: 2048 },
          ],
        },
        {
          index: 1,
          uuid: 'GPU-1',
          name: 'NVIDIA A10',
          pci: '0000:08:00.0',
          memoryTotal: 23_028,
          memoryUsed: 18,
          load: 0,
          temperature: 33,
          power: 15,
          powerLimit: 150,
          mig: false,
          processes: [],
        },
      ],
    },
    nodes: [
      { path: '/dev/nvidia0', mode: '666', owner: 'root', group: 'root', readable: true, writable: true },
      { path: '/dev/dri/renderD128', mode: '660', owner: 'root', group: 'render', readable: false, writable: false },
    ],
  },
  gl: {
    eglDevices: [
      { device: 'egl0', node: '/dev/dri/card1', renderer: 'NVIDIA A10/PCIe/SSE2' },
      { device: 'egl1', node: '/dev/dri/card2', renderer: 'NVIDIA A10/PCIe/SSE2' },
      { device: 'egl2', renderer: 'llvmpipe (LLVM 20.1.2, 256 bits)' },
    ],
    eglVendors: [
      { path: '/usr/share/glvnd/egl_vendor.d/10_nvidia.json', library: 'libEGL_nvidia.so.0' },
      { path: '/usr/share/glvnd/egl_vendor.d/50_mesa.json', library: 'libEGL_mesa.so.0' },
    ],
    vulkan: [{ name: 'NVIDIA A10', type: 'discrete', driver: 'NVIDIA 550.163.01' }],
  },
  desktop: {
    xProxies: [
      { kind: 'turbovnc', version: '3.3.1', path: '/opt/TurboVNC/bin/Xvnc' },
      { kind: 'tigervnc', version: '1.13.1', path: '/usr/bin/Xtigervnc' },
    ],
    virtualgl: {
      version: '3.1.4',
      inLoaderPath: true,
      group: true,
      inGroup: true,
      groupPending: false,
      xauthKey: 'absent',
      restricted: false,
    },
    turbovnc: { sessionLimit: 4, listed: [1, 3] },
    xServers: Array.from({ length: 9 }, (_, at) => ({
      kind: 'Xvnc' as const,
      pid: 4000 + at,
      user: at % 2 === 0 ? 'alice' : 'bob',
      own: at % 2 === 0,
      elsewhere: false,
      display: at + 1,
      zombie: false,
      stopped: false,
      turbovnc: true,
    })),
    windowManagers: [
      { id: 'xfce', name: 'Xfce' },
      { id: 'openbox', name: 'Openbox' },
    ],
    displayManager: { name: 'gdm3', version: '46.2', active: true },
    dbus: { launch: '/usr/bin/dbus-launch', daemon: true },
    tools: { present: ['glxinfo', 'glxgears', 'xprop'], missing: ['eglinfo'] },
  },
  container: {
    docker: {
      version: '27.5.1',
      server: {
        kind: 'ok',
        version: '27.5.1',
        cgroupDriver: 'systemd',
        cgroupVersion: '2',
        runtimes: ['nvidia', 'runc'],
        defaultRuntime: 'runc',
        rootless: false,
        cdi: false,
      },
    },
    containers: [],
    toolkit: { version: '1.17.8', cdi: [] },
  },
  login: {
    user: 'alice',
    uid: 1000,
    shell: '/bin/bash',
    groups: ['alice', 'video', 'vglusers'],
    home: { path: '/home/alice', exists: true, writable: true, own: true },
    sshd: { allowTcpForwarding: 'yes', maxSessions: 10 },
    sudo: 'sudo',
  },
  ...change,
});

export const finding = (id: string, change: Partial<Finding> = {}): Finding => ({
  key: id,
  id,
  subject: '',
  title: `Symptom of ${id}`,
  cause: `Cause of ${id}.`,
  severity: 'harms',
  confidence: 'certain',
  evidence: [{ from: 'nvidia-module', command: 'cat /proc/driver/nvidia/version', text: `Evidence of ${id}` }],
  cure: { kind: 'words', text: `Cure of ${id}.` },
  source: `Source of ${id}`,
  explains: [],
  ...change,
});

export const plannable = finding('D18', {
  key: 'D18 :3',
  subject: ':3',
  title: 'Display :3 is blocked by files of an X server that is gone',
  cure: { kind: 'plan', cure: { name: 'clear-x-files', subject: ':3' }, text: 'Remove the lock and the socket.' },
});

export const load = (change: Partial<Load> = {}): Load => ({
  hostId: HOST_ID,
  at: AT,
  gpus: [{ id: '0', name: 'NVIDIA A10', load: 57, memoryUsed: 4096, memoryTotal: 23_028, temperature: 64, power: 96 }],
  cpu: 12,
  memoryUsed: 31 * GIB,
  memoryTotal: 128 * GIB,
  xServers: [],
  ...change,
});

export const snapshots: readonly Snapshot[] = [
  { at: AT - 30 * 86_400_000, values: { kernel: '6.8.0-45-generic', 'driver-loaded': '550.90', 'egl-devices': 'egl0 A, egl1 B' } },
  { at: AT - 3 * 86_400_000, values: { kernel: '6.8.0-45-generic', 'driver-loaded': '550.107', 'egl-devices': 'egl0 A, egl1 B' } },
  { at: AT, values: { kernel: '6.8.0-88-generic', 'driver-loaded': '550.107', 'egl-devices': 'egl0 A, egl2 C' } },
];
