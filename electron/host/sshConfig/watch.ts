/** Tells that something may have changed in some folders: at once where the system tells, and by a look from time to time. */
import { watch, type FSWatcher } from 'node:fs';

export interface FolderWatch {
  /** From now on these folders, and no others. */
  follow(folders: readonly string[]): void;
  close(): void;
}

/** Editors write a file in several steps; they end within this time. */
const QUIET_MS = 60;

/** `look` is called often, and for nothing: it has to be cheap. Nothing here keeps the process alive. */
export function watchFolders(look: () => void, pollMs: number): FolderWatch {
  const watchers = new Map<string, FSWatcher>();
  let quiet: NodeJS.Timeout | undefined;
  let poll: NodeJS.Timeout | undefined;

  const soon = (): void => {
    clearTimeout(quiet);
    quiet = setTimeout(look, QUIET_MS).unref();
  };

  function start(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, soon);
      const stop = (): void => {
        watcher.close();
        if (watchers.get(folder) === watcher) watchers.delete(folder);
      };
      watcher.on('error', stop);
      watchers.set(folder, watcher);
    } catch {
      // No such folder, or no watches left: the look from time to time remains.
    }
  }

  return {
    follow(folders) {
      poll ??= setInterval(look, pollMs).unref();
      for (const [folder, watcher] of watchers) {
        if (folders.includes(folder)) continue;
        watcher.close();
        watchers.delete(folder);
      }
      for (const folder of folders) if (!watchers.has(folder)) start(folder);
    },
    close() {
      clearTimeout(quiet);
      clearInterval(poll);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}
