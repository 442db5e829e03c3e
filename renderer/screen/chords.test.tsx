import { expect, test } from 'vitest';
import { Shortcut } from '../../electron/contract/screen';
import { CHORDS, chordText } from './chords';

test('every shortcut has a chord of its own, with all three modifiers: no program in a desktop uses it', () => {
  expect(Object.keys(CHORDS).toSorted()).toEqual([...Shortcut.options].toSorted());
  expect(new Set(Object.values(CHORDS).map(({ key }) => key)).size).toBe(Shortcut.options.length);
  for (const chord of Object.values(CHORDS)) expect(chord).toMatchObject({ ctrl: true, alt: true, shift: true });
  expect(chordText('full-screen')).toBe('Ctrl-Alt-Shift-F');
});
