/** The real ssh, to look at a test host from outside the app. */
import { run } from './process';
import type { Sshd } from './sshd';

/** Runs a script on the host with the real ssh; resolves with its stdout, rejects with its stderr. */
export async function ssh(sshd: Sshd, script: string): Promise<string> {
  const options = ['BatchMode=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR', 'IdentitiesOnly=yes'];
  return await run(
    'ssh',
    [
      '-F',
      'none',
      '-p',
      `${sshd.port}`,
      '-i',
      sshd.clientKeyPath,
      ...options.flatMap((option) => ['-o', option]),
      `${sshd.user}@${sshd.address}`,
      'sh -s',
    ],
    script,
  );
}

/** Runs a script in a desktop of Gearview's own on the host: DISPLAY and XAUTHORITY are set. */
export const inDesktop = (sshd: Sshd, display: number, script: string): Promise<string> =>
  ssh(sshd, `export DISPLAY=:${display} XAUTHORITY="$HOME/.gearview/sessions/$(uname -n):${display}/xauth"\n${script}\n`);
