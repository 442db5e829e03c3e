/** Who manages the host's own screen: the display manager, its graphical logins, and screen lockers of this user. */
import type { DesktopFacts } from '../../contract/probe/desktop';
import { linesOf, wordOf } from './lines';

/** Rows of xs_display_manager: `unit PATH`, `version TEXT`, `runs NAME`. */
export function parseDisplayManager(text: string): DesktopFacts['displayManager'] {
  const rows = linesOf(text);
  const of = (key: string): string | undefined => rows.find((row) => row.startsWith(`${key} `))?.slice(key.length + 1);
  const unit = of('unit')
    ?.replace(/.*\//, '')
    .replace(/\.service$/, '');
  const name = unit ?? of('runs');
  const [version] = /\d+(?:\.\w+)*/.exec(of('version') ?? '') ?? [];
  if (name === undefined || name === '') return undefined;
  return { name: wordOf(name), active: of('runs') !== undefined, ...(version === undefined ? {} : { version: wordOf(version) }) };
}

const GRAPHICAL = new Set(['x11', 'wayland', 'mir']);

/** `loginctl show-session`: blocks of KEY=VALUE with an empty line between. Nothing printed: nobody is logged in. */
export function parseSeats(text: string): DesktopFacts['seats'] {
  if (text.trim() !== '' && !/^Id=/m.test(text)) return undefined;
  const blocks = text.split(/\n{2,}/).map((block) => new Map(linesOf(block).map(pairOf)));
  return blocks
    .filter((block) => GRAPHICAL.has(block.get('Type') ?? '') && block.get('State') !== 'closing')
    .map((block) => ({
      user: wordOf(block.get('Name') ?? ''),
      type: wordOf(block.get('Type') ?? ''),
      display: wordOf(block.get('Display') ?? ''),
      greeter: block.get('Class') === 'greeter',
    }))
    .slice(0, 16);
}

function pairOf(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, Math.max(at, 0)), line.slice(at + 1)];
}

const LOCKERS = [
  'light-locker',
  'xscreensaver',
  'gnome-screensaver',
  'xfce4-screensaver',
  'mate-screensaver',
  'xss-lock',
  'i3lock',
  'swaylock',
  'kscreenlocker',
];

/** Names of processes, which the kernel cuts after 15 characters. */
export const parseLockers = (text: string): string[] =>
  LOCKERS.filter((locker) => linesOf(text).some((name) => name === locker.slice(0, 15) || name.replace(/_.*/, '') === locker)).slice(0, 8);
