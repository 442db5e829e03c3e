/** The files that an Include names (glob(3)), in the order of their names. */
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, parse, sep } from 'node:path';
import { matchesFileName } from './patterns';
import { stampNow } from './stamps';

const MAGIC = /[*?[]/;
/** Most files of one Include. */
const FOUND_LIMIT = 256;

/** Each folder searched, and each file looked for, is told with its stamp. What cannot be read is not found. */
export async function filesOf(pattern: string, saw: (path: string, stamp: string) => void): Promise<readonly string[]> {
  if (!MAGIC.test(pattern)) {
    saw(pattern, await stampNow(pattern));
    return [pattern];
  }
  const { root } = parse(pattern);
  const parts = pattern
    .slice(root.length)
    .split(sep === '\\' ? /[\\/]+/ : /\/+/)
    .filter((part) => part !== '');
  let found = [root];
  for (const part of parts) {
    if (MAGIC.test(part)) {
      const lists = await Promise.all(found.map((folder) => namesIn(folder, part, saw)));
      found = lists.flat().slice(0, FOUND_LIMIT);
    } else found = found.map((folder) => join(folder, part));
  }
  const there = await Promise.all(found.map(exists));
  for (const path of found) if (!MAGIC.test(parts.at(-1) ?? '')) saw(dirname(path), await stampNow(dirname(path)));
  return found.filter((_, index) => there[index] === true);
}

async function namesIn(folder: string, part: string, saw: (path: string, stamp: string) => void): Promise<string[]> {
  saw(folder, await stampNow(folder));
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => matchesFileName(name, part))
      .toSorted()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
