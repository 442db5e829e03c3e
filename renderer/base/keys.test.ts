import { describe, expect, test } from 'vitest';
import { matches, written } from './keys';

const press = (key: string, code: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('matches', () => {
  const palette = { key: 'k', mod: true };
  test('Mod is Ctrl, and Command on a Mac', () => {
    expect(matches(press('k', 'KeyK', { ctrlKey: true }), palette, false)).toBe(true);
    expect(matches(press('k', 'KeyK', { metaKey: true }), palette, true)).toBe(true);
    expect(matches(press('k', 'KeyK', { ctrlKey: true }), palette, true)).toBe(false);
  });

  test('a further modifier makes another chord', () => {
    expect(matches(press('K', 'KeyK', { ctrlKey: true, shiftKey: true }), palette, false)).toBe(false);
  });

  test('a letter counts by its place where the layout writes something else', () => {
    const chord = { key: 'f', ctrl: true, alt: true, shift: true };
    expect(matches(press('ф', 'KeyF', { ctrlKey: true, altKey: true, shiftKey: true }), chord, false)).toBe(true);
  });

  test('“?” counts with and without Shift', () => {
    expect(matches(press('?', 'Slash', { shiftKey: true }), { key: '?' }, false)).toBe(true);
    expect(matches(press('?', 'Minus'), { key: '?' }, false)).toBe(true);
  });
});

test('chords are written as on the keyboard', () => {
  expect(written({ key: 'k', mod: true }, false)).toBe('Ctrl-K');
  expect(written({ key: 'k', mod: true }, true)).toBe('⌘-K');
  expect(written({ key: 'Tab', ctrl: true, shift: true }, false)).toBe('Ctrl-Shift-Tab');
});
