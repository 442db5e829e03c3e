/** The answer to a VncAuth challenge (RFC 6143 §7.2.2): DES with the password as key, each key byte's bits mirrored. */
import { createCipheriv } from 'node:crypto';

const mirrored = (byte: number): number => {
  let out = 0;
  for (let bit = 0; bit < 8; bit++) out |= ((byte >> bit) & 1) << (7 - bit);
  return out;
};

/** `challenge` has 16 bytes; only the password's first eight characters count, as Latin-1. */
export function vncAuthResponse(password: string, challenge: Uint8Array): Uint8Array {
  const key = Buffer.alloc(8);
  key.write(password.slice(0, 8), 'latin1');
  for (const [index, byte] of key.entries()) key[index] = mirrored(byte);
  // OpenSSL 3 has no single DES: three times the same key is the same cipher, and one block of CBC with a zero IV is ECB.
  const tripled = Buffer.concat([key, key, key]);
  const block = (from: number): Buffer => {
    const cipher = createCipheriv('des-ede3-cbc', tripled, Buffer.alloc(8)).setAutoPadding(false);
    return Buffer.concat([cipher.update(challenge.subarray(from, from + 8)), cipher.final()]);
  };
  const response = Buffer.concat([block(0), block(8)]);
  tripled.fill(0);
  key.fill(0);
  return response;
}
