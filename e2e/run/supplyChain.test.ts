/** What Gearview is made of, and that nothing else gets in: R49 to R52 of the threat model. */
import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ROOT } from './folders';

const run = promisify(execFile);
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const Package = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      license: z.string().optional(),
    }),
  ),
});
const made = Package.parse(JSON.parse(read('package.json')));
/** Those for other systems have no entry but their name. */
const locked = Object.entries(Lock.parse(JSON.parse(read('package-lock.json'))).packages).filter(
  ([name, { version }]) => name !== '' && version !== undefined,
);
/** Older packages tell it in a list. */
const Licences = z.object({ licenses: z.array(z.object({ type: z.string() })) });

function licenceOf(name: string, license: string | undefined): string {
  if (license !== undefined) return license;
  const { data } = Licences.safeParse(JSON.parse(read(`${name}/package.json`)));
  return data?.licenses.map(({ type }) => type).join(' AND ') ?? '';
}

describe('R49: npm packages', () => {
  test('each is pinned to one version, and to the checksum of what is fetched', () => {
    for (const version of Object.values({ ...made.dependencies, ...made.devDependencies })) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-')).map(([name]) => name)).toEqual([]);
    expect(locked.filter(([, { resolved = 'https://' }]) => !resolved.startsWith('https://')).map(([name]) => name)).toEqual([]);
  });

  test('none of their scripts runs when they are installed', () => {
    expect(read('e2e/run/setup.sh')).toMatch(/npm ci --ignore-scripts/);
    expect(read('e2e/run/setup.sh')).not.toMatch(/npm (install|i|ci)(?! --ignore-scripts)\b.*\|\|/);
  });

  test('what ships is few, and under licences that go with MIT', () => {
    // Optional ones are built from source on some systems, and left out of the bundle (e2e/run/build.ts).
    const shipped = locked.filter(([, { dev, optional }]) => dev !== true && optional !== true);
    const licences = shipped.map(([name, { license }]) => [name, licenceOf(name, license)] as const);
    expect(Object.keys(made.dependencies).length).toBeLessThanOrEqual(14);
    const one = '(MIT|ISC|BSD-[23]-Clause|Apache-2\\.0|MPL-2\\.0|0BSD|Unlicense)';
    expect(licences.filter(([, licence]) => !new RegExp(`^${one}( AND ${one})*$`).test(licence))).toEqual([]);
  });

  test('what ships can be listed for whoever has to know', async () => {
    const words = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only', '--omit=dev'];
    const { stdout } = await run('npm', words, { cwd: ROOT, maxBuffer: 16 << 20 });
    const { components } = z.object({ components: z.array(z.object({ purl: z.string() })) }).parse(JSON.parse(stdout));
    const listed = components.map(({ purl }) => decodeURIComponent(purl));
    // npm leaves out what a development package needs, too.
    for (const name of ['ssh2', '@novnc/novnc', 'react', 'zustand']) expect(listed).toContain(`pkg:npm/${name}@${made.dependencies[name]}`);
  });

  test('none has a known hole', async ({ skip }) => {
    const audit = spawnSync('npm', ['audit', '--omit=dev', '--audit-level=high', '--json'], { cwd: ROOT, encoding: 'utf8' });
    const said = z
      .object({ metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }) })
      .safeParse(JSON.parse(audit.stdout || 'null'));
    if (!said.success) return skip('did not run: the registry answers no npm audit');
    expect(said.data.metadata.vulnerabilities).toMatchObject({ high: 0, critical: 0 });
  });
});

test('R50: the app fetches no update and no code by itself', () => {
  const sources = readdirSync(join(ROOT, 'electron'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.includes('.test.'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((text) => /autoUpdater|electron-updater|from 'node:https?'|\bfetch\(/.test(text))).toEqual([]);
});

test('R51: Electron is within the latest three majors', async ({ skip }) => {
  const latest = spawnSync('npm', ['view', 'electron', 'dist-tags.latest'], { encoding: 'utf8' });
  const newest = Number.parseInt(/\d+(?=\.\d+\.\d+)/.exec(latest.stdout)?.[0] ?? '', 10);
  if (!Number.isInteger(newest)) return skip('did not run: the registry does not say which Electron is the latest');
  expect(Number.parseInt(made.devDependencies['electron'] ?? '', 10)).toBeGreaterThan(newest - 3);
});

test('R52: no secret is in the repository', async ({ skip }) => {
  const listed = spawnSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' });
  if (listed.status !== 0) return skip('did not run: this is no checkout');
  const SECRET =
    /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bnpm_[A-Za-z0-9]{36}\b|\bxox[abpr]-[0-9]{10}/;
  const files = listed.stdout.split('\0').filter((file) => file !== '' && !/\.(png|ico|icns)$/.test(file));
  expect(files.length).toBeGreaterThan(300);
  const texts = files.map((file) => {
    try {
      return [file, read(file)] as const;
    } catch {
      // Removed, but not committed yet.
      return [file, ''] as const;
    }
  });
  expect(texts.filter(([, text]) => SECRET.test(text)).map(([file]) => file)).toEqual([]);
});
