/** TurboVNC's chords, which operators know: the same in a desktop and in the page around it. */
import type { Shortcut } from '../../electron/contract/screen';
import { matches, written, type Chord } from '../base/keys';

const withAll = (key: string): Chord => ({ key, ctrl: true, alt: true, shift: true });

export const CHORDS: Readonly<Record<Shortcut, Chord>> = {
  'full-screen': withAll('f'),
  'view-only': withAll('v'),
  'ctrl-alt-del': withAll('d'),
  release: withAll('g'),
  refresh: withAll('r'),
  check: withAll('c'),
};

export const chordText = (shortcut: Shortcut): string => written(CHORDS[shortcut]);

const SHORTCUTS: readonly Shortcut[] = ['full-screen', 'view-only', 'ctrl-alt-del', 'release', 'refresh', 'check'];

export const shortcutOf = (event: KeyboardEvent): Shortcut | undefined => SHORTCUTS.find((shortcut) => matches(event, CHORDS[shortcut]));
