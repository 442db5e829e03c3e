import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { VIRTUALGL_KEY } from './virtualglKey';

/** Of the first packet: SHA-1 of 0x99, its length and itself (RFC 4880, 12.2). */
function fingerprint(armoured: string): string {
  const body = armoured.split('\n\n')[1]?.split('\n=')[0] ?? '';
  const bytes = Buffer.from(body, 'base64');
  // Old format with a length of two bytes, a public key.
  expect(bytes[0]).toBe(0x99);
  const packet = bytes.subarray(3, 3 + bytes.readUInt16BE(1));
  expect(packet[0]).toBe(4);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(packet.length);
  return createHash('sha1')
    .update(Buffer.concat([Buffer.of(0x99), length, packet]))
    .digest('hex')
    .toUpperCase();
}

test('the key is the one that releases are signed with, and no other', () => {
  expect(fingerprint(VIRTUALGL_KEY)).toBe('AE1A7BA4EFFF9A9987E1474C4BACCAB36E7FE9A1');
  expect(VIRTUALGL_KEY.match(/BEGIN PGP/g)).toHaveLength(1);
});
