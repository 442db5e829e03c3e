/** The stages of `npm test`, in their order: each runs its tools and counts what came out. */
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from './build';
import { inOwnNetwork, whyNoNetwork } from '../support/netns';
import { makeReleases } from '../support/release';
import { runCommand, type CommandResult } from './command';
import { ONE_FAILED, playwrightCount, vitestCount, yesNoCount, type Count } from './counts';
import { ROOT } from './folders';
import { describeRuntime, resolveRuntime } from './runtime';

export interface StageResult {
  readonly count: Count;
  /** What the tools printed. */
  readonly output: string;
}
export type Stage = () => Promise<StageResult>;

export const RESULTS = join(ROOT, 'test-results');
const TYPE_PROJECTS = ['electron', 'electron/tsconfig.preload.json', 'renderer', 'e2e'];

export const stages: Readonly<Record<string, Stage>> = {
  format: () => yesNo(tool('oxfmt', '--check')),
  lint: () => yesNo(tool('oxlint', '--type-aware', '--deny-warnings'), runCommand('shellcheck', shellScripts(), { cwd: ROOT })),
  types: () => yesNo(...TYPE_PROJECTS.map((project) => tool('tsc', '-p', project))),
  knip: () => yesNo(tool('knip')),
  unit: () => vitest('unit', ['unit', 'page']),
  scripts: () => vitest('scripts', ['scripts']),
  integration: async () => {
    await makeReleases();
    await makeReleases('shells');
    return await vitest('integration', ['integration']);
  },
  // Their links are broken in a network that nobody else has; where there can be none, the tests say so.
  faults: async () => {
    await makeReleases();
    return await vitest('faults', ['faults'], whyNoNetwork() === undefined ? inOwnNetwork : []);
  },
  // They fetch packages, so they are in the network of this machine.
  'set-up': async () => {
    await makeReleases();
    await makeReleases('bare');
    return await vitest('set-up', ['set-up']);
  },
  build: async () => {
    await built();
    return { count: yesNoCount(0), output: '' };
  },
  e2e: async () => {
    await Promise.all([built(), makeReleases().then(() => makeReleases('bare'))]);
    const runtime = await describeRuntime(await resolveRuntime());
    const file = join(RESULTS, 'e2e.json');
    rmSync(file, { force: true });
    const { status, output } = await tool('playwright', 'test', '-c', 'e2e/run/playwright.config.ts');
    return { count: playwrightCount(readJson(file), status), output: `${runtime}\n${output}` };
  },
};

/** A stage that throws has failed; its error is its output. */
export async function runStage(stage: Stage): Promise<StageResult> {
  try {
    return await stage();
  } catch (error) {
    return { count: ONE_FAILED, output: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

let building: Promise<void> | undefined;
const built = (): Promise<void> => (building ??= build());

async function yesNo(...running: readonly Promise<CommandResult>[]): Promise<StageResult> {
  const results = await Promise.all(running);
  const failed = results.filter((result) => result.status !== 0);
  return { count: yesNoCount(failed.length === 0 ? 0 : 1), output: failed.map((result) => result.output).join('\n') };
}

async function vitest(name: string, projects: readonly string[], prefix: readonly string[] = []): Promise<StageResult> {
  const file = join(RESULTS, `${name}.json`);
  rmSync(file, { force: true });
  const args = [
    'run',
    '--config=e2e/run/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...projects.map((project) => `--project=${project}`),
  ];
  const [program = '', ...rest] = [...prefix, join(ROOT, 'node_modules/.bin/vitest'), ...args];
  const { status, output } = await runCommand(program, rest, { cwd: ROOT, env: toolEnvironment() });
  return { count: vitestCount(readJson(file), status), output };
}

/** One of node_modules' own programs. */
function tool(name: string, ...args: readonly string[]): Promise<CommandResult> {
  return runCommand(join(ROOT, 'node_modules/.bin', name), args, { cwd: ROOT, env: toolEnvironment() });
}

const toolEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1', FORCE_COLOR: undefined }),
});

function shellScripts(): readonly string[] {
  const found = ['resources', 'e2e', 'electron'].flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.sh'))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
  );
  return [...found, '.ci/run'];
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The runner ended before it wrote its report.
    return undefined;
  }
}
