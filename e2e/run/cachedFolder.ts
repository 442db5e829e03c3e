/** A folder that is made once and then kept: made beside its place and renamed, so that two runs at once cannot see half of it. */
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const MARKER = '.made-from';

/** Whether the folder is there and was made from exactly this. */
export async function isMade(folder: string, from: string): Promise<boolean> {
  const marker = await readFile(join(folder, MARKER), 'utf8').catch(() => undefined);
  return marker === from;
}

/** Calls `make` with an empty folder and puts the result at `folder`. `from` says what it is made of, e.g. a checksum. */
export async function makeFolder(folder: string, from: string, make: (folder: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const temporary = await mkdtemp(`${folder}.`);
  try {
    const fresh = join(temporary, 'new');
    await mkdir(fresh);
    await make(fresh);
    await writeFile(join(fresh, MARKER), from);
    // Somebody else was faster.
    if (await isMade(folder, from)) return;
    await rename(folder, join(temporary, 'old')).catch(() => undefined);
    await rename(fresh, folder).catch(async (error: unknown) => {
      if (!(await isMade(folder, from))) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
