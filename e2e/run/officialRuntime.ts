/** The Electron that package.json pins, as its makers publish it. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { isMade, makeFolder } from './cachedFolder';
import { mustRun } from './command';
import { download } from './download';
import { ROOT, cacheFolder } from './folders';
import type { Runtime } from './runtime';

const PACKAGE = join(ROOT, 'node_modules/electron');
const LIMITS = { answerMs: 5000, stallMs: 20_000 };

/** Path of the executable inside an unpacked Electron. */
const EXECUTABLE: Readonly<Record<string, string>> = {
  linux: 'electron',
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

export async function pinnedVersion(): Promise<string> {
  const text = await readFile(join(PACKAGE, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

/** What Electron's own installer has put into node_modules. */
export async function installedRuntime(): Promise<Runtime | undefined> {
  const folder = join(PACKAGE, 'dist');
  const version = await pinnedVersion();
  const found = await readFile(join(folder, 'version'), 'utf8').catch(() => '');
  if (found.trim().replace(/^v/, '') !== version) return undefined;
  const runtime = inFolder(folder, version);
  return existsSync(runtime.executable) ? runtime : undefined;
}

/** The one in the cache, if it is there and whole. */
export async function cachedOfficialRuntime(): Promise<Runtime | undefined> {
  const { version, sha256, folder } = await archive();
  const runtime = inFolder(folder, version);
  return (await isMade(folder, sha256)) && existsSync(runtime.executable) ? runtime : undefined;
}

/** Throws when it cannot be had: no such build, no way to the server, another checksum. */
export async function downloadOfficialRuntime(): Promise<Runtime> {
  const { version, sha256, folder, url } = await archive();
  if (sha256 === '') throw new Error(`there is no Electron ${version} for ${process.platform} ${process.arch}`);
  const temporary = await mkdtemp(join(tmpdir(), 'gearview-electron-'));
  try {
    const zip = join(temporary, 'electron.zip');
    await download(url, zip, sha256, LIMITS);
    await makeFolder(folder, sha256, (place) => unzip(zip, place));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return inFolder(folder, version);
}

/** Entries that match `without` are left out. */
export async function unzip(zip: string, folder: string, without?: string): Promise<void> {
  // Both keep modes and links; Windows has no unzip but a tar that reads zip files.
  if (process.platform === 'win32') await mustRun('tar', ['-xf', zip, '-C', folder]);
  else await mustRun('unzip', ['-q', zip, '-d', folder, ...(without === undefined ? [] : ['-x', without])]);
}

async function archive(): Promise<{ version: string; sha256: string; folder: string; url: string }> {
  const version = await pinnedVersion();
  const file = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  const text = await readFile(join(PACKAGE, 'checksums.json'), 'utf8');
  const sha256 = z.record(z.string(), z.string()).parse(JSON.parse(text))[file] ?? '';
  const mirror = process.env['ELECTRON_MIRROR'] ?? 'https://github.com/electron/electron/releases/download/';
  return {
    version,
    sha256,
    folder: join(cacheFolder(), `electron-${version}-official`),
    url: `${mirror.replace(/\/?$/, '/')}v${version}/${file}`,
  };
}

const inFolder = (folder: string, version: string): Runtime => ({
  executable: join(folder, EXECUTABLE[process.platform] ?? 'electron'),
  folder,
  version,
  source: 'official',
});
