/** The locks and sockets of X displays, and which of them nobody holds any more (knowledge D18). */
import type { XLock } from '../../contract/probe/desktop';
import { countOf, linesOf, wordOf } from './lines';
import { isXServer } from './xServers';

interface Row {
  readonly display: number;
  readonly path: string;
  readonly owner: string;
  own: boolean;
  alive: boolean;
  pid?: number;
}

/** Rows of xs_sockets. A socket is alive when somebody listens on it. */
export function parseSockets(text: string): XLock[] {
  const rows = readRows(text, /^\/tmp\/\.X11-unix\/X(\d{1,5})$/, (row, key) => {
    if (key === 'listens' || key === 'answers') row.alive = true;
  });
  return rows.map((row): XLock => ({ ...row, kind: 'socket' })).slice(0, 64);
}

/** Rows of xs_locks. A lock is alive when its process is an X server, or when its display's socket is: the pid of a container's is another. */
export function parseLocks(text: string, sockets: readonly XLock[]): XLock[] {
  const rows = readRows(text, /^\/tmp\/\.X(\d{1,5})-lock$/, (row, key, rest) => {
    const pid = key === 'pid' ? countOf(rest) : undefined;
    if (pid !== undefined) row.pid = pid;
    const [, state, name] = /^(\S) (.*)$/.exec(key === 'runs' ? rest : '') ?? [];
    if (name !== undefined && isXServer(name) && state !== 'Z' && state !== 'X') row.alive = true;
  });
  for (const row of rows) row.alive ||= sockets.some(({ display, alive }) => alive && display === row.display);
  return rows.map((row): XLock => ({ ...row, kind: 'lock' })).slice(0, 64);
}

/** `PATH OWNER` begins a row; `KEY PATH ...` adds to one. */
function readRows(text: string, paths: RegExp, add: (row: Row, key: string, rest: string) => void): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const line of linesOf(text)) {
    const [first = '', second = '', ...rest] = line.split(' ');
    const display = countOf(paths.exec(first)?.[1]);
    if (display !== undefined) rows.set(first, { display, path: first, owner: wordOf(second), own: false, alive: false });
    const row = rows.get(second);
    if (row === undefined) continue;
    if (first === 'own') row.own = true;
    else add(row, first, rest.join(' '));
  }
  return [...rows.values()];
}
