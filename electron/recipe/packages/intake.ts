/** Takes one package file into a folder of the app: copied, looked at, and given a name that is safe everywhere. */
import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure } from '../../base/failure';
import { refused, temporaryOf } from '../../base/jsonFile';
import type { PackageFile } from '../../contract/setUp';
import { readingFile } from './bytes';
import { readDeb } from './deb';
import type { PackageFacts } from './facts';
import { readRpm } from './rpm';

/** Bytes. */
const SIZE_LIMIT = 1024 * 1024 * 1024;
const FOLDER_LIMIT = 500;
const SUFFIX = /\.(deb|rpm)$/i;

/** A copy that is whole and on the disk, under a temporary name. */
export interface Copy {
  readonly temporary: string;
  readonly file: PackageFile;
}

/** The package files that a path names: itself, or those right in the folder. Throws a Failure that says why there are none. */
export async function packagesAt(path: string): Promise<readonly string[]> {
  const info = await lookedAt(path);
  if (!info.isDirectory()) return [path];
  const names = await refused(path, 'read', () => readdir(path));
  const packages = names.filter((name) => SUFFIX.test(name)).toSorted();
  if (packages.length === 0) throw new Failure('bad-input', 'There are no .deb or .rpm files right in this folder.');
  if (packages.length > FOLDER_LIMIT) throw new Failure('bad-input', `There are more than ${FOLDER_LIMIT} packages in this folder.`);
  return packages.map((name) => join(path, name));
}

/** Copies it into `folder`. Throws a Failure, and then leaves nothing there. */
export async function takeIn(path: string, folder: string): Promise<Copy> {
  if (!SUFFIX.test(path)) throw new Failure('bad-input', 'Only .deb and .rpm files can be used.');
  const info = await lookedAt(path);
  if (!info.isFile()) throw new Failure('bad-input', 'This is not a file.');
  if (info.size > SIZE_LIMIT) throw new Failure('bad-input', 'It is larger than 1 GiB.');
  const temporary = temporaryOf(join(folder, 'incoming'));
  try {
    const { sha256, size } = await refused(path, 'copied', () => copied(path, temporary));
    const facts = await refused(temporary, 'read', () => readingFile(temporary, factsOf));
    if (facts === undefined)
      throw new Failure('bad-input', `It is no ${isRpm(path) ? 'RPM' : 'Debian'} package that can be installed, or it is damaged.`);
    return { temporary, file: { ...facts, sha256, size, fileName: safeName(basename(path), facts) } };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function lookedAt(path: string): Promise<Stats> {
  return await refused(path, 'read', async () => {
    try {
      return await stat(path);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new Failure('not-found', 'It is not there.');
      throw error;
    }
  });
}

const isRpm = (path: string): boolean => /rpm$/i.test(path);

const factsOf = async (bytes: Parameters<typeof readDeb>[0]): Promise<PackageFacts | undefined> =>
  (await readDeb(bytes)) ?? (await readRpm(bytes));

async function copied(from: string, to: string): Promise<Pick<PackageFile, 'sha256' | 'size'>> {
  const hash = createHash('sha256');
  let size = 0;
  const handle = await open(to, 'wx', 0o600);
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 256 * 1024 })) {
      if (!Buffer.isBuffer(chunk)) continue;
      size += chunk.length;
      // It may grow while it is read.
      if (size > SIZE_LIMIT) throw new Failure('bad-input', 'It is larger than 1 GiB.');
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), size };
}

/** Its own name where that is safe on every system, and otherwise one made of what it says of itself. */
function safeName(own: string, { format, name, version, architecture }: PackageFacts): string {
  const fits = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._+~-]{0,200}\.(deb|rpm)$/.test(text) && text.endsWith(`.${format}`);
  if (fits(own)) return own;
  const parts = format === 'deb' ? `${name}_${version}_${architecture}` : `${name}-${version}.${architecture}`;
  const plain = parts.replaceAll(/[^A-Za-z0-9._+~-]/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return `${plain.slice(0, 150)}.${format}`;
}
