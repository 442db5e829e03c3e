/** The dependency rule of the code, executable: every file has a place, and imports only what stands to the left of it. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const NOUNS = ['host', 'connection', 'probe', 'recipe', 'session', 'screen', 'check', 'report'];
const WORKER_ORDER = ['base', 'contract', 'ipc', ...NOUNS, 'entry'];
const PAGE_ORDER = ['base', ...NOUNS, 'App', 'main'];
/** The only places that may import a library. */
const LIBRARY_HOME: Record<string, RegExp> = {
  ssh2: /^electron\/connection\//,
  '@novnc/novnc': /^renderer\/screen\//,
  electron: /^electron\/(main\/|preload\.ts$)/,
};

interface Place {
  readonly world: 'worker' | 'main' | 'preload' | 'page' | 'resources' | 'e2e';
  readonly layer: string;
}

function placeOf(file: string): Place | undefined {
  const [top = '', second = '', third] = file.split('/');
  if (top === 'e2e') return { world: 'e2e', layer: 'e2e' };
  if (top === 'resources') return { world: 'resources', layer: 'resources' };
  if (top === 'electron') {
    if (second === 'preload.ts') return { world: 'preload', layer: 'preload' };
    if (second === 'main') return { world: 'main', layer: 'main' };
    if (second === 'contract.ts') return { world: 'worker', layer: 'contract' };
    if (/^(worker|cli|layers\.test)\.ts$/.test(second)) return { world: 'worker', layer: 'entry' };
    return third !== undefined && WORKER_ORDER.includes(second) ? { world: 'worker', layer: second } : undefined;
  }
  if (top === 'renderer') {
    const layer = third === undefined ? second.replace(/(\.test)?\.tsx?$/, '') : second;
    return PAGE_ORDER.includes(layer) ? { world: 'page', layer } : undefined;
  }
  return undefined;
}

/** Why `from` may not import `to`, or undefined when it may. */
export function forbidden(from: string, to: string): string | undefined {
  const [a, b] = [placeOf(from), placeOf(to)];
  if (a === undefined) return `${from} has no place in the layout`;
  if (b === undefined) return `${to} has no place in the layout`;
  // Tests may use the test support; it never ships.
  if (b.world === 'e2e') return a.world === 'e2e' || /\.test\.tsx?$/.test(from) ? undefined : 'only tests use e2e';
  const left = (order: readonly string[]): boolean => order.indexOf(b.layer) <= order.indexOf(a.layer);
  const allowed = {
    e2e: () => true,
    resources: () => b.world === 'resources' || b.world === 'worker',
    preload: () => false,
    main: () => b.world === 'main' || (b.world === 'worker' && ['base', 'contract', 'ipc'].includes(b.layer)),
    worker: () => b.world === 'worker' && left(WORKER_ORDER),
    page: () => (b.world === 'page' && left(PAGE_ORDER)) || (b.world === 'worker' && ['contract', 'ipc'].includes(b.layer)),
  };
  return allowed[a.world]() ? undefined : `${a.layer} may not import ${b.layer}`;
}

const IMPORT = /(?:from|import|import\()\s*['"]([^'"]+)['"]/g;
const sources = ['electron', 'renderer', 'resources', 'e2e'].flatMap((top) =>
  readdirSync(join(ROOT, top), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
);

/** The file that a relative import names. */
function target(from: string, path: string): string {
  return relative(ROOT, resolve(ROOT, dirname(from), path));
}

function faultsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].flatMap(([, path = '']) => {
    if (path.startsWith('.')) {
      const to = target(file, path);
      const named = sources.find((source) => source === to || source.replace(/\.tsx?$/, '') === to) ?? to;
      const why = /\.(css|json|svg)(\?.*)?$/.test(named) ? undefined : forbidden(file, named);
      return why === undefined ? [] : [`${file} → ${path}: ${why}`];
    }
    const library = path
      .split('/')
      .slice(0, path.startsWith('@') ? 2 : 1)
      .join('/');
    const home = LIBRARY_HOME[library];
    if (home !== undefined && !home.test(file) && !file.startsWith('e2e/')) return [`${file}: ${library} has its own place`];
    if (file.startsWith('renderer/') && path.startsWith('node:') && !/\.test\.tsx?$/.test(file)) return [`${file}: no Node in the page`];
    return [];
  });
}

describe('layers', () => {
  test('every source file has a place', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.filter((file) => placeOf(file) === undefined)).toEqual([]);
  });

  test('every import points to the left', () => {
    expect(sources.flatMap(faultsOf)).toEqual([]);
  });

  test.each([
    ['electron/connection/a.ts', 'electron/session/b.ts'],
    ['electron/main/a.ts', 'electron/session/b.ts'],
    ['electron/base/a.ts', 'electron/contract.ts'],
    ['renderer/host/a.tsx', 'electron/connection/b.ts'],
    ['renderer/host/a.tsx', 'renderer/screen/b.tsx'],
    ['electron/preload.ts', 'electron/contract.ts'],
    ['electron/session/a.ts', 'electron/unknown/b.ts'],
  ])('%s may not import %s', (from, to) => {
    expect(forbidden(from, to)).toBeDefined();
  });

  test.each([
    ['electron/session/a.ts', 'electron/connection/b.ts'],
    ['electron/main/a.ts', 'electron/ipc/b.ts'],
    ['renderer/session/a.tsx', 'renderer/host/b.tsx'],
    ['renderer/session/a.tsx', 'electron/contract.ts'],
    ['electron/connection/a.test.ts', 'e2e/support/sshd.ts'],
  ])('%s may import %s', (from, to) => {
    expect(forbidden(from, to)).toBeUndefined();
  });
});

describe('single places', () => {
  const shipped = sources.filter((file) => /^(electron|renderer)\//.test(file) && !/\.test\.tsx?$|\/fake/.test(file));
  const filesWith = (pattern: RegExp): string[] => shipped.filter((file) => pattern.test(readFileSync(join(ROOT, file), 'utf8')));

  test('an SSH client is made in one file, which demands a verifier (R3)', () => {
    expect(filesWith(/new ssh2\.Client\(|new Client\(/)).toEqual(['electron/connection/client.ts']);
  });

  test('a remote command runs from one file, and is a constant (R12)', () => {
    const [only, ...more] = filesWith(/\bclient\.exec\(/);
    expect(more).toEqual([]);
    expect(readFileSync(join(ROOT, only ?? ''), 'utf8')).toMatch(/\.exec\(COMMAND,/);
    expect(filesWith(/const COMMAND = 'exec \/bin\/sh -s';/)).toEqual([only]);
  });

  test('nothing is put into the page as HTML (R36)', () => {
    expect(filesWith(/dangerouslySetInnerHTML|\.innerHTML\b|\.outerHTML\b|insertAdjacentHTML|document\.write/)).toEqual([]);
  });
});
