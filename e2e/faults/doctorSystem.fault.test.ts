/** Faults of a host's system and software, planted in a box, found by the doctor, and gone after the cure. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../electron/connection/connection';
import { logInToBox, type BoxLogin } from '../support/boxLogin';
import { examine, found } from '../support/clinic';
import { killed, noted, startProxy, type Shell } from '../support/plantedProxy';
import { whyNoBoxes } from '../support/release';
import { openTable } from '../support/table';
import { turbovncHost } from '../support/turbovncHost';
import { shellProgram } from '../support/virtualgl';

const table = openTable('doctor');
const why = whyNoBoxes();

interface Fault {
  readonly case: string;
  readonly id: string;
  readonly subject?: string;
  /** Root's line that plants it. */
  readonly plant: string;
  /** Root's line that does what the cure says; without it the cure is a plan, which is run. */
  readonly mend?: string;
  /** Root's line that takes back what plant and mend leave. */
  readonly after?: string;
  /** It counts from the next login on. */
  readonly atLogin?: boolean;
}

const away = (...paths: readonly string[]): Pick<Fault, 'plant' | 'mend'> => ({
  plant: paths.map((path) => `mv ${path} ${path}.away`).join('; '),
  mend: paths.map((path) => `mv ${path}.away ${path}`).join('; '),
});

/** A package whose installation ends in the middle, as in a power cut. */
const INTERRUPTED = `mkdir -p /root/half/DEBIAN
printf '%s\\n' 'Package: gv-half' 'Version: 1' 'Architecture: all' 'Maintainer: nobody <nobody@example.org>' 'Description: half' >/root/half/DEBIAN/control
${shellProgram('/root/half/DEBIAN/postinst', ['[ -e /root/cut ] || { touch /root/cut; kill -KILL $PPID; }'])}
dpkg-deb -b /root/half /root/half.deb >/dev/null
! dpkg -i /root/half.deb >/dev/null 2>&1`;

const LOGIND = `mkdir -p /run/systemd/system; echo KillUserProcesses=yes >>/etc/systemd/logind.conf
${shellProgram('/usr/local/bin/loginctl', [
  'case $* in',
  '*enable-linger*) sudo install -D /dev/null "/var/lib/systemd/linger/$(id -un)" ;;',
  '*show-user*) [ -e "/var/lib/systemd/linger/$(id -un)" ] && echo Linger=yes || echo Linger=no ;;',
  'esac',
])}`;

const NVIDIA = 'https://developer.download.nvidia.com/compute/cuda/repos/debian12/x86_64/ /';
const OS = "echo 'NAME=Ubuntu'; echo 'PRETTY_NAME=\"Ubuntu 18.04.6 LTS\"'; echo 'ID=ubuntu'; echo 'VERSION_ID=\"18.04\"'";
const POLICY = '/etc/turbovncserver-security.conf';

const FAULTS: readonly Fault[] = [
  { case: 'no X proxy installed', id: 'D66', ...away('/usr/bin/Xtigervnc') },
  { case: 'no window manager installed', id: 'D68', ...away('/usr/bin/openbox', '/usr/bin/openbox-session', '/usr/bin/xterm') },
  { case: 'tools missing that checks need', id: 'D69', ...away('/usr/bin/glxgears', '/usr/bin/xprop') },
  { case: 'no D-Bus', id: 'D15', ...away('/usr/bin/dbus-launch', '/usr/bin/dbus-daemon', '/usr/bin/dbus-run-session') },
  { case: 'package installation interrupted', id: 'D55', plant: INTERRUPTED },
  {
    case: 'clock ten minutes ahead',
    id: 'D56',
    plant: shellProgram('/usr/local/bin/date', ['exec /bin/date -d "10 minutes" "$@"']),
    mend: 'rm /usr/local/bin/date',
  },
  {
    case: 'release out of support',
    id: 'D57',
    plant: `{ ${OS}; } >/run/os; mount --bind /run/os /usr/lib/os-release`,
    mend: 'umount /usr/lib/os-release',
  },
  {
    case: 'NVIDIA’s repository added twice',
    id: 'D59',
    plant: ['cuda-keyring', 'nvidia-by-hand']
      .map((name) => `echo 'deb [signed-by=/etc/apt/${name}.gpg] ${NVIDIA}' >/etc/apt/sources.list.d/${name}.list`)
      .join('; '),
    mend: 'rm /etc/apt/sources.list.d/nvidia-by-hand.list',
  },
  {
    case: 'reboot pending',
    id: 'D64',
    plant: 'echo linux-image-amd64 >/run/reboot-required.pkgs; touch /run/reboot-required',
    mend: 'rm /run/reboot-required*',
  },
  { case: 'processes end at logout', id: 'D29', plant: LOGIND, after: 'rm -r /run/systemd/system' },
  { case: '~/.vnc made by root', id: 'D39', subject: '~/.vnc', plant: 'mkdir -m 700 /home/op/.vnc; touch /home/op/.vnc/passwd' },
  {
    case: 'home directory full',
    id: 'D39',
    subject: '/home/op',
    plant: 'mount -t tmpfs -o size=60m,mode=700,uid=$(id -u op) tmpfs /home/op; ! head -c 70m /dev/zero >/home/op/big 2>/dev/null',
    mend: 'rm /home/op/big',
    after: 'umount -l /home/op',
  },
  {
    case: 'inodes of the home directory used up',
    id: 'D39',
    subject: '/home/op',
    plant:
      'mount -t tmpfs -o nr_inodes=400,mode=700,uid=$(id -u op) tmpfs /home/op; mkdir /home/op/many; ! (cd /home/op/many; touch $(seq 500)) 2>/dev/null',
    mend: 'rm -r /home/op/many',
    after: 'umount -l /home/op',
  },
  {
    case: 'disk quota used up (stand-in quota, in the words of quota 4.06)',
    id: 'D39',
    subject: 'quota',
    plant: shellProgram('/usr/local/bin/quota', [
      "printf 'Disk quotas for user op (uid 1000): \\n\\tBlock limit reached on /dev/sdb1\\n'",
      'exit 1',
    ]),
    mend: 'rm /usr/local/bin/quota',
  },
];

/** With TurboVNC beside TigerVNC. */
const TURBOVNC_FAULTS: readonly Fault[] = [
  {
    case: 'vncserver is TigerVNC’s',
    id: 'D46',
    plant: ':',
    mend: 'ln -s /opt/TurboVNC/bin/vncserver /usr/local/bin',
    after: 'rm /usr/local/bin/vncserver',
  },
  {
    case: 'policy forbids none',
    id: 'D47',
    plant: `echo 'permitted-security-types = TLSOtp, OTP' >${POLICY}`,
    mend: `echo 'permitted-security-types = None, OTP' >${POLICY}`,
  },
  {
    case: 'policy permits TLS only',
    id: 'D23',
    plant: `echo 'permitted-security-types = TLSPlain, X509Plain' >${POLICY}`,
    mend: `rm ${POLICY}`,
  },
  {
    case: 'session limit reached',
    id: 'D25',
    plant: `mkdir -p /home/op/.vnc; echo 'session-limit = 1' >${POLICY}; printf '1\\t5\\t:1\\t42\\t0\\t@NONE\\t1\\n' >/opt/TurboVNC/sessions`,
    mend: "printf '0\\t5\\n' >/opt/TurboVNC/sessions",
    after: `rm ${POLICY}`,
  },
  { case: 'TVNC_VGLRUN in ~/.bashrc', id: 'D42', plant: `echo 'export TVNC_VGLRUN="vglrun -d egl0 +wm"' >>/home/op/.bashrc` },
  {
    case: 'home directory with a blank',
    id: 'D65',
    plant: `cp -a /home/op '/home/op two'; sed -i 's#:/home/op:#:/home/op two:#' /etc/passwd`,
    mend: `sed -i 's#:/home/op two:#:/home/op:#' /etc/passwd`,
    atLogin: true,
  },
];

/** Where TurboVNC is installed beside TigerVNC, for as long as the fault lasts. */
const withTurbovnc = ({ plant, after = ':', ...fault }: Fault): Fault => ({
  ...fault,
  plant: `${turbovncHost()}\n${plant}`,
  after: `rm -r /opt/TurboVNC; ${after}`,
});

describe.skipIf(why !== undefined)(`a host${why === undefined ? '' : ` (did not run: ${why})`}`, () => {
  let host: BoxLogin;
  beforeAll(async () => {
    host = await logInToBox({ release: 'bookworm' });
  });
  afterAll(() => host.end());

  test.each([...FAULTS, ...TURBOVNC_FAULTS.map(withTurbovnc)])(
    '$case',
    async ({ plant, mend, after = ':', atLogin = false, ...expected }) => {
      await host.box.asRoot(plant);
      const login = async (): Promise<Connection> => (atLogin ? await host.again() : host.connection);
      const mended = async (line: string): Promise<Connection> => {
        await host.box.asRoot(line);
        return await login();
      };
      const cure = mend === undefined ? { cured: true } : { mend: () => mended(mend) };
      await found(table, { ...expected, ...cure, on: await login() });
      await host.box.asRoot(after);
    },
  );

  test('a full disk is one finding, and what remains when there is room are its symptoms', async () => {
    const on: Shell = { run: (line) => host.box.asUser(line) };
    await host.box.asRoot('mount -t tmpfs -o size=60m,mode=700,uid=$(id -u op) tmpfs /home/op');
    const [bare, gone] = [await startProxy(on), await startProxy(on)];
    await noted(on, bare);
    await killed(on, gone);
    const log = `"$(date '+%d/%m/%Y %T') VNC extension running!" 'Killing Xvnc process ID 6525'`;
    await on.run(`printf '%s\n' ${log} >~/.vnc/$(uname -n):77.log`);
    await host.box.asRoot('! head -c 70m /dev/zero >/home/op/big 2>/dev/null');
    const symptoms = [`D13 :${bare.display}`, 'D14 :77', `D18 :${gone.display}`];
    await table.row('full disk, bare desktop, killed session and stale lock at once', 'D39 /home/op, then D13, D14, D18', async () => {
      const full = await alarms();
      await host.box.asRoot('rm /home/op/big');
      const roomy = await alarms();
      expect(roomy.toSorted()).toEqual(symptoms);
      return `${full.join(', ')}, then ${roomy
        .map((key) => key.slice(0, 3))
        .toSorted()
        .join(', ')}`;
    });
    await killed(on, bare);
    await host.box.asRoot('rm /tmp/.X*-lock /tmp/.X11-unix/X*; umount -l /home/op');
  });

  test('after all of it the host is as healthy as before', async () => {
    await table.row('all faults of the system taken back', 'no alarm', async () => (await alarms()).join(', ') || 'no alarm');
  });

  /** What is found, notes apart. */
  async function alarms(): Promise<readonly string[]> {
    const { findings } = await examine(host.connection);
    return findings.filter(({ severity }) => severity !== 'note').map(({ key }) => key);
  }
});
