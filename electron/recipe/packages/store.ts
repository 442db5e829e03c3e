/** The package files that the app keeps for hosts that reach no repository: `<sha256>/<file name>` in a folder of its own. */
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../../base/failure';
import { readJsonFile, refused, syncDirectory, writeJsonFile } from '../../base/jsonFile';
import { createLimiter } from '../../base/limiter';
import { PackageFile, type PackagesAdded } from '../../contract/setUp';
import { plainText } from '../../contract/text';
import { packagesAt, takeIn } from './intake';
import { compareVersions } from './versions';

export interface PackageStore {
  /** By name, the newest version first. */
  list(): Promise<readonly PackageFile[]>;
  /** Files, and folders of them. What cannot be taken is among the refused, with one sentence; never rejects for one of them. */
  add(paths: readonly string[]): Promise<z.infer<typeof PackagesAdded>>;
  /** Rejects with `not-found`. */
  remove(sha256: string): Promise<void>;
  /** Where the file lies. Rejects with `not-found`. Whoever uses it checks its checksum again (upload.ts). */
  path(sha256: string): Promise<string>;
  onChange(listener: (files: readonly PackageFile[]) => void): void;
}

const LIMIT = 500;
const IndexFile = {
  version: 1,
  schema: z.strictObject({ version: z.literal(1), files: z.array(PackageFile).max(LIMIT) }),
} as const;

const EVERYTHING = 'packages';

/** `folder`: the app's own, made when it is first needed. */
export function openPackages(folder: string): PackageStore {
  const index = join(folder, 'index.json');
  const listeners = new Set<(files: readonly PackageFile[]) => void>();
  const inTurn = createLimiter();
  let known: Promise<PackageFile[]> | undefined;

  const placeOf = ({ sha256, fileName }: PackageFile): string => join(folder, sha256, fileName);

  /** Read once; what has vanished from the folder is left out, and what an ended app left half copied is removed. */
  async function load(): Promise<PackageFile[]> {
    const { value } = await readJsonFile(index, IndexFile);
    const there: PackageFile[] = [];
    for (const file of value?.files ?? []) {
      const info = await stat(placeOf(file)).catch(() => undefined);
      if (info?.isFile() === true && info.size === file.size) there.push(file);
    }
    for (const name of await readdir(folder).catch(() => [])) {
      if (/^incoming\.[0-9a-f]+\.tmp$/.test(name)) await rm(join(folder, name), { force: true });
    }
    return there;
  }
  function files(): Promise<PackageFile[]> {
    known ??= load();
    // A folder that could not be read may be readable the next time.
    known.catch(() => (known = undefined));
    return known;
  }

  async function keep(all: PackageFile[]): Promise<void> {
    await writeJsonFile(index, IndexFile, { version: 1, files: all });
    known = Promise.resolve(all);
    for (const listener of listeners) listener(sorted(all));
  }

  async function takeOne(path: string): Promise<PackageFile> {
    await refused(folder, 'made', () => mkdir(folder, { recursive: true, mode: 0o700 }));
    const all = await files();
    const { temporary, file } = await takeIn(path, folder);
    try {
      const same = all.find(({ sha256 }) => sha256 === file.sha256);
      // The one that is there may have been damaged since: this copy is whole.
      const kept = same ?? file;
      if (same === undefined && all.length >= LIMIT)
        throw new Failure('bad-input', `There are ${LIMIT} package files already; remove some first.`);
      const place = placeOf(kept);
      await refused(place, 'written', async () => {
        await mkdir(join(folder, kept.sha256), { recursive: true, mode: 0o700 });
        await rename(temporary, place);
        await syncDirectory(join(folder, kept.sha256));
        await syncDirectory(folder);
      });
      if (same === undefined) await keep([...all, file]);
      return kept;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async function addAll(paths: readonly string[]): Promise<z.infer<typeof PackagesAdded>> {
    const added = new Map<string, PackageFile>();
    const no: z.infer<typeof PackagesAdded>['refused'] = [];
    const attempt = async <T>(path: string, job: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await job();
      } catch (error) {
        no.push({ fileName: plainText(basename(path), 256) || 'A file without a name', why: Failure.from(error).message.slice(0, 1000) });
        return undefined;
      }
    };
    for (const path of paths) {
      for (const each of (await attempt(path, () => packagesAt(path))) ?? []) {
        const file = await attempt(each, () => takeOne(each));
        if (file !== undefined) added.set(file.sha256, file);
      }
    }
    return { added: [...added.values()].slice(0, LIMIT), refused: no.slice(0, LIMIT) };
  }

  async function find(sha256: string): Promise<PackageFile> {
    const file = (await files()).find((each) => each.sha256 === sha256);
    if (file === undefined) throw new Failure('not-found', 'That package file is not kept here any more.');
    return file;
  }

  return {
    list: async () => sorted(await files()),
    add: (paths) => inTurn(EVERYTHING, () => addAll(paths)),
    remove: (sha256) =>
      inTurn(EVERYTHING, async () => {
        const file = await find(sha256);
        // The list first: a file without a line in it is only bytes, a line without a file would be a lie.
        await keep((await files()).filter((each) => each !== file));
        await refused(placeOf(file), 'removed', () => rm(join(folder, sha256), { recursive: true, force: true }));
      }),
    path: async (sha256) => placeOf(await find(sha256)),
    onChange: (listener) => void listeners.add(listener),
  };
}

const sorted = (files: readonly PackageFile[]): readonly PackageFile[] =>
  files.toSorted((a, b) => a.name.localeCompare(b.name) || compareVersions(a.format, b.version, a.version));
