/** The systemd unit that runs an Xorg on one GPU, and the cookie by which its user gets in. */
import type { SetUpStep } from '../../contract/setUp';
import { configPath, flagsFolder } from './xorgConfig';

/** Clear of login screens' and of what desktops begin with. */
const FIRST_DISPLAY = 10;

/** Stays the same as long as the GPUs do. `position`: of the GPU among the host's, from 0. */
export const displayAt = (position: number): number => FIRST_DISPLAY + position;
export const unitName = (display: number): string => `gearview-xorg-${display}.service`;
export const cookiePath = (display: number): string => `/run/gearview/xauth-${display}`;

/**
 * Writes a new cookie to the file $1, as Xau(3) lays it out: family 65535 (FamilyWild), no address, any display, so that it opens the
 * server from containers too. 16 random bytes; they are in no argument and no environment.
 */
export const cookieCommand = (path: string): readonly string[] => [
  '/bin/sh',
  '-c',
  String.raw`{ printf '\377\377\000\000\000\000\000\022MIT-MAGIC-COOKIE-1\000\020' && head -c 16 /dev/urandom; } >"$1"`,
  'sh',
  path,
];

/** A server that found no GPU ends within seconds: only one that answers counts as started. Without xprop nobody asks. */
const answers: readonly string[] = [
  '/bin/sh',
  '-c',
  'command -v xprop >/dev/null || exit 0; tries=0; ' +
    'until xprop -root _NET_SUPPORTED >/dev/null 2>&1; do tries=$((tries + 1)); [ "$tries" -lt 100 ] || exit 1; sleep 0.2; done',
];

/** -novtswitch and -sharevts leave the console where it is; never -ac: whoever has the cookie sees and types everything. */
const server = (display: number, pci: string): readonly string[] =>
  [
    `/usr/bin/Xorg :${display} vt7 -noreset -novtswitch -sharevts -nolisten tcp -auth ${cookiePath(display)} -dpi 96`,
    '+extension GLX +extension RANDR +extension RENDER +extension COMPOSITE',
    `-config ${configPath(pci)} -configdir ${flagsFolder(pci)} -logfile /var/log/gearview/Xorg.${display}.log -verbose 3`,
  ].flatMap((part) => part.split(' '));

/** As systemd.service(5), "COMMAND LINES", reads it back. */
const unitLine = (words: readonly string[]): string =>
  words
    .map((word) => word.replaceAll('%', '%%').replaceAll('$', '$$$$'))
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`)}"`))
    .join(' ');

/** `uid`: of the only user, beside root, that may read the cookie; a number, so that no name can mean anything else to systemd. */
export function xorgUnit(display: number, pci: string, uid: number): SetUpStep['files'][number] {
  const cookie = cookiePath(display);
  const before = [
    ['/usr/bin/install', '-d', '-m', '0755', '/run/gearview', '/var/log/gearview'],
    ['/usr/bin/install', '-m', '0600', '-o', String(uid), '/dev/null', cookie],
    cookieCommand(cookie),
  ];
  return {
    path: `/etc/systemd/system/${unitName(display)}`,
    mode: '0644',
    text: `# Written by Gearview.
[Unit]
Description=Xorg :${display} on the GPU at ${pci}
After=nvidia-persistenced.service

[Service]
Type=simple
Environment=DISPLAY=:${display} XAUTHORITY=${cookie}
${before.map((words) => `ExecStartPre=${unitLine(words)}`).join('\n')}
ExecStart=${unitLine(server(display, pci))}
ExecStartPost=${unitLine(answers)}
ExecStopPost=${unitLine(['/bin/rm', '-f', cookie])}
Restart=no
TimeoutStartSec=60
TimeoutStopSec=20

[Install]
WantedBy=multi-user.target
`,
  };
}
