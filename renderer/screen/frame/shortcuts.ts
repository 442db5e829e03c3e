/** Catches the page's chords before noVNC sees them: they never reach the desktop. */
import type { Shortcut } from '../../../electron/contract/screen';
import { shortcutOf } from '../chords';

export function catchShortcuts(target: Window, caught: (shortcut: Shortcut) => void): void {
  target.addEventListener(
    'keydown',
    (event) => {
      const shortcut = shortcutOf(event);
      if (shortcut === undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!event.repeat) caught(shortcut);
    },
    { capture: true },
  );
}
