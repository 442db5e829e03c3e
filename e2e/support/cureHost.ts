/** Cures on this machine: planned and run through the same code as in the app, and what became of files and processes told in short lines. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { endChild } from './children';
import { loadResource, startLocalHost, type LocalHost, type LocalHostOptions } from './localHost';
import { fakeConnection } from '../../electron/connection/fake';
import type { Connection } from '../../electron/connection/connection';
import type { CureName, Plan, Step } from '../../electron/contract/recipe';
import { createCures } from '../../electron/recipe/cure/cures';

export const SHELLS = [[['dash', '-s']], [['bash', '-s']], [['busybox', 'sh', '-s']]] as const;
const HOST_ID = '0123456789ab';

export interface Treatment {
  readonly plan: (name: CureName, subject?: string) => Promise<Plan>;
  readonly run: (name: CureName, subject?: string) => Promise<Plan>;
}

export function treatmentOf(connection: Connection): Treatment {
  const cures = createCures({ connection: async () => connection, load: loadResource });
  return {
    plan: (name, subject = '') => cures.plan(HOST_ID, { name, subject }),
    run: (name, subject = '') => cures.run(HOST_ID, { name, subject }),
  };
}

export interface Patient extends Treatment {
  readonly host: LocalHost;
}

/** An ordinary user's host that ends with the test. */
export async function patient(options: Partial<LocalHostOptions> = {}): Promise<Patient> {
  const host = await startLocalHost({ user: 'gv-cure', ...options });
  onTestFinished(() => host.stop());
  return { host, ...treatmentOf(host) };
}

export interface RootPatient extends Treatment {
  readonly home: string;
  /** Runs a line of shell there; resolves with its stdout. */
  readonly shell: (line: string) => Promise<string>;
}

/** A host of root's in a mount namespace of its own, where `prepare` was run with $HOME set. Ends with the test. */
export async function rootPatient(shell: readonly string[], prepare: string): Promise<RootPatient> {
  const home = mkdtempSync(join(tmpdir(), 'gv-root-'));
  const env = { HOME: home, PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };
  const holder = spawn('unshare', ['--mount', 'sh', '-c', `set -e\n${prepare}\necho ready\nexec sleep infinity`], { env });
  onTestFinished(async () => {
    await endChild(holder);
    rmSync(home, { recursive: true, force: true });
  });
  await started(holder);
  const enter = (command: readonly string[]) =>
    spawn('nsenter', ['--mount', '--target', `${holder.pid}`, `--wd=${home}`, '--', ...command], { env });
  const connection: Connection = {
    ...fakeConnection(),
    shell() {
      const child = enter(shell);
      const ended = new Promise<number | undefined>((give) => child.once('close', (code) => give(code ?? undefined)));
      return Promise.resolve({ stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, ended, close: () => child.stdin.destroy() });
    },
  };
  return {
    home,
    ...treatmentOf(connection),
    shell(line) {
      const child = enter(['sh', '-c', line]);
      return new Promise((give) => {
        let out = '';
        child.stdout.on('data', (part: Buffer) => (out += part.toString('utf8')));
        child.stderr.resume();
        child.once('close', () => give(out));
      });
    },
  };
}

async function started(holder: ChildProcess): Promise<void> {
  let errors = '';
  holder.stderr?.on('data', (part: Buffer) => (errors += part.toString('utf8')));
  await new Promise<void>((give, refuse) => {
    holder.stdout?.once('data', () => give());
    holder.once('exit', (code) => refuse(new Error(`the mount namespace could not be made: status ${code} ${errors}`)));
  });
}

/** `done rm -f /x`, `cannot: the reason` or `failed 1: what it printed` of each step. */
export const told = ({ steps }: Plan): readonly string[] => steps.map(stepWords);

function stepWords({ state, command }: Step): string {
  if (state.kind === 'cannot') return `cannot: ${state.why}`;
  if (state.kind === 'failed') return `failed ${state.status}: ${state.output}`;
  return `${state.kind} ${command}`.trim();
}

/** The same without the commands. */
export const states = ({ steps }: Plan): readonly string[] => steps.map(({ state }) => state.kind);

/** Every name below a folder with its kind, mode, owner, time of change and content. */
export function contents(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => {
      const stat = lstatSync(path);
      const what = stat.isSymbolicLink() ? readlinkSync(path) : stat.isFile() ? readFileSync(path).toString('base64') : '';
      return [path, stat.mode.toString(8), stat.uid, stat.gid, stat.isDirectory() ? 0 : stat.mtimeMs, what].join(' ');
    });
}

/** Plans the cure, and proves that this changed nothing in these folders. */
export async function planned(on: Treatment, folders: readonly string[], name: CureName, subject = ''): Promise<Plan> {
  const before = folders.map(contents);
  const plan = await on.plan(name, subject);
  expect(folders.map(contents)).toEqual(before);
  return plan;
}

/** A display number that nothing on this machine uses. */
export function freeDisplay(): number {
  for (;;) {
    const display = 20_000 + Math.floor(Math.random() * 30_000);
    const taken = [`/tmp/.X${display}-lock`, `/tmp/.X11-unix/X${display}`].some(
      (path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined,
    );
    if (!taken) return display;
  }
}

/** Starts a program of that name that does nothing, with these last arguments: the kernel's name for it is all that scripts go by. */
export async function pretend(host: LocalHost, name: string, { args = '', env = '', obeys = true } = {}): Promise<number> {
  const body = `${obeys ? '' : 'trap "" TERM; '}echo >ready.$$; read x <hold`;
  const make = `[ -p hold ] || mkfifo hold; [ -x ${name} ] || cp /bin/dash ${name}`;
  const pid = Number(await host.run(`${make}; ${env} ./${name} -c '${body}' ${args} >/dev/null 2>&1 </dev/null & echo $!`));
  await vi.waitFor(() => expect(existsSync(join(host.home, `ready.${pid}`))).toBe(true), 5000);
  return pid;
}
