import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasDisguisingCharacters, plainText } from './text';

test('plain text keeps what people write', () => {
  expect(plainText('Schreibtisch „Ärger“ 桌面 :1')).toBe('Schreibtisch „Ärger“ 桌面 :1');
});

test.each([
  ['a\u001b[31mb', 'a [31mb'],
  ['\u202egnp.exe', 'gnp.exe'],
  ['line\nbreak', 'line break'],
  ['\u0000', ''],
])('%j is shown as %j', (text, shown) => {
  expect(plainText(text)).toBe(shown);
});

test('no text of any length disguises or overflows', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), fc.integer({ min: 1, max: 300 }), (text, limit) => {
      const shown = plainText(text, limit);
      expect(hasDisguisingCharacters(shown)).toBe(false);
      expect(shown.length).toBeLessThanOrEqual(limit + 2);
    }),
  );
});
