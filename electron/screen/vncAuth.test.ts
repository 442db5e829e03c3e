import { expect, test } from 'vitest';
import { vncAuthResponse } from './vncAuth';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

// Expected values: `openssl enc -des-ecb -provider legacy` with the mirrored password as key.
test.each([
  ['password', '000102030405060708090a0b0c0d0e0f', 'b866924125c8eebb9debc1db61c538e2'],
  ['02550504', 'ffffffffffffffff0000000000000000', 'cd6e718d00825c0e696eaadf6ffa5a24'],
  ['ab', '00112233445566778899aabbccddeeff', '0cfd685c305ae51e45fd92f615454860'],
])('answers a challenge with %s', (password, challenge, expected) => {
  expect(Buffer.from(vncAuthResponse(password, hex(challenge))).toString('hex')).toBe(expected);
});

test('only eight characters of the password count', () => {
  const challenge = hex('000102030405060708090a0b0c0d0e0f');
  expect(vncAuthResponse('password and more', challenge)).toEqual(vncAuthResponse('password', challenge));
});
