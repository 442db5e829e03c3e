/** A JSON file of the app's own: checked when read, never half written, with the last good one beside it. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { Failure } from './failure';

/** The shape of a file: every file carries its schema version at the top. */
export interface JsonShape<T extends { readonly version: number }> {
  readonly schema: z.ZodType<T>;
  readonly version: number;
  /** Understands the versions before, and makes this one of them. */
  readonly older?: z.ZodType<T>;
}

export interface JsonRead<T> {
  /** Undefined when there is no file, or neither it nor its backup can be understood. */
  readonly value: T | undefined;
  /** Where a file that could not be understood was kept aside. */
  readonly damaged?: string;
}

const backupOf = (file: string): string => `${file}.bak`;
export const temporaryOf = (file: string): string => `${file}.${randomBytes(6).toString('hex')}.tmp`;

/**
 * Reads `file`. One that cannot be understood is kept aside as `<file>.corrupt-<time>` and the backup is read in its place.
 * Throws `storage` when the system refuses, or when a newer Gearview wrote the file: that one must not be overwritten.
 */
export async function readJsonFile<T extends { readonly version: number }>(
  file: string,
  shape: JsonShape<T>,
  now: () => number = Date.now,
): Promise<JsonRead<T>> {
  const text = await textOf(file);
  const value = text === undefined ? undefined : parse(file, text, shape);
  if (value !== undefined) return { value };
  const backup = await textOf(backupOf(file));
  const saved = backup === undefined ? undefined : parse(backupOf(file), backup, shape);
  if (text === undefined) return { value: saved };
  const damaged = `${file}.corrupt-${now()}`;
  await refused(file, 'kept aside', () => rename(file, damaged));
  return { value: saved, damaged };
}

/** Writes `value` so that after a crash or a full disk the file is either the old one or the new one. Throws `storage`. */
export async function writeJsonFile<T extends { readonly version: number }>(file: string, shape: JsonShape<T>, value: T): Promise<void> {
  const text = `${JSON.stringify(shape.schema.parse(value), undefined, 2)}\n`;
  const temporary = temporaryOf(file);
  await refused(file, 'written', async () => {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    try {
      await writeDurably(temporary, text);
      await keepBackup(file, shape);
      await rename(temporary, file);
    } finally {
      await rm(temporary, { force: true });
    }
    await syncDirectory(dirname(file));
  });
}

export async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The rename itself is durable only once its directory is; Windows cannot open one. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Only a file that can be understood becomes the backup. */
async function keepBackup<T extends { readonly version: number }>(file: string, shape: JsonShape<T>): Promise<void> {
  const text = await textOf(file);
  if (text === undefined || parse(file, text, shape) === undefined) return;
  const temporary = temporaryOf(file);
  try {
    await writeDurably(temporary, text);
    await rename(temporary, backupOf(file));
  } finally {
    await rm(temporary, { force: true });
  }
}

async function textOf(file: string): Promise<string | undefined> {
  return await refused(file, 'read', async () => {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  });
}

function parse<T extends { readonly version: number }>(file: string, text: string, shape: JsonShape<T>): T | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof data === 'object' && data !== null && 'version' in data && typeof data.version === 'number' && data.version > shape.version) {
    throw new Failure('storage', `${file} was written by a newer Gearview; use that one, or move the file away.`);
  }
  return shape.schema.safeParse(data).data ?? shape.older?.safeParse(data).data;
}

export async function refused<T>(file: string, what: string, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('storage', `${file} could not be ${what}: ${reasonOf(error)}.`, { retry: true, cause: error });
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

const REASONS: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your disk quota is used up',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
};

/** What the system said, in words where we have them. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (typeof code === 'string') return REASONS[code] ?? `the system says ${code}`;
  return error instanceof Error ? error.message : String(error);
}
