/** How the app is started here: with which Electron, and with which switches. */
import { ROOT } from './folders';
import { describeRuntime, resolveRuntime } from './runtime';
import { sandboxFor } from './sandbox';

export interface Launch {
  readonly executable: string;
  readonly version: string;
  /** Switches that must come before the application's folder. */
  readonly switches: readonly string[];
  readonly folder: string;
  /** Which Electron it is, and what is special about how it runs: one line. */
  readonly line: string;
}

/** Throws one sentence when there is no Electron, or it cannot have its sandbox. */
export async function prepareLaunch(say?: (line: string) => void): Promise<Launch> {
  const runtime = await resolveRuntime(say);
  const sandbox = await sandboxFor(runtime);
  if (sandbox.kind === 'broken') throw new Error(sandbox.fix);
  const line = await describeRuntime(runtime);
  const common = { executable: runtime.executable, version: runtime.version, folder: ROOT };
  if (sandbox.kind === 'on') return { ...common, switches: [], line: `${line}.` };
  return { ...common, switches: ['--no-sandbox'], line: `${line}; with --no-sandbox, as ${sandbox.why}.` };
}

export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);

/** For Xvfb: newer Electrons would go to your Wayland desktop instead. */
export const X11_SWITCH = '--ozone-platform=x11';

/** What your own display needs: older Electrons look for X11 alone. */
export const displaySwitches = (): readonly string[] =>
  process.platform === 'linux' && !process.env['DISPLAY'] && process.env['WAYLAND_DISPLAY'] ? ['--ozone-platform=wayland'] : [];
