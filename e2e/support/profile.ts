/** A throw-away profile: the home and the data folder that an app under test sees in place of yours. */
import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host, HostDraft } from '../../electron/contract/host';
import { openHosts } from '../../electron/host/hosts';

export interface Profile {
  /** $HOME of the app. */
  readonly home: string;
  /** --user-data-dir of the app. */
  readonly userData: string;
  /** Adds a line to ~/.ssh/known_hosts. */
  know(hostKeyLine: string): Promise<void>;
  /** Adds a host to the app's list. */
  addHost(draft: HostDraft): Promise<Host>;
  remove(): Promise<void>;
}

export async function makeProfile(): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'gv-profile-'));
  const [home, userData] = [join(folder, 'home'), join(folder, 'data')];
  await mkdir(join(home, '.ssh'), { recursive: true, mode: 0o700 });
  await mkdir(userData, { mode: 0o700 });
  const hosts = openHosts(join(userData, 'hosts.json'));
  return {
    home,
    userData,
    know: (line) => appendFile(join(home, '.ssh/known_hosts'), `${line}\n`, { mode: 0o600 }),
    addHost: (draft) => hosts.save(draft),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
