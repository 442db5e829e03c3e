/** Private key files: read by path when needed, never copied. */
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { ParsedKey } from 'ssh2';
import { assertNever, Failure } from '../base/failure';
import { reasonOf } from '../base/jsonFile';
import type { HostAuth } from '../contract/host';
import { readKey } from './keyFormats';

export type KeyFile =
  | { readonly kind: 'ready'; readonly path: string; readonly key: ParsedKey }
  /** `publicKey`: where it is known without the passphrase. */
  | { readonly kind: 'encrypted'; readonly path: string; readonly text: Buffer; readonly publicKey: Buffer | undefined };

export type FoundKeyFile = KeyFile | { readonly kind: 'missing' | 'unusable'; readonly path: string; readonly why: string };

/** No private key is larger. */
const SIZE_LIMIT = 256 * 1024;

/** What ssh tries when nothing is named (ssh_config(5), IdentityFile), as far as it can be used from a file. */
const DEFAULT_FILES = ['~/.ssh/id_ed25519', '~/.ssh/id_ecdsa', '~/.ssh/id_rsa'];

/** The full path; `~` is `home`. */
const fullPath = (given: string, home: string): string => (given === '~' || given.startsWith('~/') ? join(home, given.slice(1)) : given);

/** The key files that a way to log in uses, in order, by full path. */
export function keyFilesOf(auth: HostAuth, home: string): readonly string[] {
  switch (auth.kind) {
    case 'auto':
      return (auth.files ?? DEFAULT_FILES).map((path) => fullPath(path, home));
    case 'key':
      return [fullPath(auth.path, home)];
    case 'agent':
    case 'password':
      return [];
    default:
      return assertNever(auth);
  }
}

/** What ssh would try for a login that names nothing. */
export const defaultKeyFiles = (home: string): readonly string[] => DEFAULT_FILES.map((path) => fullPath(path, home));

/** Reads the key; `~` is `home`. */
export async function findKeyFile(given: string, home: string): Promise<FoundKeyFile> {
  const path = fullPath(given, home);
  if (!isAbsolute(path)) return { kind: 'unusable', path: given, why: 'it is not a full path' };
  const text = await contentOf(path);
  if (!Buffer.isBuffer(text)) return { path, ...text };
  const read = readKey(text);
  switch (read.kind) {
    case 'key':
      return { kind: 'ready', path, key: read.key };
    case 'locked':
      return { kind: 'encrypted', path, text, publicKey: read.publicKey ?? (await publicKeysBeside(path))[0] };
    case 'wrong-passphrase':
      return { kind: 'unusable', path, why: 'it is damaged' };
    case 'unusable':
      return { kind: 'unusable', path, why: read.why };
    default:
      return assertNever(read);
  }
}

/** The key of an encrypted file; undefined when the passphrase is wrong. Throws `auth-unavailable` with the reason. */
export function unlock(file: KeyFile & { kind: 'encrypted' }, passphrase: string): ParsedKey | undefined {
  const read = readKey(file.text, passphrase);
  if (read.kind === 'unusable') throw unusableKeyFile(file.path, read.why);
  return read.kind === 'key' ? read.key : undefined;
}

/** Public keys and certificates that lie beside a private key, whether that one is there or not. */
export async function publicKeysBeside(path: string): Promise<readonly Buffer[]> {
  const files = await Promise.all([`${path}.pub`, `${path}-cert.pub`].map(contentOf));
  return files.flatMap((text) => {
    const coded = Buffer.isBuffer(text) ? text.toString('latin1').trim().split(/\s+/)[1] : undefined;
    return coded === undefined ? [] : [Buffer.from(coded, 'base64')];
  });
}

/** Whether a certificate lies beside the key, where ssh would use it. */
export const hasCertificate = async (path: string): Promise<boolean> => Buffer.isBuffer(await contentOf(`${path}-cert.pub`));

async function contentOf(path: string): Promise<Buffer | { readonly kind: 'missing' | 'unusable'; readonly why: string }> {
  try {
    // Before it is opened: a pipe would never end.
    const found = await stat(path);
    if (!found.isFile()) return { kind: 'unusable', why: 'it is not a file' };
    if (found.size > SIZE_LIMIT) return { kind: 'unusable', why: 'it is too large for a key' };
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return { kind: 'missing', why: 'there is no such file' };
    return { kind: 'unusable', why: reasonOf(error) };
  }
}

/** Why a login with this file cannot even begin. */
export const unusableKeyFile = (path: string, why: string): Failure =>
  new Failure('auth-unavailable', `The key file ${path} cannot be used: ${why}.`);
