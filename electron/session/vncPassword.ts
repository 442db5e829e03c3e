/** The eight bytes that VNC servers keep of a password: DES with a key that is the same everywhere (TigerVNC, common/rfb/obfuscate.cxx). */
import { createCipheriv, createDecipheriv, randomInt } from 'node:crypto';

/** The well-known key 23 82 107 6 35 78 88 7 with each byte's bits mirrored, as the VNC flavour of DES reads keys. */
const KEY = Buffer.from('e84ad660c4721ae0', 'hex');
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
/** VncAuth looks at no more characters than these (RFC 6143 §7.2.2). */
const LENGTH = 8;

// OpenSSL 3 has no single DES: three times the same key is the same cipher, and one block of CBC with a zero IV is ECB.
const CIPHER = 'des-ede3-cbc';
const TRIPLED = Buffer.concat([KEY, KEY, KEY]);

export function randomPassword(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)] ?? '').join('');
}

/** The password file's bytes for `password`, of which the first eight characters count, as Latin-1. */
export function obfuscate(password: string): Uint8Array {
  const plain = Buffer.alloc(LENGTH);
  plain.write(password.slice(0, LENGTH), 'latin1');
  const cipher = createCipheriv(CIPHER, TRIPLED, Buffer.alloc(8)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

/** What `obfuscate` was given, or undefined when `bytes` are fewer than eight. */
export function reveal(bytes: Uint8Array): string | undefined {
  if (bytes.length < LENGTH) return undefined;
  const decipher = createDecipheriv(CIPHER, TRIPLED, Buffer.alloc(8)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(bytes.subarray(0, LENGTH)), decipher.final()]).toString('latin1');
  const end = plain.indexOf('\0');
  return end < 0 ? plain : plain.slice(0, end);
}

/** Bytes as `\ooo` for the shell's printf. */
export const octalEscapes = (bytes: Uint8Array): string => [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');

/** What `od -An -v -to1` printed; nothing but octal bytes gives any. */
export function fromOctal(text: string): Uint8Array {
  const words = text.trim().split(/\s+/);
  return words.every((word) => /^[0-3][0-7]{2}$/.test(word))
    ? Uint8Array.from(words, (word) => Number.parseInt(word, 8))
    : new Uint8Array(0);
}
