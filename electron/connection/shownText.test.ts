import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasDisguisingCharacters } from '../contract/text';
import { shownText } from './shownText';

test.each([
  ['plain ä€😀 text', 'plain ä€😀 text'],
  ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
  ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
  ['\u009b31m', '\\x9b31m'],
  ['a\u202eb\u2066c\u200b', 'a\\u202eb\\u2066c\\u200b'],
  ['two\nlines\tand a tab', 'two\nlines\tand a tab'],
  ['two\r\nlines, over\rwritten', 'two\nlines, over\\x0dwritten'],
])('%j is shown as %j', (text, shown) => {
  expect(shownText(text, 100)).toBe(shown);
});

test('a text is cut at its limit, and says so', () => {
  expect(shownText('12345', 5)).toBe('12345');
  expect(shownText('123456', 5)).toBe('1234…');
  expect(shownText('123\u001b', 5)).toBe('123…');
  expect(shownText('x', 0)).toBe('');
});

test('whatever comes in, nothing that steers or disguises comes out, and never more than the limit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, limit) => {
      const shown = shownText(text, limit);
      expect(shown.length).toBeLessThanOrEqual(limit);
      expect(hasDisguisingCharacters(shown.replaceAll(/[\n\t]/g, ''))).toBe(false);
    }),
  );
});
