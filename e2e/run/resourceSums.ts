/** The checksums of what the app sends to hosts: built into the worker, which refuses anything else (R48). */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** SHA-256 in hexadecimal by path below resources/; tests and pictures are not sent. */
export function resourceSums(root: string): Readonly<Record<string, string>> {
  const folder = join(root, 'resources');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(sh|pl|py|asc)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}
