/** OpenSSH's known_hosts files on this computer: read whole, and only ever appended to. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../base/failure';
import { reasonOf } from '../base/jsonFile';
import { createLimiter } from '../base/limiter';
import { findKnownKeys, hashesNames, knownLine, type KnownKey } from './knownHosts';

const SIZE_LIMIT = 10 * 1024 * 1024;
/** A lock this old is left over from a program that died. */
const LOCK_STALE_MS = 10_000;
const LOCK_WAIT_MS = 15_000;

export interface KnownHostsFiles {
  /** Lines for each of the names, of all files. Rejects with `host-key-unverifiable` when one cannot be read: what is not known must not pass for unknown. */
  find(names: readonly string[]): Promise<ReadonlyMap<string, readonly KnownKey[]>>;
  /** Adds a line to ~/.ssh/known_hosts. Rejects with `storage`. */
  append(address: string, port: number, key: Buffer): Promise<void>;
  /** The file that `append` writes. */
  readonly own: string;
}

/** `etc`: the folder of the files for all users. */
export function knownHostsFiles(home: string, etc: string): KnownHostsFiles {
  const own = join(home, '.ssh', 'known_hosts');
  // ssh_config(5): defaults of UserKnownHostsFile and GlobalKnownHostsFile.
  const files = [own, `${own}2`, join(etc, 'ssh_known_hosts'), join(etc, 'ssh_known_hosts2')];
  const limit = createLimiter();
  return {
    own,
    async find(names) {
      const all = new Map<string, KnownKey[]>(names.map((name) => [name, []]));
      for (const file of files) {
        const text = await textOf(file);
        for (const [name, keys] of findKnownKeys(text, file, names)) all.get(name)?.push(...keys);
      }
      return all;
    },
    append: (address, port, key) =>
      limit(own, async () => {
        try {
          await mkdir(dirname(own), { recursive: true, mode: 0o700 });
          await locked(`${own}.lock`, () => appendLine(own, address, port, key));
        } catch (error) {
          throw new Failure('storage', `The host key could not be added to ${own}: ${reasonOf(error)}. You can trust it once instead.`, {
            retry: true,
            cause: error,
          });
        }
      }),
  };
}

async function textOf(file: string): Promise<string> {
  try {
    if ((await stat(file)).size > SIZE_LIMIT) throw new Error('it is larger than 10 MB');
    return await readFile(file, 'latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw new Failure('host-key-unverifiable', `${file} cannot be read, so no host key can be checked: ${reasonOf(error)}.`, {
      retry: true,
      cause: error,
    });
  }
}

async function appendLine(file: string, address: string, port: number, key: Buffer): Promise<void> {
  const handle = await open(file, 'a+', 0o600);
  try {
    const before = await handle.readFile('latin1');
    if (before === '') await chmod(file, 0o600);
    const line = knownLine(address, port, key, hashesNames(before) ? randomBytes(20) : undefined);
    // A last line without its end would swallow ours.
    await handle.appendFile(`${before === '' || before.endsWith('\n') ? '' : '\n'}${line}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** One program at a time; the lock of a program that died is taken over. */
async function locked<T>(lock: string, job: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + LOCK_WAIT_MS;
  while (!(await take(lock))) {
    if (Date.now() > deadline) throw new Error(`${lock} is held by another program`);
    const age = await stat(lock).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > LOCK_STALE_MS) await rm(lock, { force: true });
    else await wait(20);
  }
  try {
    return await job();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
