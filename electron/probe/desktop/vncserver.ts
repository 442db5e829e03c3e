/** The starters of X proxies: which `vncserver` this login gets, and the start file that the user wrote for desktops. */
import type { DesktopFacts } from '../../contract/probe/desktop';
import { linesOf, wordOf } from './lines';

/** Its maker, its path, and what that resolves to. */
export function parseVncserver(text: string): DesktopFacts['vncserverCommand'] {
  const [maker, path] = linesOf(text);
  if (maker !== 'turbovnc' && maker !== 'tigervnc' && maker !== 'other') return undefined;
  return path?.startsWith('/') === true ? { path: wordOf(path), of: maker } : undefined;
}

/** `file executable|plain PATH`, then its lines behind a tab. Of several, the first that cannot start a desktop. */
export function parseXstartup(text: string): DesktopFacts['xstartup'] {
  const files: { path: string; executable: boolean; starts: boolean }[] = [];
  for (const line of linesOf(text)) {
    const [, mode, path] = /^file (executable|plain) (\/.*)$/.exec(line) ?? [];
    if (path !== undefined) files.push({ path: wordOf(path), executable: mode === 'executable', starts: false });
    const last = files.at(-1);
    if (last !== undefined && line.startsWith('\t') && isCommand(line.trim())) last.starts = true;
  }
  return files.find(({ executable, starts }) => !executable || !starts) ?? files[0];
}

/** Not a comment, and not a line that only prepares. */
const isCommand = (line: string): boolean => line !== '' && !/^(#|:$|(unset|export|umask|set|cd|exit)\b|[A-Za-z_]\w*=\S*$)/.test(line);
