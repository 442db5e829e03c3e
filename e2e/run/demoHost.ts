/** The demo's host: a real sshd on a loopback port with keys and a home of its own, known to a throw-away profile of the app. */
import type { Profile } from '../support/profile';
import { makeProfile } from '../support/profile';
import { startSshd, type Sshd } from '../support/sshd';

export const DEMO_HOST_NAME = 'Demo host';

export interface DemoHost {
  readonly sshd: Sshd;
  readonly profile: Profile;
  /** Ends its desktops and the server, and removes what was made for it. */
  stop(): Promise<void>;
}

export async function startDemoHost(): Promise<DemoHost> {
  const profile = await makeProfile();
  try {
    const sshd = await startSshd();
    await profile.know(sshd.hostKeyLine);
    await profile.addHost({
      name: DEMO_HOST_NAME,
      address: sshd.address,
      port: sshd.port,
      user: sshd.user,
      auth: { kind: 'key', path: sshd.clientKeyPath },
    });
    const stop = async (): Promise<void> => {
      await sshd.stop();
      await profile.remove();
    };
    return { sshd, profile, stop };
  } catch (error) {
    await profile.remove();
    throw error;
  }
}
