/** What becomes of a user's processes after the last logout: lingering, and KillUserProcesses of logind.conf(5). */
import type { SystemFacts } from '../../contract/probe/system';
import { linesOf } from './bounds';

interface Setting {
  readonly rank: string;
  readonly name: string;
  readonly value: string;
  /** Shipped files show the compiled-in value as a comment. */
  readonly comment: boolean;
}

/** `user NAME`, `linger yes|no`, then `FILE:LINE` for each setting. */
export function parseLogind(text: string): Pick<SystemFacts, 'linger' | 'killUserProcesses'> | undefined {
  const linger = /^linger (yes|no)$/m.exec(text)?.[1];
  if (linger === undefined) return undefined;
  const user = /^user (\S{1,100})$/m.exec(text)?.[1] ?? '';
  const settings = linesOf(text).flatMap((each) => settingOf(each) ?? []);
  const value = (name: string): string | undefined => {
    const of = settings.filter((setting) => setting.name === name);
    const set = of.filter(({ comment }) => !comment).toSorted((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
    return (set.at(-1) ?? of[0])?.value;
  };
  const users = (name: string): readonly string[] => (value(name) ?? '').split(/\s+/).filter((each) => each !== '');
  const kill = /^(yes|true|on|1)$/i.test(value('UserProcesses') ?? '');
  const only = users('OnlyUsers');
  const spared = (value('ExcludeUsers') === undefined ? ['root'] : users('ExcludeUsers')).includes(user);
  return { linger: linger === 'yes', killUserProcesses: kill && !spared && (only.length === 0 || only.includes(user)) };
}

/** Later files win: the main file, then drop-ins by name whatever their directory (logind.conf(5)). */
function settingOf(text: string): Setting | undefined {
  const [, file, hash, name, value] = /^(\/[^:]{1,200}):\s*(#?)\s*Kill(UserProcesses|OnlyUsers|ExcludeUsers)\s*=\s*(.*)$/.exec(text) ?? [];
  if (file === undefined || name === undefined) return undefined;
  const layer = file.startsWith('/etc/') ? 2 : file.startsWith('/run/') ? 1 : 0;
  const dropIn = /\.d\/([^/]+)$/.exec(file)?.[1];
  return { rank: dropIn === undefined ? `0 ${layer}` : `1 ${dropIn} ${layer}`, name, value: (value ?? '').trim(), comment: hash === '#' };
}
