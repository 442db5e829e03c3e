/** A real X proxy on a unix socket in a folder of its own, as an ordinary user, with whatever it is asked to draw. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { vncAuthResponse } from '../../electron/screen/vncAuth';
import { endChild } from './children';

export type XProxy = 'tigervnc' | 'turbovnc';

export interface Xvnc {
  readonly display: string;
  readonly socketPath: string;
  /** $HOME of what is drawn; removed at the end. */
  readonly home: string;
  readonly pid: number;
  connect(): Promise<Socket>;
  /** Starts an X program on it; ended with it. */
  draw(this: void, command: string, args?: readonly string[]): ChildProcess;
  /** Runs an X program to its end. */
  drawn(command: string, args?: readonly string[]): Promise<void>;
  /** The same; resolves with what it printed, on either stream. */
  said(command: string, args?: readonly string[]): Promise<string>;
  log(): string;
  stop(): Promise<void>;
}

export interface XvncOptions {
  /** Absent: None. */
  readonly password?: string;
  readonly geometry?: string;
  readonly args?: readonly string[];
}

const PROGRAMS: Readonly<Record<XProxy, string>> = { tigervnc: '/usr/bin/Xtigervnc', turbovnc: '/opt/TurboVNC/bin/Xvnc' };
const MESA_DRIVERS = '/usr/lib/x86_64-linux-gnu/dri';
const START_MS = 10_000;
/** As root: nobody. */
const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

export const xProxyThere = (kind: XProxy): boolean => existsSync(PROGRAMS[kind]);

export async function startXvnc(kind: XProxy, options: XvncOptions = {}): Promise<Xvnc> {
  const folder = mkdtempSync(join(tmpdir(), 'gv-xvnc-'));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const socketPath = join(folder, 'rfb');
  const child = spawn(PROGRAMS[kind], ARGS[kind](folder, socketPath, options), {
    ...user,
    cwd: folder,
    env: { HOME: folder, PATH: process.env['PATH'] ?? '', LANG: 'C' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const children: ChildProcess[] = [];
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
  const stop = async (): Promise<void> => {
    await Promise.all(children.map((each) => endChild(each)));
    await endChild(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const display = await displayOf(child, () => log);
    const env = { ...process.env, HOME: folder, DISPLAY: display };
    const start = (command: string, args: readonly string[] = [], stdio: 'ignore' | 'pipe' = 'ignore'): ChildProcess => {
      const program = spawn(command, [...args], { ...user, cwd: folder, env, stdio });
      children.push(program);
      // A program that is not installed has no pid; who waits for it hears of it as well.
      program.once('error', (error) => (log += `${error.message}\n`));
      return program;
    };
    return {
      display,
      socketPath,
      home: folder,
      pid: child.pid ?? 0,
      connect: () =>
        new Promise((resolve, reject) => {
          const socket = connect(socketPath, () => resolve(socket));
          socket.once('error', reject);
        }),
      draw: start,
      drawn: (command, args) =>
        new Promise((resolve, reject) => {
          const program = start(command, args).once('error', reject);
          program.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))));
        }),
      said: (command, args) =>
        new Promise((resolve, reject) => {
          const program = start(command, args, 'pipe').once('error', reject);
          let text = '';
          for (const stream of [program.stdout, program.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
          program.once('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`${command} ended with ${code}: ${text}`))));
        }),
      log: () => log,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const common = (options: XvncOptions): readonly string[] => [
  '-displayfd',
  '3',
  '-geometry',
  options.geometry ?? '640x480',
  '-depth',
  '24',
  '-ac',
  '-nolisten',
  'tcp',
];
const onSocket = (path: string): readonly string[] => ['-rfbunixpath', path, '-rfbunixmode', '0600'];

const ARGS: Readonly<Record<XProxy, (folder: string, socketPath: string, options: XvncOptions) => readonly string[]>> = {
  tigervnc: (folder, socketPath, options) => [
    ...common(options),
    ...onSocket(socketPath),
    '-rfbport',
    '-1',
    ...(options.password === undefined
      ? ['-SecurityTypes', 'None']
      : ['-SecurityTypes', 'VncAuth', '-PasswordFile', passwordFile(folder, options.password)]),
    ...(options.args ?? []),
  ],
  turbovnc: (folder, socketPath, options) => [
    ...common(options),
    ...onSocket(socketPath),
    // Without it there is no GLX.
    ...(existsSync(MESA_DRIVERS) ? ['-dridir', MESA_DRIVERS] : []),
    ...(options.password === undefined
      ? ['-securitytypes', 'none']
      : ['-securitytypes', 'vnc', '-rfbauth', passwordFile(folder, options.password)]),
    ...(options.args ?? []),
  ],
};

/** As vncpasswd(1) writes it: DES of the password with the key that every VNC server knows (vncauth.c). */
function passwordFile(folder: string, password: string): string {
  const path = join(folder, 'passwd');
  writeFileSync(path, obfuscated(password), { mode: 0o600 });
  if (user.uid !== undefined) chownSync(path, user.uid, user.gid);
  return path;
}

const FILE_KEY = String.fromCharCode(23, 82, 107, 6, 35, 78, 88, 7);

function obfuscated(password: string): Uint8Array {
  const padded = Buffer.alloc(16);
  padded.write(password.slice(0, 8), 'latin1');
  return vncAuthResponse(FILE_KEY, padded).subarray(0, 8);
}

/** The server writes the number of its display once it takes connections. */
async function displayOf(child: ChildProcess, log: () => string): Promise<string> {
  const numbers = child.stdio[3];
  if (!(numbers instanceof Readable)) throw new Error('the display number has no pipe');
  return await new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`the X proxy did not start within ${START_MS / 1000} s: ${log()}`)), START_MS);
    numbers.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(`:${text.trim()}`);
    });
    numbers.on('close', () => {
      clearTimeout(timer);
      reject(new Error(`the X proxy did not start: ${log()}`));
    });
  });
}
