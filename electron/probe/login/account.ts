/** The account of a login: id(1) of the login and of the account, and its line of passwd(5). */
import type { LoginFacts } from '../../contract/probe/login';
import { linesOf, toCount, toWord } from '../system/bounds';

interface Identity {
  readonly uid: number;
  readonly user: string;
  readonly groups: ReadonlyMap<number, string>;
}

/** `id`, then `id NAME`, then the line of passwd. */
export function parseAccount(text: string): Pick<LoginFacts, 'user' | 'uid' | 'shell' | 'groups' | 'pendingGroups'> | undefined {
  const lines = linesOf(text);
  const [login, account] = lines.flatMap((each) => identityOf(each) ?? []);
  if (login === undefined) return undefined;
  const shell = lines.flatMap((each) => /^[^:]*:[^:]*:(\d+):\d*:[^:]*:[^:]*:(\/[^:]*)$/.exec(each)?.slice(1, 3) ?? []);
  const pending = [...(account?.uid === login.uid ? account.groups : [])].filter(([gid]) => !login.groups.has(gid));
  return {
    user: login.user,
    uid: login.uid,
    shell: shell[0] === `${login.uid}` && shell[1] !== undefined ? toWord(shell[1].trim()) : undefined,
    groups: [...login.groups.values()].slice(0, 128),
    pendingGroups: pending.map(([, name]) => name).slice(0, 32),
  };
}

/** `uid=1000(a) gid=1000(a) groups=1000(a),44(video) context=…`; a name may be missing, or hold blanks where a directory server gives it. */
function identityOf(text: string): Identity | undefined {
  const [, uid, user, own, rest = ''] = /^uid=(\d+)(?:\(([^)]*)\))? gid=(\d+(?:\([^)]*\))?)(.*)$/.exec(text) ?? [];
  const number = toCount(uid);
  if (number === undefined) return undefined;
  const listed = / groups=(.*?)(?: context=.*)?$/.exec(rest)?.[1] ?? own ?? '';
  const groups = [...listed.matchAll(/(\d{1,15})(?:\(([^)]*)\))?(?:,|$)/g)];
  return {
    uid: number,
    user: toWord(user ?? `${number}`),
    groups: new Map(groups.map(([, gid = '', name]) => [Number(gid), toWord(name ?? gid)])),
  };
}
