/** An Electron that can be started as Node: the app's own runtime and crypto library without its windows. */
import { runCommand } from './command';
import { resolveRuntime } from './runtime';

/** Its executable; undefined when there is none, or its RunAsNode fuse is off. */
export async function electronAsNode(say: (line: string) => void): Promise<string | undefined> {
  try {
    const { executable } = await resolveRuntime(say);
    const { status, output } = await runCommand(executable, ['-p', '"as node " + process.versions.electron'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    return status === 0 && output.includes('as node') ? executable : undefined;
  } catch {
    return undefined;
  }
}
