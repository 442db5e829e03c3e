/** The home of a login, the files there that desktops need, and XDG_RUNTIME_DIR. */
import type { HomeFile, LoginFacts } from '../../contract/probe/login';
import { linesOf, toWord } from '../system/bounds';

const KINDS: Readonly<Record<string, HomeFile['kind']>> = {
  'regular file': 'file',
  'regular empty file': 'file',
  directory: 'directory',
  'symbolic link': 'link',
};

/** `home PATH`, `runtime ok|bad PATH`, `may ow PATH` (own, writable) and `MODE|UID|TYPE|OWNER|PATH` (stat) a line. */
export function parseHome(text: string): Pick<LoginFacts, 'home' | 'homeFiles' | 'runtimeDir'> | undefined {
  const lines = linesOf(text);
  const path = lines.flatMap((each) => /^home (\/.*)$/.exec(each)?.[1] ?? [])[0];
  if (path === undefined) return undefined;
  const may = new Map(
    lines.flatMap((each) => {
      const [, own, writable, file] = /^may ([o-])([w-]) (\/.*)$/.exec(each) ?? [];
      return file === undefined ? [] : [[file, { own: own === 'o', writable: writable === 'w' }] as const];
    }),
  );
  const files = lines.flatMap((each) => {
    const [, mode = '', uid = '', type = '', owner = '', file = ''] = /^([0-7]{1,5})\|(\d+)\|([^|]*)\|([^|]*)\|(\/.*)$/.exec(each) ?? [];
    const own = may.get(file);
    return own === undefined
      ? []
      : [{ file, mode, owner: /^(UNKNOWN)?$/.test(owner) ? uid : owner, kind: KINDS[type] ?? ('other' as const), ...own }];
  });
  const home = files.find(({ file }) => file === path);
  const [, usable, runtime] = lines.flatMap((each) => [...(/^runtime (ok|bad) (.*)$/.exec(each) ?? [])]);
  return {
    home: {
      path: toWord(path),
      exists: home?.kind === 'directory' || home?.kind === 'link',
      writable: home?.writable ?? false,
      own: home?.own ?? false,
    },
    homeFiles: files
      .filter(({ file }) => file.startsWith(`${path}/`))
      .map(({ file, owner, ...rest }) => ({ path: toWord(`~${file.slice(path.length)}`), owner: toWord(owner), ...rest }))
      .slice(0, 64),
    runtimeDir: runtime === undefined ? undefined : { path: toWord(runtime), usable: usable === 'ok' },
  };
}
