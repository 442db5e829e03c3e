/** Key chords that work everywhere in the page. */
import { matches, takesText, written, type Chord } from '../base/keys';
import { showOverlay, showRail, toggleInspector, toggleRail } from '../base/layout';
import type { ShortcutGroup } from '../base/ShortcutsDialog';
import { searchHosts, showHostDialog } from '../host/store';
import { hostTexts } from '../host/texts';
import { runShortcut } from '../screen/actions';
import { chordText, shortcutOf } from '../screen/chords';
import { stepScreen, useScreens } from '../screen/store';
import { screenTexts } from '../screen/texts';
import { newDesktopHere } from './here';
import { appTexts as texts } from './texts';

interface PageChord {
  readonly chord: Chord;
  readonly does: string;
  readonly run: () => void;
}

/** Its place has to be there first. */
function findHost(): void {
  showRail();
  searchHosts();
}

const CHORDS: readonly PageChord[] = [
  { chord: { key: 'k', mod: true }, does: texts.palette, run: () => showOverlay('palette') },
  { chord: { key: '?' }, does: texts.shortcuts, run: () => showOverlay('shortcuts') },
  { chord: { key: 'n', mod: true }, does: texts.addHost, run: () => showHostDialog({ kind: 'add' }) },
  { chord: { key: 'f', mod: true }, does: hostTexts.find, run: findHost },
  { chord: { key: 'd', mod: true }, does: texts.newDesktop, run: newDesktopHere },
  { chord: { key: 'Tab', ctrl: true }, does: texts.nextTab, run: () => stepScreen(1) },
  { chord: { key: 'Tab', ctrl: true, shift: true }, does: texts.previousTab, run: () => stepScreen(-1) },
  { chord: { key: 'b', mod: true }, does: texts.rail, run: toggleRail },
  { chord: { key: 'j', mod: true }, does: texts.inspector, run: toggleInspector },
];

export const PALETTE_KEYS = (): string => written({ key: 'k', mod: true });

/** A dialog that is open has the keyboard to itself. */
const dialogOpen = (): boolean => document.querySelector('dialog[open]') !== null;

function onPageKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || dialogOpen()) return;
  const { active } = useScreens.getState();
  const shortcut = shortcutOf(event);
  if (shortcut !== undefined && active !== undefined) {
    event.preventDefault();
    return runShortcut(active, shortcut);
  }
  const known = CHORDS.find(({ chord }) => matches(event, chord));
  if (known === undefined || (known.chord.key === '?' && takesText(event.target))) return undefined;
  event.preventDefault();
  return known.run();
}

export function followKeys(): void {
  document.addEventListener('keydown', onPageKey);
}

export function shortcutGroups(): readonly ShortcutGroup[] {
  const { shortcuts } = screenTexts;
  return [
    { title: texts.general, shortcuts: CHORDS.map(({ chord, does }) => ({ does, keys: written(chord) })) },
    {
      title: shortcuts.title,
      shortcuts: [
        { does: shortcuts.release, keys: chordText('release') },
        { does: shortcuts.fullScreen, keys: chordText('full-screen') },
        { does: shortcuts.viewOnly, keys: chordText('view-only') },
        { does: shortcuts.ctrlAltDel, keys: chordText('ctrl-alt-del') },
        { does: shortcuts.refresh, keys: chordText('refresh') },
        { does: shortcuts.check, keys: chordText('check') },
      ],
    },
    {
      title: texts.lists,
      shortcuts: [
        { does: texts.move, keys: '↑ ↓ Home End' },
        { does: texts.moveHost, keys: 'Alt-↑ Alt-↓' },
        { does: texts.selectHost, keys: 'Space' },
        { does: texts.selectRange, keys: 'Shift-Space' },
        { does: texts.contextMenu, keys: 'Shift-F10' },
        { does: texts.closeTab, keys: 'Delete' },
      ],
    },
  ];
}
