/** The systems of Debian releases, unpacked once and kept: what boxes (box.ts) run on. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { run } from './process';

export type Release = 'bookworm' | 'trixie';
/** `bare`: as it comes from an installer, with sshd and sudo, and nothing to make desktops with. `shells`: that with many login shells. */
export type Kind = 'desktops' | 'bare' | 'shells';

/** The account that a box is logged in to. */
export const BOX_USER = 'op';
/** What a small host with desktops has, and an Xorg that can run without a GPU. */
const DESKTOP_PACKAGES = [
  'openssh-server',
  'tigervnc-standalone-server',
  'openbox',
  'xterm',
  'mesa-utils',
  'x11-utils',
  'xauth',
  'dbus-x11',
  'perl',
  'procps',
  'pciutils',
  'kmod',
  'sudo',
  'x11-xserver-utils',
  'xserver-xorg-core',
  'xserver-xorg-video-dummy',
  'x11vnc',
];
const BARE_PACKAGES = ['openssh-server', 'sudo'];
const PACKAGES: Readonly<Record<Kind, readonly string[]>> = {
  desktops: DESKTOP_PACKAGES,
  bare: BARE_PACKAGES,
  shells: [...BARE_PACKAGES, 'zsh', 'fish', 'tcsh', 'ksh93u+m', 'busybox'],
};
const CACHE = '/var/cache/gearview/releases';

const RELEASES: readonly Release[] = ['bookworm', 'trixie'];

/** The folder of the release's system. Nobody writes into it. */
export function releaseRoot(release: Release, kind: Kind = 'desktops'): string {
  const stamp = createHash('sha256')
    .update(`${PACKAGES[kind].join(' ')} 2`)
    .digest('hex')
    .slice(0, 12);
  return join(CACHE, `${nameOf(release, kind)}-${stamp}`);
}

const nameOf = (release: Release, kind: Kind): string => (kind === 'desktops' ? release : `${release}.${kind}`);

/** Why there can be no boxes here; undefined when there can. */
export function whyNoBoxes(kind: Kind = 'desktops'): string | undefined {
  return (
    whyNoReleases() ??
    RELEASES.filter((release) => !existsSync(releaseRoot(release, kind))).map(
      (release) => `Debian ${release} is not unpacked; npm test does that where it can be fetched`,
    )[0]
  );
}

function whyNoReleases(): string | undefined {
  if (process.getuid?.() !== 0) return 'boxes need root';
  if (spawnSync('unshare', ['--mount', '--pid', '--uts', '--fork', 'true']).status !== 0) return 'namespaces are not permitted here';
  if (spawnSync('mmdebstrap', ['--version']).status !== 0) return 'mmdebstrap is not installed';
  return undefined;
}

/** Unpacks what is not there yet, half a minute each. Where that cannot be done `whyNoBoxes` says so. */
export async function makeReleases(kind: Kind = 'desktops'): Promise<void> {
  if (whyNoReleases() !== undefined) return;
  for (const release of RELEASES) if (!existsSync(releaseRoot(release, kind))) await make(release, kind).catch(() => undefined);
}

async function make(release: Release, kind: Kind): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'new-'));
  const root = join(folder, 'root');
  try {
    const mirrors = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages', 'Component: main']);
    const mirror = mirrors.split('\n').find((line) => line !== '' && !line.includes('security')) ?? '';
    await run('mmdebstrap', ['--quiet', '--variant=minbase', `--include=${PACKAGES[kind].join(',')}`, release, root, mirror]);
    await run('chroot', [root, 'useradd', '--create-home', '--shell', '/bin/bash', '--password', '*', BOX_USER]);
    await run('chroot', [root, 'sh', '-c', `echo '${BOX_USER} ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/box`]);
    for (const old of readdirSync(CACHE).filter((name) => name.startsWith(`${nameOf(release, kind)}-`)))
      rmSync(join(CACHE, old), { recursive: true });
    renameSync(root, releaseRoot(release, kind));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
