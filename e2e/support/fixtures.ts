/** What every spec starts with: a throw-away profile, hosts, and the app; all gone when the test is over. */
import { test as base, type Page } from '@playwright/test';
import type { HostAuth } from '../../electron/contract/host';
import { appPage, type AppPage } from '../pages/app';
import { launchApp, type LaunchedApp, type LaunchOptions } from './app';
import { canHide } from './hidden';
import { makeProfile, type Profile } from './profile';
import { startSshd, type Sshd, type SshdOptions } from './sshd';

export interface Launched extends LaunchedApp {
  readonly gearview: AppPage;
  /** What the page and the frames complained about: errors, policy violations. */
  readonly complaints: readonly string[];
}

interface Fixtures {
  readonly profile: Profile;
  /** Starts a host; without `known` the app has never seen its key. */
  readonly startHost: (options?: SshdOptions & { readonly known?: boolean }) => Promise<Sshd>;
  /** Puts a host into the app's list before it starts. */
  readonly addHost: (name: string, sshd: Sshd, auth?: HostAuth) => Promise<void>;
  readonly launch: (options?: Omit<LaunchOptions, 'profile'>) => Promise<Launched>;
}

/** A machine that has TurboVNC shows TigerVNC only where it can be hidden. */
export const WITHOUT_TURBOVNC = canHide ? { hidden: ['/opt/TurboVNC', '/opt/VirtualGL'] } : {};

export const test = base.extend<Fixtures>({
  // Playwright wants the first argument destructured.
  // oxlint-disable-next-line no-empty-pattern
  profile: async ({}, use) => {
    const profile = await makeProfile();
    await use(profile);
    await profile.remove();
  },
  startHost: async ({ profile }, use) => {
    const hosts: Sshd[] = [];
    await use(async ({ known = true, ...options } = {}) => {
      const sshd = await startSshd(options);
      hosts.push(sshd);
      if (known) await profile.know(sshd.hostKeyLine);
      return sshd;
    });
    for (const sshd of hosts) await sshd.stop();
  },
  addHost: async ({ profile }, use) => {
    await use(async (name, sshd, auth = { kind: 'key', path: sshd.clientKeyPath }) => {
      await profile.addHost({ name, address: sshd.address, port: sshd.port, user: sshd.user, auth });
    });
  },
  launch: async ({ profile }, use) => {
    const apps: LaunchedApp[] = [];
    await use(async (options = {}) => {
      const launched = await launchApp({ profile, ...options });
      apps.push(launched);
      return { ...launched, gearview: appPage(launched.page), complaints: listen(launched.page) };
    });
    for (const launched of apps) await launched.close();
  },
});

/** noVNC 1.7 says so wherever there is no TLS; what it would miss (crypto.subtle) belongs to logins that the worker does instead. */
const NOVNC_NOTE = 'noVNC requires a secure context (TLS). Expect crashes!';

function listen(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && message.text() !== NOVNC_NOTE) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}
