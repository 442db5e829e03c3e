/** Loads scripts of resources/, and refuses one that is not as it was built (R48): what is shown and run is what was shipped. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../base/failure';
import type { LoadScript } from './connection';

/** `sums`: SHA-256 in hexadecimal of each file, by its path below the folder. Rejects with `storage` when a file is missing, unknown or changed. */
export function openResources(folder: string, sums: Readonly<Record<string, string>>): LoadScript {
  return async (name) => {
    const bytes = await readFile(join(folder, name)).catch(() => undefined);
    if (bytes === undefined) throw broken(`The file ${name} of Gearview is missing`);
    const wanted = Object.hasOwn(sums, name) ? sums[name] : undefined;
    if (createHash('sha256').update(bytes).digest('hex') !== wanted)
      throw broken(`The file ${name} of Gearview is not the one that was shipped`);
    return bytes.toString('utf8');
  };
}

const broken = (what: string): Failure => new Failure('storage', `${what}, so nothing of it runs; install Gearview again.`);
