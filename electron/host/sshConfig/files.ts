/** The user's and the system's configuration of OpenSSH, read with everything they include. */
import { open, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { reasonOf } from '../../base/jsonFile';
import { plainText } from '../../contract/text';
import { filesOf } from './glob';
import { parseConfig, type Condition, type Parsed, type Setting } from './parse';
import { ABSENT, stampOf, type Stamps } from './stamps';
import { absolute, type Local } from './values';

/** Limits of one reading; security.md §5. */
const FILE_LIMIT = 1024 * 1024;
const DEPTH_LIMIT = 8;
const FILES_LIMIT = 256;
const TOTAL_LIMIT = 4 * FILE_LIMIT;

export interface ReadFile {
  readonly path: string;
  readonly sections: readonly {
    readonly condition: Condition;
    readonly items: readonly (Setting | { kind: 'included'; files: readonly ReadFile[] })[];
  }[];
}
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}
export interface ConfigFiles {
  /** The user's first, then the system's; one that is not there is left out. */
  readonly roots: readonly ReadFile[];
  readonly problems: readonly FileProblem[];
  /** Why the user's own file could not be read at all. */
  readonly failure?: string;
  readonly stamps: Stamps;
  /** Folders in which a change may matter. */
  readonly folders: readonly string[];
}

/** Never rejects: what cannot be read is a problem. */
export async function readConfigFiles(userFile: string, systemFile: string | undefined, local: Local): Promise<ConfigFiles> {
  const stamps = new Map<string, string>();
  const folders = new Set([dirname(userFile)]);
  const problems: FileProblem[] = [];
  const parsed = new Map<string, Parsed | string | undefined>();
  let [count, total] = [0, 0];
  const saw = (path: string, stamp: string): void => void (stamps.has(path) || stamps.set(path, stamp));
  const problem = (file: string, line: number, text: string): void =>
    void problems.push({ file: plainText(file, 1000), line, text: plainText(text, 390) });

  /** Undefined when there is none; a sentence when it cannot be used. */
  async function parsedOf(path: string, mayBeShared: boolean): Promise<Parsed | string | undefined> {
    if (parsed.has(path)) return parsed.get(path);
    folders.add(dirname(path));
    const text = await contentOf(path, mayBeShared, saw);
    const result = typeof text === 'object' ? parseConfig(text.text) : text;
    parsed.set(path, result);
    if (typeof text === 'object') {
      folders.add(dirname(text.real));
      total += text.text.length;
      for (const each of typeof result === 'object' ? result.problems : []) problem(path, each.line, each.text);
    }
    return result;
  }

  async function read(
    path: string,
    above: readonly string[],
    from: { file: string; line: number } | undefined,
    user: boolean,
  ): Promise<ReadFile | string | undefined> {
    count += 1;
    if (count > FILES_LIMIT || total > TOTAL_LIMIT) return `More than ${FILES_LIMIT} files or 4 MB are included; this one is not read.`;
    if (above.includes(path)) return `${path} includes itself.`;
    if (above.length > DEPTH_LIMIT) return `Files are included more than ${DEPTH_LIMIT} deep; ${path} is not read.`;
    const content = await parsedOf(path, from === undefined && !user);
    if (typeof content !== 'object') return content;
    const sections: ReadFile['sections'][number][] = [];
    for (const { condition, items } of content.sections) {
      const resolved: ReadFile['sections'][number]['items'][number][] = [];
      for (const item of items) {
        if (item.kind === 'setting') resolved.push(item);
        else resolved.push({ kind: 'included', files: await included(path, item, [...above, path], user) });
      }
      sections.push({ condition, items: resolved });
    }
    return { path: plainText(path, 1000), sections };
  }

  async function included(
    file: string,
    item: { patterns: readonly string[]; line: number },
    above: readonly string[],
    user: boolean,
  ): Promise<ReadFile[]> {
    const files: ReadFile[] = [];
    for (const pattern of item.patterns) {
      const path = anchored(pattern, user);
      if (path === undefined) problem(file, item.line, `Include “${pattern}” cannot be used here.`);
      else {
        for (const each of await filesOf(path, saw)) {
          const one = await read(each, above, { file, line: item.line }, user);
          if (typeof one === 'string') problem(file, item.line, one);
          else if (one !== undefined) files.push(one);
        }
        folders.add(dirname(path.split(/[*?[]/, 1)[0] ?? path));
      }
    }
    return files;
  }

  /** ssh_config(5), Include: relative to ~/.ssh, or to the system's folder in the system's file, which has no `~`. */
  function anchored(pattern: string, user: boolean): string | undefined {
    if (pattern === '' || (pattern.startsWith('~') && !user)) return undefined;
    if (isAbsolute(pattern)) return pattern;
    if (pattern.startsWith('~')) return absolute(pattern, local);
    return join(user ? join(local.home, '.ssh') : dirname(systemFile ?? '/etc/ssh/ssh_config'), pattern);
  }

  const own = await read(userFile, [], undefined, true);
  if (typeof own === 'string') problem(userFile, 0, own);
  const system = systemFile === undefined ? undefined : await read(systemFile, [], undefined, false);
  if (typeof system === 'string' && systemFile !== undefined) problem(systemFile, 0, system);
  return {
    roots: [own, system].filter((root) => typeof root === 'object'),
    problems,
    ...(typeof own === 'string' ? { failure: own } : {}),
    stamps,
    folders: [...folders],
  };
}

/** A text, a sentence why there is none, or undefined when there is no such file. */
async function contentOf(
  path: string,
  mayBeShared: boolean,
  saw: (path: string, stamp: string) => void,
): Promise<{ text: string; real: string } | string | undefined> {
  try {
    // First of all: opening a pipe would wait for its writer.
    const before = await stat(path, { bigint: true });
    saw(path, stampOf(before));
    if (before.isCharacterDevice()) return { text: '', real: path };
    if (!before.isFile()) return `${path} is not a file.`;
    if (before.size > BigInt(FILE_LIMIT)) return `${path} is larger than 1 MB and is not read.`;
    // readconf.c, SSHCONF_CHECKPERM: ssh stops at such a file.
    const foreign = before.uid !== 0n && before.uid !== BigInt(process.getuid?.() ?? 0);
    if (process.platform !== 'win32' && !mayBeShared && (foreign || (before.mode & 0o022n) !== 0n))
      return `${path} can be changed by others, so ssh does not use it either; make it yours alone with chmod 600.`;
    const handle = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(FILE_LIMIT);
      const { bytesRead } = await handle.read(buffer, 0, FILE_LIMIT, 0);
      return { text: buffer.toString('utf8', 0, bytesRead), real: await realpath(path) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    saw(path, ABSENT);
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    return `${path} cannot be read: ${reasonOf(error)}.`;
  }
}
