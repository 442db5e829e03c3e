/** What a host is: its system, kernel, room and limits. A field is absent when its question was not answered. */
import { z } from 'zod';
import { count, line, word } from './text';

export const Disk = z.strictObject({
  /** What was asked for: home, tmp, opt, var, shm. */
  place: z.enum(['home', 'tmp', 'opt', 'var', 'shm']),
  /** Where that lies. */
  path: word,
  /** Mount point. */
  mount: word,
  /** KiB. */
  size: count,
  /** KiB that this user may still write. */
  free: count,
  /** Absent where the file system does not count them. */
  inodesFree: count.optional(),
});
export type Disk = z.infer<typeof Disk>;

export const SystemFacts = z.strictObject({
  os: z
    .strictObject({
      /** ID of os-release(5). */
      id: word,
      /** VERSION_ID, empty on rolling releases. */
      version: word,
      /** PRETTY_NAME. */
      name: word,
      family: z.enum(['debian', 'redhat', 'suse', 'arch', 'other']),
    })
    .optional(),
  hostname: word.optional(),
  kernel: z.strictObject({ release: word, architecture: word }).optional(),
  cpu: z.strictObject({ model: word, cores: count }).optional(),
  /** KiB. */
  memory: z.strictObject({ total: count, available: count, swapTotal: count, swapFree: count }).optional(),
  /** Of the last minute. */
  load: z.number().min(0).optional(),
  bootId: word.optional(),
  /** Epoch ms, host's clock. */
  bootedAt: z.number().optional(),
  /** Host's clock minus the laptop's, seconds; what the way took is taken off as far as it is known. */
  clockSkew: z.number().optional(),
  disks: z.array(Disk).max(8).optional(),
  /** The quota of this user is used up or over its soft limit, in quota(1)'s own words. */
  quotaExceeded: line.optional(),
  limits: z.strictObject({ openFiles: count.optional(), processes: count.optional() }).optional(),
  /** Command of process 1: systemd, tini, sh. */
  init: word.optional(),
  /** systemd-detect-virt(1): none, kvm, docker, lxc. */
  virtualisation: word.optional(),
  selinux: z.enum(['enforcing', 'permissive', 'disabled']).optional(),
  apparmor: z.boolean().optional(),
  secureBoot: z.boolean().optional(),
  /** This user's processes go on after the last logout (loginctl(1) enable-linger). */
  linger: z.boolean().optional(),
  /** KillUserProcesses of logind.conf(5). */
  killUserProcesses: z.boolean().optional(),
  /** Why a reboot is pending; empty text when the host only says that it is. */
  rebootRequired: line.optional(),
  packageManager: z.enum(['apt', 'dnf', 'yum', 'zypper', 'pacman']).optional(),
  /** Name → version of the packages that matter here and are installed. */
  packages: z.record(word, word).optional(),
  /** Names of packages that are half installed or half configured. */
  brokenPackages: z.array(word).max(32).optional(),
  /** Package source files that name the same NVIDIA repository with different keys. */
  conflictingSources: z.array(word).max(8).optional(),
  /** Proxy variables, passwords taken out. */
  proxy: z.array(line).max(16).optional(),
});
export type SystemFacts = z.infer<typeof SystemFacts>;
