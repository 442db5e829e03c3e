/** ~/.ssh/config and what it includes, as it is now: which hosts it names, and what ssh would do for each. */
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { readConfigFiles, type ConfigFiles, type FileProblem, type ReadFile } from './files';
import type { JumpSpec } from './jumpText';
import { resolve, type Resolution } from './resolve';
import { unchanged } from './stamps';
import type { Local } from './values';
import { watchFolders } from './watch';

/** One reading of the files; it never changes. */
export interface Reading {
  /** Names of Host lines without wildcards, each once, in the order of the files; at most 1,000. */
  readonly aliases: readonly string[];
  /** Some Host line has this name without wildcards. */
  has(name: string): boolean;
  readonly problems: readonly FileProblem[];
  /** Why the user's file could not be read at all. */
  readonly failure?: string;
  /** Of a name, with the user and port of a jump specification; `ownJumps: false` behind another jump host. */
  resolve(spec: JumpSpec, options?: { ownJumps?: boolean }): Resolution;
}

export interface SshConfig {
  /** The user's file, whether it is there or not. */
  readonly file: string;
  /** The files as they are now; never rejects. From the first call on, changes are watched. */
  current(): Promise<Reading>;
  /** Called with each new reading after the first. Returns what ends it. */
  onChange(listener: (reading: Reading) => void): () => void;
  close(): void;
}

export interface SshConfigOptions extends Partial<Omit<Local, 'home'>> {
  readonly home: string;
  /** Instead of ~/.ssh/config. */
  readonly file?: string;
  /** Instead of /etc/ssh/ssh_config; `none` for no such file. */
  readonly system?: string;
  /** Between two looks at the files, for where the system does not tell of changes. */
  readonly pollMs?: number;
}

const ALIAS_LIMIT = 1000;

export function openSshConfig(options: SshConfigOptions): SshConfig {
  const { home, file = join(home, '.ssh', 'config'), pollMs = 2000 } = options;
  const me = userInfo();
  const local: Local = {
    home,
    user: options.user ?? me.username,
    uid: options.uid ?? me.uid,
    hostName: options.hostName ?? hostname(),
    env: options.env ?? process.env,
  };
  const given = options.system ?? systemFile(local.env);
  const system = given === 'none' ? undefined : given;
  const listeners = new Set<(reading: Reading) => void>();
  let last: { readonly files: ConfigFiles; readonly reading: Reading } | undefined;
  let running: Promise<Reading> | undefined;
  let closed = false;
  const watch = watchFolders(() => void current(), pollMs);

  async function look(): Promise<Reading> {
    if (last !== undefined && (await unchanged(last.files.stamps))) return last.reading;
    const files = await readConfigFiles(file, system, local);
    const first = last === undefined;
    last = { files, reading: readingOf(files, local) };
    if (closed) return last.reading;
    watch.follow(files.folders);
    if (!first) for (const listener of listeners) listener(last.reading);
    return last.reading;
  }

  /** Who asks while a look is under way may have changed a file after it began: those wait for the next. */
  async function current(): Promise<Reading> {
    const before = running;
    const mine = before === undefined ? look() : before.then(look);
    running = mine;
    try {
      return await mine;
    } finally {
      if (running === mine) running = undefined;
    }
  }

  return {
    file,
    current,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      closed = true;
      listeners.clear();
      watch.close();
    },
  };
}

function systemFile(env: Local['env']): string {
  return process.platform === 'win32' ? join(env['PROGRAMDATA'] ?? 'C:\\ProgramData', 'ssh', 'ssh_config') : '/etc/ssh/ssh_config';
}

function readingOf(files: ConfigFiles, local: Local): Reading {
  const names = namesOf(files.roots);
  const aliases = [...names].slice(0, ALIAS_LIMIT);
  const left =
    names.size > ALIAS_LIMIT
      ? [{ file: files.roots[0]?.path ?? '', line: 0, text: `Only the first ${ALIAS_LIMIT} of ${names.size} hosts are offered.` }]
      : [];
  const known = new Map<string, Resolution>();
  return {
    aliases,
    has: (name) => names.has(name),
    problems: [...left, ...files.problems].slice(0, 200),
    ...(files.failure === undefined ? {} : { failure: files.failure }),
    resolve(spec, options = {}) {
      const key = JSON.stringify([spec.host, spec.user, spec.port, options.ownJumps]);
      const resolution = known.get(key) ?? resolve(files.roots, local, spec, options);
      known.set(key, resolution);
      return resolution;
    },
  };
}

function namesOf(roots: readonly ReadFile[]): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (file: ReadFile): void => {
    for (const { condition, items } of file.sections) {
      for (const { text, negated, wild } of condition.kind === 'host' ? condition.patterns : []) {
        if (!negated && !wild && text !== '' && text.length <= 253) names.add(text);
      }
      for (const item of items) if (item.kind === 'included') item.files.forEach(walk);
    }
  };
  roots.forEach(walk);
  return names;
}
