/** Key chords of the page: how they are matched, and how they are written. */
export const onMac = (): boolean => /Mac/.test(navigator.userAgent);

/** `Mod` is Ctrl, or Command on a Mac. Keys are named as in KeyboardEvent.key or .code. */
export interface Chord {
  readonly key: string;
  readonly mod?: boolean;
  readonly ctrl?: boolean;
  readonly alt?: boolean;
  readonly shift?: boolean;
}

interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** With Alt or Shift held, `key` is what the layout makes of it: then the place of the key counts. */
export function matches(event: Pressed, chord: Chord, mac = onMac()): boolean {
  const letter = chord.key.length === 1 && /[a-z]/i.test(chord.key);
  const same = letter ? event.code === `Key${chord.key.toUpperCase()}` : event.key === chord.key;
  const ctrl = chord.ctrl === true || (chord.mod === true && !mac);
  const meta = chord.mod === true && mac;
  // “?” needs Shift on some layouts and not on others.
  const shiftFits = chord.key === '?' || event.shiftKey === (chord.shift === true);
  return same && event.ctrlKey === ctrl && event.metaKey === meta && event.altKey === (chord.alt === true) && shiftFits;
}

export function written(chord: Chord, mac = onMac()): string {
  const parts = [
    chord.mod === true ? (mac ? '⌘' : 'Ctrl') : chord.ctrl === true && 'Ctrl',
    chord.alt === true && 'Alt',
    chord.shift === true && 'Shift',
    chord.key.length === 1 ? chord.key.toUpperCase() : chord.key,
  ];
  return parts.filter((part) => part !== false).join('-');
}

/** Whether what is typed there is text and no command. */
export function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
