/** Lines of start-up files that change desktops: GL libraries put in front, conda, and what prints where no one reads. */
import type { StartUpLine } from '../../contract/probe/login';
import { linesOf, toCount, toLine, toWord } from '../system/bounds';

/** A variable that gets a value; an alias sets nothing, and an empty value takes something away. */
const sets = (name: string): RegExp => new RegExp(`(?:^|[\\s;&])${name}\\s*=\\s*(?!["']{2}|$)[^\\s;]`);

const KINDS: readonly (readonly [StartUpLine['kind'], RegExp])[] = [
  ['tvnc-vglrun', sets('TVNC_VGLRUN')],
  ['ld-preload', sets('LD_PRELOAD')],
  ['vgl-display', sets('VGL_DISPLAY')],
  ['conda', /conda|mamba|miniforge/],
];

/** `FILE:NUMBER:LINE` a line (grep -nH), then `prints` and pairs of a number and a line of ~/.bashrc (sed =;p). */
export function parseStartUpFiles(text: string): StartUpLine[] {
  const lines = linesOf(text);
  const end = lines.indexOf('prints');
  const found = lines.slice(0, end < 0 ? lines.length : end).flatMap((each) => {
    const [, path, number, said = ''] = /^([^:]{1,200}):(\d{1,6}):(.*)$/.exec(each) ?? [];
    const kind = /^\s*alias\s/.test(said) ? undefined : KINDS.find(([, pattern]) => pattern.test(said))?.[0];
    return path === undefined || kind === undefined ? [] : [{ path: pathOf(path), line: Number(number), kind, text: toLine(said) }];
  });
  const printing = end < 0 ? [] : lines.slice(end + 1);
  const prints = printing.flatMap((each, index) => {
    const number = index % 2 === 0 ? toCount(each) : undefined;
    const said = printing[index + 1];
    return number === undefined || said === undefined
      ? []
      : [{ path: '~/.bashrc', line: number, kind: 'prints' as const, text: toLine(said) }];
  });
  return [...found, ...prints].slice(0, 32);
}

const pathOf = (path: string): string => toWord(path.startsWith('/') ? path : `~/${path}`);

/** Where a login shell finds dbus-launch and dbus-daemon, first one first; start-up files may print before. */
export const parseLoginPath = (text: string): string[] =>
  linesOf(text)
    .filter((each) => /^\/\S*\/dbus-(launch|daemon)$/.test(each) && each.length < 250)
    .slice(0, 8);
