/** A network and mounts of one's own: namespaces, in which links can be broken and disks be full without anybody else noticing. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

const works = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** Why there can be no such network here; undefined when there can. */
export function whyNoNetwork(): string | undefined {
  if (process.getuid?.() !== 0) return 'network and mount namespaces need root';
  if (!works('unshare', '--net', '--mount', 'true')) return 'network and mount namespaces are not permitted here';
  if (!works('unshare', '--net', 'iptables', '-A', 'INPUT', '-m', 'statistic', '--mode', 'random', '--probability', '0.3', '-j', 'DROP'))
    return 'iptables does not work here';
  return undefined;
}

/** What to put in front of a command so that it has a network and mounts of its own. */
export const inOwnNetwork = ['unshare', '--net', '--mount', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'] as const;

/** This process has one: nothing but loopback is there. */
export const ownNetwork = process.getuid?.() === 0 && Object.keys(networkInterfaces()).every((name) => name === 'lo');

/** What this process mounts, nobody else sees: its mounts are not those of the first process (proc_pid_mountinfo(5): each has its number). */
export const ownMounts = process.getuid?.() === 0 && mountOf('1') !== '' && mountOf('self') !== mountOf('1');

function mountOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/mountinfo`, 'utf8').split(' ', 1)[0] ?? '';
  } catch {
    // No Linux, or a first process that is not ours to see: then nothing is mounted here.
    return '';
  }
}
