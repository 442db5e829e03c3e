/** Folders that refuse to be written, also for root; only where this process's mounts are its own (netns.ts). */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const mount = (...args: readonly string[]): void => void execFileSync('mount', args, { stdio: 'pipe' });
const unmount = (folder: string): void => void execFileSync('umount', [folder], { stdio: 'pipe' });

/** What lies there can be read and not be written. Returns what ends it. */
export function makeReadOnly(folder: string): () => void {
  mount('--bind', folder, folder);
  mount('-o', 'remount,bind,ro', folder);
  return () => unmount(folder);
}

export interface SmallDisk {
  /** Writes until nothing more fits. */
  fill(): void;
  /** Takes that away again. */
  free(): void;
  unmount(): void;
}

/** A disk of 32 KiB in place of the folder, empty. */
export function mountSmallDisk(folder: string): SmallDisk {
  mount('-t', 'tmpfs', '-o', 'size=32k,mode=700', 'tmpfs', folder);
  const filler = join(folder, 'filler');
  return {
    fill() {
      const file = openSync(filler, 'a');
      try {
        for (;;) writeSync(file, Buffer.alloc(4096));
      } catch {
        // Full.
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    unmount: () => unmount(folder),
  };
}
