/** Faults of logins and of the way to a host, planted in a box, found by the doctor, and gone after the cure. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../electron/connection/connection';
import { logInToBox, type BoxLogin } from '../support/boxLogin';
import { found } from '../support/clinic';
import { ended, startProxy, type Shell } from '../support/plantedProxy';
import { whyNoBoxes } from '../support/release';
import { freePort } from '../support/sshGreeting';
import { openTable } from '../support/table';

const table = openTable('doctor');
const why = whyNoBoxes();

interface Fault {
  readonly case: string;
  readonly id: string;
  readonly subject?: string;
  /** Root's lines that plant it, and that do what the cure says. */
  readonly plant: string;
  readonly mend: string;
}

const conda = '/home/op/miniconda3/bin';
/** Puts the line first in ~/.bashrc, which returns early for shells that nobody types into. */
const first = (line: string): string => `sed -i '1i ${line}' /home/op/.bashrc`;
const FAULTS: readonly Fault[] = [
  { case: '.bashrc prints', id: 'D40', plant: first('echo Welcome to the GPU farm'), mend: 'sed -i 1d /home/op/.bashrc' },
  {
    case: 'conda’s dbus-launch first in PATH',
    id: 'D15',
    plant: `install -D /usr/bin/dbus-launch ${conda}/dbus-launch; echo 'PATH=${conda}:$PATH # >>> conda initialize >>>' >>/home/op/.profile`,
    mend: "sed -i '$d' /home/op/.profile",
  },
  {
    case: 'XDG_RUNTIME_DIR of another user',
    id: 'D16',
    plant: `install -d -m 700 /run/user/0; ${first('export XDG_RUNTIME_DIR=/run/user/0')}`,
    mend: 'sed -i 1d /home/op/.bashrc',
  },
];

/** Lines of sshd_config(5) of a second sshd; before anything was forwarded, the doctor has only its file to go by. */
const SSHD_FAULTS: readonly (Pick<Fault, 'case' | 'id'> & { readonly lines: readonly string[] })[] = [
  { case: 'DisableForwarding in sshd_config', id: 'D26', lines: ['DisableForwarding yes'] },
  { case: 'AllowTcpForwarding remote in sshd_config', id: 'D26', lines: ['AllowTcpForwarding remote'] },
  { case: 'MaxSessions 1', id: 'D77', lines: ['MaxSessions 1'] },
];

describe.skipIf(why !== undefined)(`a login${why === undefined ? '' : ` (did not run: ${why})`}`, () => {
  let host: BoxLogin;
  beforeAll(async () => {
    host = await logInToBox({ release: 'trixie' });
  });
  afterAll(() => host.end());

  test.each(FAULTS)('$case', async ({ plant, mend, ...expected }) => {
    await host.box.asRoot(plant);
    await found(table, {
      ...expected,
      on: host.connection,
      async mend() {
        await host.box.asRoot(mend);
        return host.connection;
      },
    });
  });

  test('a group that the account got after the login', async () => {
    await host.box.asRoot('usermod -aG video op');
    await found(table, { case: 'group that this login lacks', id: 'D63', subject: 'video', on: host.connection, mend: () => host.again() });
  });

  /** Logs in through a second sshd of the host, which has these lines before its own. */
  async function through(...lines: readonly string[]): Promise<Connection> {
    const port = await freePort();
    const config = `/etc/ssh/sshd_config_${port}`;
    await host.box.asRoot(`{ printf '%s\n' ${lines.map((line) => `'${line}'`).join(' ')} 'PidFile none' 'Port ${port}'
      grep -v ^Port /etc/ssh/sshd_config; } >${config}; /usr/sbin/sshd -f ${config}`);
    return await host.again(port);
  }

  test.each(SSHD_FAULTS)('$case', async ({ lines, ...expected }) => {
    await found(table, { ...expected, on: await through(...lines), mend: () => host.again() });
  });

  test('sshd that forwards to no socket', async () => {
    const user: Shell = { run: (line) => host.box.asUser(line) };
    const proxy = await startProxy(user);
    const forwarded = async (on: Connection): Promise<Connection> => {
      const stream = await on.forward({ kind: 'unix', path: `/home/op/rfb.${proxy.display}` });
      stream.destroy();
      return on;
    };
    // sshd -T and its file say nothing of what a Match block forbids.
    const on = await forwarded(await through('Match User op', 'AllowStreamLocalForwarding no', 'Match all'));
    expect(on.wayTo({ kind: 'unix', path: '' })).toBe('relay');
    await found(table, {
      case: 'forwarding forbidden in a Match block',
      id: 'D26',
      on,
      mend: async () => forwarded(await host.again()),
    });
    await ended(user, proxy);
  });
});
