/** Starts the built app for a test or the demo, driven by Playwright, with a throw-away profile. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { X11_SWITCH, prepareLaunch } from '../run/electron';
import { ROOT } from '../run/folders';
import { endPids } from './children';
import { descendants } from './process';
import type { Profile } from './profile';

export interface LaunchOptions {
  readonly profile: Profile;
  /** Added to the environment; DISPLAY and XAUTHORITY when it is not the one of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Switches in front of the application folder. */
  readonly args?: readonly string[];
  /** Of the application; this checkout when left out. */
  readonly folder?: string;
}

export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Main process, worker, pages and Chromium's own. */
  pids(): readonly number[];
  /** What the app printed so far. */
  output(): string;
  /** Quits it like an operator would, and ends what is left after 5 s. */
  close(): Promise<void>;
}

const LAUNCH_MS = 30_000;
const QUIT_MS = 5000;

export async function launchApp({ profile, env = {}, args = [], folder = ROOT }: LaunchOptions): Promise<LaunchedApp> {
  const launch = await prepareLaunch();
  const app = await _electron.launch({
    executablePath: launch.executable,
    args: [...launch.switches, X11_SWITCH, ...args, `--user-data-dir=${profile.userData}`, folder],
    env: appEnvironment(profile, env),
    // Without this Playwright adds --no-sandbox by itself.
    chromiumSandbox: true,
    timeout: LAUNCH_MS,
  });
  const main = app.process();
  let output = '';
  for (const stream of [main.stdout, main.stderr])
    stream?.on('data', (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-200_000)));
  const pids = (): readonly number[] => (main.pid === undefined ? [] : [main.pid, ...descendants(main.pid)]);
  const close = async (): Promise<void> => {
    const all = pids();
    const quitting = app.close().catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([quitting, new Promise((resolve) => (timer = setTimeout(resolve, QUIT_MS)))]);
    clearTimeout(timer);
    await endPids(all);
  };
  try {
    return { app, page: await app.firstWindow({ timeout: LAUNCH_MS }), pids, output: () => output, close };
  } catch (error) {
    await close();
    throw new Error(`The app showed no window.\n${output.slice(-2000)}`, { cause: error });
  }
}

/** A profile of its own: nothing of yours is read, and no agent of yours is asked. */
export function appEnvironment(profile: Profile, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  // The cookie of your display lies in your home, where the app no longer looks.
  const cookies = join(homedir(), '.Xauthority');
  const display: Record<string, string> = existsSync(cookies) ? { XAUTHORITY: cookies } : {};
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && !isPersonal(entry[0]));
  return { ...display, ...Object.fromEntries(own), HOME: profile.home, ...more };
}

const isPersonal = (name: string): boolean =>
  ['SSH_AUTH_SOCK', 'SSH_ASKPASS', 'NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE'].includes(name) ||
  /^XDG_(CONFIG|DATA|CACHE|STATE)_HOME$/.test(name);
