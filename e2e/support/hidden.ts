/** Hosts that lack something this machine has: a mount namespace of their own, where it is covered. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Mount namespaces are permitted here. */
export const canHide = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;

/** What to put in front of a command so that it runs without these files and folders; `folder` is the test's own. Empty when none is there. */
export function hiding(paths: readonly string[], folder: string): readonly string[] {
  const there = paths.filter((path) => existsSync(path));
  if (there.length === 0) return [];
  if (!canHide) throw new Error(`${there.join(', ')} cannot be hidden here: that needs root and mount namespaces`);
  return ['unshare', '--mount', 'sh', '-c', `${mounts(there, folder).join(' && ')} && exec "$@"`, 'sh'];
}

/** The mount commands that cover each path with nothing. */
export function mounts(paths: readonly string[], folder: string): readonly string[] {
  const empty = join(folder, '.empty');
  mkdirSync(empty, { recursive: true, mode: 0o755 });
  return paths
    .filter((path) => existsSync(path))
    .map((path) => `mount --bind '${statSync(path).isDirectory() ? empty : '/dev/null'}' '${path}'`);
}
