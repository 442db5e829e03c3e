/** The demo with a person in front: the app's window, until it is closed. */
import { spawn } from 'node:child_process';
import { appEnvironment } from '../support/app';
import { endPids } from '../support/children';
import { DEMO_HOST_NAME, type DemoHost } from './demoHost';
import { running } from './leftovers';
import { X11_SWITCH, displaySwitches, type Launch } from './electron';

export interface DemoParts {
  readonly launch: Launch;
  readonly host: DemoHost;
  /** Environment of the display, when it is not your own. */
  readonly display: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
  /** Every process that was started is added here. */
  readonly pids: number[];
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Resolves when the window was closed, or Ctrl-C pressed, and the app is gone. Rejects when the app ends with an error. */
export async function demoWindow({ launch, host, display, say, pids, signal }: DemoParts): Promise<void> {
  const { profile } = host;
  const onXvfb = display['DISPLAY'] !== undefined;
  const args = [
    ...launch.switches,
    // Chromium complains of each desktop service that is not there.
    '--log-level=3',
    ...(onXvfb ? [X11_SWITCH] : displaySwitches()),
    `--user-data-dir=${profile.userData}`,
    launch.folder,
  ];
  const app = spawn(launch.executable, args, { stdio: 'inherit', env: appEnvironment(profile, display) });
  const { pid } = app;
  if (pid === undefined) throw new Error(`${launch.executable} could not be started.`);
  pids.push(pid);
  say(`The app is open: choose “${DEMO_HOST_NAME}”, then “New desktop”. Closing the window ends the demo and its desktops.`);
  const quit = (): void => void app.kill('SIGTERM');
  signal.addEventListener('abort', quit, { once: true });
  if (signal.aborted) quit();
  const status = await new Promise<number | null>((resolve) => {
    app.once('exit', (code) => resolve(code));
  });
  // Chromium's helpers may outlive it for a moment.
  await endPids(running({ pids: [], homes: [profile.home] }));
  if (status !== 0 && !signal.aborted) throw new Error(`The app ended with ${status ?? 'a signal'}.`);
}
