/** Builds the four bundles into dist/: main.cjs, preload.cjs, worker.cjs, page/ and frame/. The app reads resources/ as it is. */
import { builtinModules } from 'node:module';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build as viteBuild, type InlineConfig, type Plugin } from 'vite';
import { ROOT } from './folders';
import { resourceSums } from './resourceSums';

/** The oldest supported runtime: Electron 33 has Node 20.18 and Chromium 130. */
const NODE_TARGET = 'node20';
const PAGE_TARGET = 'chrome130';
const BUILTIN = ['electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** `root` is the project's folder. Throws with Rollup's message when a file cannot be built. */
export async function build(root = ROOT): Promise<void> {
  // Beside node_modules' own things: on the same disk as dist, and ignored by every tool.
  const work = join(root, 'node_modules/.gearview-build');
  await mkdir(work, { recursive: true });
  const temporary = await mkdtemp(join(work, 'dist-'));
  try {
    const fresh = join(temporary, 'dist');
    const configs = [
      nodeConfig(root, 'electron/main/index.ts', fresh, 'main.cjs'),
      nodeConfig(root, 'electron/preload.ts', fresh, 'preload.cjs'),
      nodeConfig(root, 'electron/worker.ts', fresh, 'worker.cjs'),
      pageConfig(root, 'renderer', 'index.html', join(fresh, 'page')),
      pageConfig(root, 'renderer/screen/frame', 'frame.html', join(fresh, 'frame')),
    ];
    const ends = await Promise.allSettled(configs.map((config) => viteBuild(config)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    await replace(join(root, 'dist'), fresh, temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** A running app, or another build, never sees half a build. */
async function replace(place: string, fresh: string, temporary: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await rename(place, join(temporary, `old-${attempt}`)).catch(() => undefined);
    try {
      await rename(fresh, place);
      return;
    } catch (error) {
      // Another build put its own there in between.
      if (attempt === 5) throw error;
    }
  }
}

const shared = (root: string): InlineConfig => ({ configFile: false, envDir: false, logLevel: 'silent', mode: 'production', root });

function nodeConfig(root: string, entry: string, folder: string, file: string): InlineConfig {
  return {
    ...shared(root),
    plugins: [leaveOutNativeParts()],
    define: { RESOURCE_SUMS: JSON.stringify(resourceSums(root)) },
    // Everything goes into the bundle: the app starts without node_modules.
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: join(root, entry),
      outDir: folder,
      emptyOutDir: false,
      target: NODE_TARGET,
      minify: false,
      rolldownOptions: {
        external: BUILTIN,
        output: { format: 'cjs', entryFileNames: file, codeSplitting: false },
      },
    },
  };
}

function pageConfig(root: string, folder: string, entry: string, outDir: string): InlineConfig {
  const base = join(root, folder);
  return {
    ...shared(base),
    base: './',
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      target: PAGE_TARGET,
      // The content security policy allows no inline script.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(base, entry) },
    },
  };
}

/** ssh2 tries these compiled parts and goes on without them; a bundle has no place for them. */
function leaveOutNativeParts(): Plugin {
  const LEFT_OUT = '\0left-out';
  return {
    name: 'leave-out-native-parts',
    enforce: 'pre',
    resolveId: (id) => (id === 'cpu-features' || id.endsWith('.node') ? LEFT_OUT : undefined),
    load: (id) => (id === LEFT_OUT ? "module.exports = undefined; throw new Error('left out');" : undefined),
  };
}
