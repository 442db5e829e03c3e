/** A text that the operator saves where they like. */
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { refused, syncDirectory, temporaryOf, writeDurably } from './jsonFile';

/** Writes `file` for its owner alone; after a crash or a full disk it is the old one or the new one. Throws `storage`. */
export async function writeTextFile(file: string, text: string): Promise<void> {
  const temporary = temporaryOf(file);
  await refused(file, 'written', async () => {
    try {
      await writeDurably(temporary, text);
      await rename(temporary, file);
    } finally {
      await rm(temporary, { force: true });
    }
    await syncDirectory(dirname(file));
  });
}
