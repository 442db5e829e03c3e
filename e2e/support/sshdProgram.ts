/** Where sshd is: installed, or taken out of its package by e2e/run/setup.sh, which must not open a port on a person's machine. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface SshdProgram {
  readonly path: string;
  /** Lines of sshd_config(5) that it needs where it is. */
  readonly options: readonly string[];
}

const INSTALLED = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/sbin/sshd'];

/** Throws when there is none. */
export function sshdProgram(): SshdProgram {
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed !== undefined) return { path: installed, options: [] };
  // As root sshd runs as another account, which cannot look into root's home.
  const cache =
    process.getuid?.() === 0 ? '/var/cache/gearview' : join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'gearview');
  const root = join(cache, 'openssh');
  const path = join(root, 'usr/sbin/sshd');
  if (!existsSync(path)) throw new Error('There is no sshd here: run `sh e2e/run/setup.sh test`.');
  // Since OpenSSH 9.8 and 10.0 sshd starts these by their path.
  const parts = [
    ['SshdSessionPath', join(root, 'usr/lib/openssh/sshd-session')],
    ['SshdAuthPath', join(root, 'usr/lib/openssh/sshd-auth')],
  ] as const;
  return { path, options: parts.filter(([, file]) => existsSync(file)).map(([option, file]) => `${option} ${file}`) };
}
