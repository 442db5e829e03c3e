/** The formats of private keys: OpenSSH, PEM (PKCS#1, SEC1), PKCS#8 and PuTTY's, as far as they can be read here. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import ssh2, { type ParsedKey } from 'ssh2';
import { readWire, sshString, uint32 } from './wire';

export type ReadKey =
  | { readonly kind: 'key'; readonly key: ParsedKey }
  /** Needs a passphrase. `publicKey` stands in the clear only in OpenSSH's format. */
  | { readonly kind: 'locked'; readonly publicKey: Buffer | undefined }
  | { readonly kind: 'wrong-passphrase' }
  | { readonly kind: 'unusable'; readonly why: string };

const MAGIC = 'openssh-key-v1\0';
const SECURITY_KEY = 'it belongs to a security key, which works through the agent: add it with ssh-add and choose the agent for this host';

/** Reads a private key; `passphrase` is absent at the first look. */
export function readKey(text: Buffer, passphrase?: string): ReadKey {
  const shown = text.toString('latin1');
  if (/^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/m.test(shown)) return readPkcs8(text, shown.includes('BEGIN ENCRYPTED'), passphrase);
  if (/^PuTTY-User-Key-File-(?!2: ssh-(rsa|dss))/.test(shown))
    return unusable('it is in a format of PuTTY’s; convert a copy with: puttygen KEYFILE -O private-openssh -o COPY');
  const publicKey = openSshPublicKey(shown);
  if (publicKey?.type.startsWith('sk-') === true) return unusable(SECURITY_KEY);
  const key = parse(text, passphrase);
  if (!(key instanceof Error)) {
    if (!key.isPrivateKey()) return unusable('it is a public key; choose the private one, usually the same name without “.pub”');
    if (key.type === 'ssh-dss') return unusable('it is a DSA key, which SSH servers do not take any more');
    return { kind: 'key', key };
  }
  if (/no passphrase given/.test(key.message)) return { kind: 'locked', publicKey: publicKey?.blob };
  if (/unsupported|not supported/i.test(key.message) || passphrase === undefined) return unusable(reason(key.message));
  return { kind: 'wrong-passphrase' };
}

const unusable = (why: string): ReadKey => ({ kind: 'unusable', why });

const reason = (message: string): string => {
  if (/sk-(ssh|ecdsa)/.test(message)) return SECURITY_KEY;
  return /Unsupported key format/.test(message) ? 'it is not a private key' : message.toLowerCase();
};

function parse(text: Buffer | string, passphrase?: string): ParsedKey | Error {
  try {
    return ssh2.utils.parseKey(text, passphrase);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The public half that stands unencrypted before the private one (PROTOCOL.key of OpenSSH). */
function openSshPublicKey(text: string): { readonly type: string; readonly blob: Buffer } | undefined {
  const coded = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/.exec(text)?.[1];
  if (coded === undefined) return undefined;
  const bytes = Buffer.from(coded, 'base64');
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  try {
    const fields = readWire(bytes, MAGIC.length);
    // Cipher, key derivation and its options.
    for (let skipped = 0; skipped < 3; skipped++) fields.string();
    if (fields.uint32() < 1) return undefined;
    const blob = fields.string();
    return { type: readWire(blob).string().toString('latin1'), blob };
  } catch {
    return undefined;
  }
}

/** ssh2 does not know this format; Node does (RFC 5958). */
function readPkcs8(text: Buffer, encrypted: boolean, passphrase: string | undefined): ReadKey {
  if (encrypted && passphrase === undefined) return { kind: 'locked', publicKey: undefined };
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: text, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!encrypted) return unusable('it is damaged');
    return /unsupported|unknown/i.test(message) ? unusable('its encryption is not known here') : { kind: 'wrong-passphrase' };
  }
  const known = forSsh2(key);
  const parsed = known === undefined ? new Error('') : parse(known);
  return parsed instanceof Error
    ? unusable(`its kind (${key.asymmetricKeyType ?? 'unknown'}) is not used for SSH`)
    : { kind: 'key', key: parsed };
}

function forSsh2(key: KeyObject): string | undefined {
  const type = key.asymmetricKeyType;
  if (type === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString();
  if (type === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString();
  return type === 'ed25519' ? openSshEd25519(key) : undefined;
}

/** The key in OpenSSH's own format, unencrypted (PROTOCOL.key of OpenSSH). */
function openSshEd25519(key: KeyObject): string {
  const { d = '', x = '' } = key.export({ format: 'jwk' });
  const [secret, publicKey] = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')];
  const type = sshString('ssh-ed25519');
  const check = uint32(0);
  const fields = [check, check, type, sshString(publicKey), sshString(Buffer.concat([secret, publicKey])), sshString('')];
  const length = fields.reduce((sum, field) => sum + field.length, 0);
  const padding = Buffer.from(Array.from({ length: (8 - (length % 8)) % 8 }, (_, index) => index + 1));
  const none = sshString('none');
  const blob = sshString(Buffer.concat([type, sshString(publicKey)]));
  const all = [Buffer.from(MAGIC), none, none, sshString(''), uint32(1), blob, sshString(Buffer.concat([...fields, padding]))];
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${Buffer.concat(all).toString('base64')}\n-----END OPENSSH PRIVATE KEY-----`;
}
