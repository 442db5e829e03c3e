/** The running desktops of this user: who draws their windows, who may enter, and what their programs have around them. */
import type { DesktopState } from '../../contract/probe/desktop';
import { countOf, linesOf, wordOf } from './lines';
import type { VncFiles } from './vncFiles';

/** What else says which sessions are known. */
export interface Lists {
  /** Pid files; undefined when they could not be read. */
  readonly files: VncFiles | undefined;
  /** Displays of TurboVNC's own list. */
  readonly turbovnc: readonly number[] | undefined;
}

type Seen = { -readonly [Key in keyof DesktopState]: DesktopState[Key] };

/** Rows of desk_states; what is said of a display that runs no desktop of this user is skipped. */
export function parseDesktopState(text: string, lists: Lists): DesktopState[] {
  const desktops = new Map<number, Seen>();
  const rows = linesOf(text).map((line) => line.split(' '));
  for (const [key, displayText, pidText, , noted] of rows) {
    const [display, pid] = [countOf(displayText), countOf(pidText)];
    if (key !== 'desktop' || display === undefined || pid === undefined) continue;
    desktops.set(display, { display, pid, unlisted: noted !== 'noted' && !isListed(display, pid, lists) });
  }
  for (const [key = '', displayText, what = '', ...rest] of rows) {
    const desktop = desktops.get(countOf(displayText) ?? -1);
    if (desktop !== undefined) read(desktop, key, what, rest.join(' '));
  }
  return [...desktops.values()].slice(0, 32);
}

const isListed = (display: number, pid: number, { files, turbovnc }: Lists): boolean =>
  turbovnc?.includes(display) === true ||
  (files?.files.some((file) => file.host === files.host && file.display === display && file.pid === pid) ?? true);

function read(desktop: Seen, key: string, what: string, rest: string): void {
  if (key === 'manager') desktop.windowManager = what === 'yes';
  if (key === 'access' && /^(open|closed)$/.test(what)) desktop.openToOthers = what === 'open';
  if (key !== 'in') return;
  // It has programs, so what none of them has is missing.
  desktop.preloadsVirtualgl ??= false;
  desktop.dbus ??= false;
  if (what === 'vgl') desktop.preloadsVirtualgl = true;
  if (what === 'dbus') desktop.dbus = true;
  // Of several, the one that does not work.
  const usable = what === 'usable';
  if ((usable || what === 'unusable') && desktop.runtimeDir?.usable !== false) desktop.runtimeDir = { path: wordOf(rest), usable };
}
