/** OpenSSH's known_hosts files on this computer: read whole, appended to, and edited only by replacing them at once. */
import { copyFile, link, lstat, mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Failure } from '../base/failure';
import { reasonOf } from '../base/jsonFile';
import { createLimiter } from '../base/limiter';
import { locked } from './fileLock';
import { findKnownKeys, hashesNames, keyText, type KnownKey } from './knownHosts';
import { editKeys, newHosts, withNewline, type KeyEdit } from './knownHostsEdit';

const SIZE_LIMIT = 10 * 1024 * 1024;
/** Characters that are searched at a time: hashed names take time, and the desktops of other hosts go on meanwhile. */
const PIECE = 256 * 1024;
const oneByOne = createLimiter();

/** Lines for each of the names, of all files. Rejects with `host-key-unverifiable` when one cannot be read: what is not known must not pass for unknown. */
export async function findInFiles(files: readonly string[], names: readonly string[]): Promise<ReadonlyMap<string, readonly KnownKey[]>> {
  const all = new Map<string, KnownKey[]>(names.map((name) => [name, []]));
  for (const file of files) {
    const text = await textOf(file);
    let line = 0;
    for (let start = 0; start < text.length;) {
      const newline = text.indexOf('\n', start + PIECE);
      const piece = text.slice(start, newline < 0 ? text.length : newline + 1);
      for (const [name, keys] of findKnownKeys(piece, file, names, line)) all.get(name)?.push(...keys);
      start += piece.length;
      if (start < text.length) {
        line += linesIn(piece);
        await setImmediate();
      }
    }
  }
  return all;
}

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** Whether keys written to this file are found again: not so in /dev/null. */
export async function keepsKeys(file: string): Promise<boolean> {
  return await stat(file).then(
    (found) => found.isFile(),
    () => true,
  );
}

/** Adds a line for `name`, unless the file has it. `hash` undefined: as the file does. Rejects with `storage`, and then the file is as before. */
export async function appendKey(file: string, name: string, key: Buffer, hash: boolean | undefined): Promise<void> {
  await storing(file, `The host key could not be added to ${file}`, 'You can trust it once instead.', async (path) => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await locked(path, () => append(path, name, key, hash));
  });
}

/** Rewrites the file with `edit`, and keeps the one before as `<file>.old` like ssh-keygen -R. False when it has none of the old keys. Rejects with `storage`. */
export async function editFile(file: string, edit: KeyEdit): Promise<boolean> {
  return await storing(file, `The host key in ${file} could not be replaced`, 'The file is as it was.', (path) =>
    locked(path, async () => {
      const before = await readFile(path, 'latin1').catch((error: unknown) => {
        if (isMissing(error)) return '';
        throw error;
      });
      const after = editKeys(before, edit);
      if (after !== undefined) await replaceFile(path, after);
      return after !== undefined;
    }),
  );
}

/** Runs `job` with the real path, one after the other per file. */
async function storing<T>(file: string, sentence: string, advice: string, job: (path: string) => Promise<T>): Promise<T> {
  return await oneByOne(file, async () => {
    try {
      return await job(await behindLink(file));
    } catch (error) {
      throw new Failure('storage', `${sentence}: ${reasonOf(error)}. ${advice}`, { retry: true, cause: error });
    }
  });
}

/** A link stays a link: what it leads to is written. */
export async function behindLink(file: string): Promise<string> {
  const isLink = await lstat(file).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
  return isLink ? await realpath(file).catch(() => file) : file;
}

async function textOf(file: string): Promise<string> {
  try {
    if ((await stat(file)).size > SIZE_LIMIT) throw new Error('it is larger than 10 MB');
    return await readFile(file, 'latin1');
  } catch (error) {
    if (isMissing(error)) return '';
    throw new Failure('host-key-unverifiable', `${file} cannot be read, so no host key can be checked: ${reasonOf(error)}.`, {
      retry: true,
      cause: error,
    });
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

async function append(file: string, name: string, key: Buffer, hash: boolean | undefined): Promise<void> {
  const handle = await open(file, 'a+', 0o600);
  try {
    const before = await handle.readFile('latin1');
    const known = findKnownKeys(before, file, [name]).get(name) ?? [];
    if (known.some((line) => line.marker === 'none' && line.key.equals(key))) return;
    // Never a device: its mode is everybody's.
    if (before === '' && (await handle.stat()).isFile()) await handle.chmod(0o600);
    const line = `${newHosts(name, hash ?? hashesNames(before))} ${keyText(key)}\n`;
    try {
      await handle.appendFile(`${withNewline(before).slice(before.length)}${line}`, 'latin1');
      await handle.sync();
    } catch (error) {
      // Half a line would be rubbish that the next one is glued to.
      await handle.truncate(before.length);
      throw error;
    }
  } finally {
    await handle.close();
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  const { mode, uid, gid } = await stat(file);
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text, 'latin1');
      const made = await handle.stat();
      if (made.uid !== uid || made.gid !== gid) await handle.chown(uid, gid);
      await handle.chmod(mode & 0o7777);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rm(`${file}.old`, { force: true });
    // A file system without hard links gets a copy.
    await link(file, `${file}.old`).catch(() => copyFile(file, `${file}.old`));
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
  if (process.platform === 'win32') return;
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
