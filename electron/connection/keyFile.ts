/** Private key files: read by path when needed, never copied. */
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import ssh2, { type ParsedKey } from 'ssh2';
import { Failure } from '../base/failure';
import { reasonOf } from '../base/jsonFile';

export type KeyFile =
  | { readonly kind: 'ready'; readonly path: string; readonly key: ParsedKey }
  | { readonly kind: 'encrypted'; readonly path: string; readonly text: Buffer };

/** No private key is larger. */
const SIZE_LIMIT = 256 * 1024;

/** Reads the key; `~` is `home`. Rejects with `auth-unavailable` and the reason. */
export async function readKeyFile(given: string, home: string): Promise<KeyFile> {
  const path = given === '~' || given.startsWith('~/') ? join(home, given.slice(1)) : given;
  if (!isAbsolute(path)) throw unusable(given, 'it is not a full path');
  const text = await contentOf(path);
  const key = parse(text);
  if (!(key instanceof Error)) {
    if (!key.isPrivateKey()) throw unusable(path, 'it is a public key; choose the private one, usually the same name without “.pub”');
    return { kind: 'ready', path, key };
  }
  if (/no passphrase given/.test(key.message)) return { kind: 'encrypted', path, text };
  throw unusable(path, reason(key.message, text.toString('latin1')));
}

/** The key of an encrypted file; undefined when the passphrase is wrong. Rejects as readKeyFile does. */
export function unlock(file: KeyFile & { kind: 'encrypted' }, passphrase: string): ParsedKey | undefined {
  const key = parse(file.text, passphrase);
  if (!(key instanceof Error)) return key;
  if (/unsupported|not supported/i.test(key.message)) throw unusable(file.path, reason(key.message, ''));
  return undefined;
}

function parse(text: Buffer, passphrase?: string): ParsedKey | Error {
  try {
    return ssh2.utils.parseKey(text, passphrase);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function contentOf(path: string): Promise<Buffer> {
  try {
    // Before it is opened: a pipe would never end.
    const found = await stat(path);
    if (!found.isFile()) throw new Error('it is not a file');
    if (found.size > SIZE_LIMIT) throw new Error('it is too large for a key');
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw unusable(path, 'there is no such file');
    throw unusable(path, reasonOf(error), error);
  }
}

function reason(message: string, text: string): string {
  if (/sk-(ssh|ecdsa)/.test(message)) return 'it belongs to a security key; add it to an SSH agent and choose the agent for this host';
  if (/BEGIN (ENCRYPTED )?PRIVATE KEY/.test(text)) return 'it is in the PKCS#8 format; convert a copy with: ssh-keygen -p -f KEYFILE';
  if (/Unsupported key format/.test(message)) return 'it is not a private key';
  return message.toLowerCase();
}

const unusable = (path: string, why: string, cause?: unknown): Failure =>
  new Failure('auth-unavailable', `The key file ${path} cannot be used: ${why}.`, { cause });
