import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromOctal, obfuscate, octalEscapes, randomPassword, reveal } from './vncPassword';

// Made with `printf 'secret12\n' | vncpasswd -f` of TurboVNC 3.3.
const SECRET12 = Buffer.from('24b5ae4ce15503c6', 'hex');

test('is what vncpasswd makes', () => {
  expect(Buffer.from(obfuscate('secret12')).toString('hex')).toBe(SECRET12.toString('hex'));
  expect(reveal(SECRET12)).toBe('secret12');
});

test('eight characters count, and a file that is too short reveals nothing', () => {
  expect(reveal(obfuscate('secret12 and more'))).toBe('secret12');
  expect(reveal(obfuscate('abc'))).toBe('abc');
  expect(reveal(SECRET12.subarray(0, 7))).toBeUndefined();
});

test('every password comes back', () => {
  const letters = fc.array(fc.integer({ min: 1, max: 255 }), { maxLength: 8 }).map((codes) => String.fromCodePoint(...codes));
  fc.assert(
    fc.property(letters, (password) => {
      expect(reveal(obfuscate(password))).toBe(password);
    }),
  );
});

test('two are not the same, and none has what a keyboard layout could turn into another', () => {
  const many = Array.from({ length: 50 }, randomPassword);
  expect(new Set(many).size).toBe(50);
  expect(many.every((password) => /^[A-HJ-NP-Za-km-z2-9]{8}$/.test(password))).toBe(true);
});

test('octal travels both ways', () => {
  const bytes = Uint8Array.of(0, 7, 8, 64, 255);
  expect(octalEscapes(bytes)).toBe(String.raw`\000\007\010\100\377`);
  expect(fromOctal(' 000 007 010\n 100 377\n')).toEqual(bytes);
  for (const text of ['', '400', '08', '012 x', '0123']) expect(fromOctal(text)).toEqual(new Uint8Array(0));
});
