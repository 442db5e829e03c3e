/** A whole host on this machine: the system of a Debian release with processes, mounts and a name of its own, and its own sshd. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endChild } from './children';
import { run } from './process';
import { BOX_USER, releaseRoot, type Kind, type Release } from './release';
import { freePort, greets } from './sshGreeting';

export interface BoxOptions {
  readonly release: Release;
  /** What it has to begin with; `desktops` when left out. */
  readonly kind?: Kind;
  /** Shell commands that root runs inside before sshd starts. */
  readonly prepare?: string;
  /** Programs that come first in its PATH, by path. */
  readonly programs?: readonly string[];
  /** Files of this machine that are seen inside, by their path there. */
  readonly binds?: Readonly<Record<string, string>>;
  /** Lines of sshd_config(5); they win over the ones here. */
  readonly options?: readonly string[];
}

export interface Box {
  readonly address: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly hostKeyLine: string;
  readonly clientKeyPath: string;
  /** Runs a line of shell inside as root, or as the user; resolves with its stdout, rejects when it fails. */
  asRoot(line: string): Promise<string>;
  asUser(line: string): Promise<string>;
  /** Ends everything that runs in it, and removes what it wrote. */
  stop(): Promise<void>;
}

/** Runs with ROOT (the system), FOLDER (the box's own), BINDS (`HERE:INSIDE` a line) and PREPARE in the environment; its process 1 becomes sshd. */
const BEGIN = `
set -e
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=$ROOT,upperdir=$FOLDER/upper,workdir=$FOLDER/work" "$FOLDER/root"
cd "$FOLDER/root"
mount -t proc proc proc
mount --rbind /sys sys
mount --rbind /dev dev
for each in dev/shm tmp run; do mount -t tmpfs -o mode=1777 tmpfs "$each"; done
mkdir -m 755 run/sshd
printf '%s' "$BINDS" | while IFS=: read -r here inside; do
	mkdir -p "./\${inside%/*}"
	touch ".$inside"
	mount --bind "$here" ".$inside"
done
hostname gpu-box
printf '%s\\n' "$PREPARE" >run/prepare
chroot . sh -e /run/prepare
exec chroot . /usr/sbin/sshd -D -e -f /etc/ssh/sshd_config`;

export async function startBox({ release, kind, prepare = '', programs = [], binds = {}, options = [] }: BoxOptions): Promise<Box> {
  const root = releaseRoot(release, kind);
  const folder = mkdtempSync(join(tmpdir(), 'gv-box-'));
  for (const name of ['upper', 'work', 'root']) mkdirSync(join(folder, name), { mode: 0o755 });
  const ssh = join(folder, 'upper/etc/ssh/box');
  mkdirSync(ssh, { recursive: true });
  for (const name of ['host', 'client'])
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'throw-away', '-f', join(folder, name)]);
  await run('cp', [join(folder, 'host'), join(folder, 'client.pub'), ssh]);
  const bin = join(folder, 'upper/usr/local/bin');
  mkdirSync(bin, { recursive: true });
  for (const program of programs) await run('install', ['-m', '755', program, bin]);
  const port = await freePort();
  const lines = [
    ...options,
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    'HostKey /etc/ssh/box/host',
    'AuthorizedKeysFile /etc/ssh/box/client.pub',
    `AllowUsers ${BOX_USER}`,
    'StrictModes no',
    'UsePAM no',
    'UseDNS no',
    '',
  ];
  // Where a host has it, so that it can be read there.
  writeFileSync(join(folder, 'upper/etc/ssh/sshd_config'), lines.join('\n'));
  const child = spawn('unshare', ['--mount', '--pid', '--uts', '--fork', '--kill-child', 'sh', '-c', BEGIN], {
    env: {
      PATH: process.env['PATH'] ?? '',
      ROOT: root,
      FOLDER: folder,
      BINDS: Object.entries(binds)
        .map(([inside, here]) => `${here}:${inside}\n`)
        .join(''),
      PREPARE: prepare,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (part: Buffer) => (errors = (errors + part.toString('utf8')).slice(-4000)));
  const stop = async (): Promise<void> => {
    // unshare passes no signal on; what it started dies with it.
    await endChild(child, 100);
    rmSync(folder, { recursive: true, force: true });
  };
  if (!(await greets(child, port))) {
    await stop();
    throw new Error(`The box of ${release} did not start:\n${errors}`);
  }
  const inside = (words: readonly string[]) => run('nsenter', ['--all', '--target', `${firstChild(child)}`, '--root', '--wd=/', ...words]);
  const hostKey = readFileSync(join(folder, 'host.pub'), 'utf8').split(' ').slice(0, 2).join(' ').trim();
  return {
    address: '127.0.0.1',
    port,
    user: BOX_USER,
    hostKeyLine: `[127.0.0.1]:${port} ${hostKey}`,
    clientKeyPath: join(folder, 'client'),
    asRoot: (line) => inside(['sh', '-c', line]),
    asUser: (line) => inside(['su', '-l', BOX_USER, '-c', line]),
    stop,
  };
}

/** unshare --fork: what it started is the box's first process. */
function firstChild({ pid }: ChildProcess): number {
  const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return Number(first);
}
