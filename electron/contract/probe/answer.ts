/** The questions that one probe asks a host, and how each was answered. */
import { z } from 'zod';
import { line } from './text';

/** One question a name; its command is a constant of resources/probe. */
export const QuestionName = z.enum([
  // system
  'os',
  'kernel',
  'hostname',
  'cpu',
  'memory',
  'load',
  'boot',
  'clock',
  'disks',
  'inodes',
  'quota',
  'limits',
  'init',
  'virtualisation',
  'security-modules',
  'secure-boot',
  'logind',
  'reboot',
  'packages',
  'package-state',
  'package-sources',
  'proxy',
  // GPU
  'pci',
  'pci-names',
  'kernel-modules',
  'nvidia-module',
  'nvidia-parameters',
  'nvidia-smi',
  'nvidia-smi-details',
  'nvidia-packages-log',
  'dkms',
  'kernel-log',
  'gpu-nodes',
  'drm',
  // GL
  'egl-vendors',
  'vulkan-drivers',
  'gl-libraries',
  'egl-devices',
  'mesa-egl',
  'vulkan',
  // X servers and desktops
  'x-servers',
  'x-sockets',
  'x-locks',
  'display-manager',
  'seats',
  'vnc-files',
  'vnc-logs',
  'xorg-log',
  'desktop-state',
  'lockers',
  // desktop software
  'x-proxies',
  'virtualgl',
  'virtualgl-setup',
  'turbovnc-settings',
  'turbovnc-sessions',
  'vncserver-command',
  'xstartup',
  'xorg',
  'x11vnc',
  'window-managers',
  'dbus',
  'tools',
  // containers
  'docker',
  'docker-containers',
  'docker-gpu',
  'podman',
  'container-toolkit',
  'kubernetes',
  // login
  'user',
  'home',
  'start-up-files',
  'login-path',
  'sshd',
  'sudo',
]);
export type QuestionName = z.infer<typeof QuestionName>;

/**
 * How a question was answered. known: `text` was understood. absent: it does not apply, e.g. no such program.
 * unreadable: it could not be read or was not understood; `why` says which, and the raw text is kept.
 */
export const Answer = z.strictObject({
  name: QuestionName,
  state: z.enum(['known', 'absent', 'unreadable']),
  /** One sentence, for absent and unreadable. */
  why: line.optional(),
  /** The command, as an operator can repeat it. */
  command: z.string().max(2000),
});
export type Answer = z.infer<typeof Answer>;

/** What the command printed, at most 32 KiB. */
export const RawAnswer = z.strictObject({
  name: QuestionName,
  command: z.string().max(2000),
  text: z.string().max(33_000),
  at: z.number(),
});
export type RawAnswer = z.infer<typeof RawAnswer>;
