/** This machine as a host, without SSH: a Connection whose shell is `/bin/sh -s` as an ordinary user with a home of its own. */
import { spawn, spawnSync, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Connection, LoadScript, Shell } from '../../electron/connection/connection';
import { sendThroughShell } from '../../electron/connection/sendThroughShell';
import { accountOf, createAccount, type Account } from './account';
import { endChild, endPids, isRunning } from './children';

export interface LocalHostOptions {
  /** As root: the beginning of the account's name, made when it is not there. Otherwise it is always your own. */
  readonly user: string;
  /** What runs the scripts in place of `/bin/sh`, e.g. `['busybox', 'sh']`. */
  readonly shell?: readonly string[];
  /** More environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Programs that come first in this host's PATH, by path; copied, as its user may not be able to read this checkout. */
  readonly standIns?: readonly string[];
  /** Files and folders that this host does not have; needs `canHide`. */
  readonly hidden?: readonly string[];
  /** Shell commands that root runs beforehand in the host's own mount namespace, with $HOME set; needs `canHide`. */
  readonly prepare?: string;
}

export interface LocalHost extends Connection {
  readonly home: string;
  readonly uid: number;
  /** Runs a line of shell as the user; resolves with its stdout, whatever the status. */
  run(line: string): Promise<string>;
  /** Every process that this host started and that has not ended. */
  processes(): readonly number[];
  /** The lock and the socket of that display, when they are this user's: a number that is free again may be another's at once. */
  xFiles(display: number): readonly string[];
  /** Ends them all, by pid, and removes the home. */
  stop(): Promise<void>;
}

export const isRoot = process.getuid?.() === 0;
/** Mount namespaces are permitted here. */
export const canHide = isRoot && spawnSync('unshare', ['--mount', 'true']).status === 0;
const RESOURCES = resolve(import.meta.dirname, '../../resources');
const PATH = '/usr/local/bin:/usr/bin:/bin';
/** Where a VirtualGL that was built by hand keeps its libraries; packages put them where the loader looks. */
const VIRTUALGL_LIBRARIES = '/opt/VirtualGL/lib64';

export const loadResource: LoadScript = (name) => readFile(join(RESOURCES, name), 'utf8');

export async function startLocalHost(options: LocalHostOptions): Promise<LocalHost> {
  const reserved = isRoot ? await reserve(options.user) : undefined;
  const account = reserved?.account;
  const { uid, gid } = account ?? userInfo();
  const home = mkdtempSync(join(tmpdir(), 'gv-home-'));
  if (account !== undefined) chownSync(home, uid, gid);
  const mark = `GV_TEST=${randomBytes(8).toString('hex')}`;
  const environment = {
    HOME: home,
    USER: account?.name ?? userInfo().username,
    LOGNAME: account?.name ?? userInfo().username,
    SHELL: '/bin/sh',
    PATH: `${copyStandIns(home, options.standIns ?? [])}${PATH}`,
    LANG: 'C.UTF-8',
    ...(existsSync(VIRTUALGL_LIBRARIES) ? { LD_LIBRARY_PATH: VIRTUALGL_LIBRARIES } : {}),
    ...options.env,
    GV_TEST: mark.slice('GV_TEST='.length),
  };
  const namespace = await openNamespace(home, options);
  const identity = ['--reuid', `${uid}`, '--regid', `${gid}`, '--clear-groups'];

  const start = (command: readonly string[]): ChildProcessWithoutNullStreams => {
    const [program = '', ...args] = command;
    if (namespace === undefined) return spawn(program, args, { cwd: home, env: environment, ...(isRoot ? { uid, gid } : {}) });
    const entered = ['--mount', '--target', `${namespace.pid}`, `--wd=${home}`, 'setpriv', ...identity, '--', ...command];
    return spawn('nsenter', entered, { env: environment });
  };

  const processes = (): readonly number[] => marked(mark);
  const host: LocalHost = {
    hostName: 'local',
    send: (source, path, sending) => sendThroughShell(host, loadResource, source, path, sending),
    home,
    uid,
    processes,
    xFiles: (display) => [`/tmp/.X${display}-lock`, `/tmp/.X11-unix/X${display}`].filter((path) => ownerOf(path) === uid),
    async shell() {
      return shellOver(start(options.shell ?? ['/bin/sh', '-s']));
    },
    forward: (target) =>
      new Promise((give, refuse) => {
        const socket = target.kind === 'unix' ? connect(target.path) : connect(target.port, '127.0.0.1');
        socket.once('connect', () => give(socket));
        socket.once('error', refuse);
      }),
    wayTo: () => 'forward',
    test: () => Promise.resolve(true),
    note: () => undefined,
    onClose: () => undefined,
    close: () => undefined,
    run(line) {
      const child = start(['/bin/sh', '-c', line]);
      child.stdin.end();
      return new Promise((give) => {
        let out = '';
        child.stdout.on('data', (part: Buffer) => (out += part.toString('utf8')));
        child.stderr.resume();
        child.once('close', () => give(out));
      });
    },
    async stop() {
      // What a process starts while it is being ended has to be found as well.
      for (let left = processes(); left.length > 0; left = processes()) await endPids(left, 1000);
      clearLocks(uid);
      if (namespace !== undefined) await endChild(namespace);
      if (reserved !== undefined) await endChild(reserved.holder);
      rmSync(home, { recursive: true, force: true });
    },
  };
  return host;
}

/** An account that no other host has at the moment, in this process or another: scripts see all that belongs to their user. */
async function reserve(user: string): Promise<{ readonly account: Account; readonly holder: ChildProcess }> {
  for (let number = 1; number < 20; number++) {
    const name = `${user}-${number}`;
    const holder = spawn('flock', ['--nonblock', '--no-fork', `/run/${name}.lock`, 'sh', '-c', 'echo ready; exec sleep infinity']);
    const mine = await new Promise<boolean>((give) => {
      holder.stdout.once('data', () => give(true));
      holder.once('exit', () => give(false));
    });
    if (mine) return { account: (await accountOf(name)) ?? (await createAccount(name, '/bin/sh')), holder };
  }
  throw new Error(`all accounts ${user}-* are in use`);
}

const ownerOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.uid;

/** Locks and sockets of X servers that were killed. */
function clearLocks(uid: number): void {
  for (const name of readdirSync('/tmp').filter((each) => /^\.X\d+-lock$/.test(each))) {
    const [lock, socket] = [join('/tmp', name), join('/tmp/.X11-unix', name.slice(1, -'-lock'.length))];
    if (ownerOf(lock) !== uid || isRunning(Number(readFileSync(lock, 'utf8')))) continue;
    rmSync(lock, { force: true });
    rmSync(socket, { force: true });
  }
}

/** What to put in front of PATH. */
function copyStandIns(home: string, programs: readonly string[]): string {
  if (programs.length === 0) return '';
  const folder = join(home, '.bin');
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  for (const program of programs) {
    const copy = join(folder, basename(program));
    copyFileSync(program, copy);
    chmodSync(copy, 0o755);
  }
  return `${folder}:`;
}

/** A process that holds a mount namespace where things are hidden or broken, or undefined when none is needed. */
async function openNamespace(home: string, options: LocalHostOptions): Promise<ChildProcess | undefined> {
  const hidden = (options.hidden ?? []).filter((path) => existsSync(path));
  if (hidden.length === 0 && options.prepare === undefined) return undefined;
  const empty = join(home, '.empty');
  mkdirSync(empty, { mode: 0o755 });
  const mounts = hidden.map((path) => `mount --bind ${statSync(path).isDirectory() ? empty : '/dev/null'} ${path}`);
  const script = ['set -e', ...mounts, options.prepare ?? ':', 'echo ready', 'exec sleep infinity'].join('\n');
  const holder = spawn('unshare', ['--mount', 'sh', '-c', script], { env: { HOME: home, PATH: process.env['PATH'] } });
  await new Promise<void>((give, refuse) => {
    holder.stdout.once('data', () => give());
    holder.once('exit', (code) => refuse(new Error(`the mount namespace could not be made: status ${code}`)));
  });
  return holder;
}

/** Behaves like a channel of SSH: closing it closes stdin and drops what still comes, and the program finds out by itself. */
function shellOver(child: ChildProcessWithoutNullStreams): Shell {
  const ended = new Promise<number | undefined>((give) => {
    child.once('close', (code) => give(code ?? undefined));
    child.stdin.once('close', () => child.stdout.destroyed && give(undefined));
  });
  child.stdin.on('error', () => undefined);
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    close() {
      child.stdout.destroy();
      child.stderr.destroy();
      child.stdin.destroy();
    },
  };
}

/** The running processes that have `mark` (NAME=value) in their environment. */
function marked(mark: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark);
      } catch {
        return false;
      }
    });
}
