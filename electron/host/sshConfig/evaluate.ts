/** What the files say about one host: ssh_config(5)'s rules, in which the first value wins. Nothing is ever run. */
import type { ReadFile } from './files';
import type { Condition, Criterion, Setting } from './parse';
import { matchesList, matchesPattern } from './patterns';
import { expandHostName } from './values';

export interface Query {
  readonly alias: string;
  /** Given by a jump specification, so that the files' own does not count. */
  readonly user?: string;
  readonly port?: number;
}

export interface Value extends Pick<Setting, 'keyword' | 'raw' | 'args' | 'line'> {
  readonly file: string;
}

export interface Evaluation {
  /** By keyword in lower case; several only where ssh_config(5) collects them. */
  readonly values: ReadonlyMap<string, readonly Value[]>;
  /** A Host line names the alias without wildcards. */
  readonly named: boolean;
  /** The first setting that applies and cannot be understood. */
  readonly fault?: string;
}

const COLLECTED = new Set(['identityfile', 'certificatefile', 'localforward', 'remoteforward', 'dynamicforward', 'sendenv', 'setenv']);
/** Values of one keyword; SSH_MAX_IDENTITY_FILES of OpenSSH. */
const COLLECTED_LIMIT = 100;
const asFlag = (value: string | undefined): boolean => value !== undefined && /^(?:yes|true|always)$/i.test(value);

export function evaluate(roots: readonly ReadFile[], query: Query, localUser: string): Evaluation {
  const values = new Map<string, Value[]>();
  let fault: string | undefined;
  let named = false;
  let host = query.alias;
  let final = false;

  const first = (keyword: string): string | undefined => values.get(keyword)?.[0]?.args[0];
  const nameNow = (): string => {
    const given = first('hostname');
    return (final || given === undefined ? undefined : expandHostName(given, query.alias)) ?? host;
  };

  function holds(condition: Condition): boolean {
    switch (condition.kind) {
      case 'always':
        return true;
      case 'never':
        return false;
      case 'host': {
        let any = false;
        for (const { text, negated, wild } of condition.patterns) {
          if (wild ? !matchesPattern(host, text) : host !== text) continue;
          if (negated) return false;
          any = true;
          if (!wild && !final) named = true;
        }
        return any;
      }
      case 'match':
        return condition.criteria.every((criterion) => meets(criterion) !== criterion.negated);
    }
  }

  function meets({ name, value }: Criterion): boolean {
    switch (name) {
      case 'all':
        return true;
      case 'final':
      case 'canonical':
        return final;
      case 'host':
        return matchesList(nameNow().toLowerCase(), value, { lowerCase: true });
      case 'originalhost':
        return matchesList(query.alias.toLowerCase(), value, { lowerCase: true });
      case 'user':
        return matchesList(query.user ?? first('user') ?? localUser, value);
      case 'localuser':
        return matchesList(localUser, value);
    }
  }

  function apply(setting: Setting, file: string): void {
    const { keyword } = setting;
    if (setting.fault !== undefined) fault ??= `${file}, line ${setting.line}: ${setting.fault}`;
    // readconf.c, parse_jump() and oProxyCommand: whichever comes first shuts out the other.
    if (keyword === 'proxyjump' && values.has('proxycommand')) return;
    if (keyword === 'proxycommand' && values.has('proxyjump')) return;
    const before = values.get(keyword);
    if (before !== undefined && (!COLLECTED.has(keyword) || before.length >= COLLECTED_LIMIT)) return;
    if (before?.some((each) => each.raw === setting.raw) === true) return;
    values.set(keyword, [...(before ?? []), { keyword, raw: setting.raw, args: setting.args, line: setting.line, file }]);
  }

  function walk(file: ReadFile): void {
    for (const { condition, items } of file.sections) {
      if (!holds(condition)) continue;
      for (const item of items) {
        if (item.kind === 'setting') apply(item, file.path);
        else item.files.forEach(walk);
      }
    }
  }

  roots.forEach(walk);
  if (asFlag(first('canonicalizehostname')) || roots.some(wantsFinal)) {
    host = nameNow().toLowerCase();
    final = true;
    roots.forEach(walk);
  }
  return { values, named, ...(fault === undefined ? {} : { fault }) };
}

const finals = new WeakMap<ReadFile, boolean>();

/** ssh_config(5), Match final: where it stands anywhere, the files are read twice. */
function wantsFinal(file: ReadFile): boolean {
  const known = finals.get(file);
  if (known !== undefined) return known;
  const wants = file.sections.some(
    ({ condition, items }) =>
      (condition.kind === 'match' && condition.criteria.some(({ name }) => name === 'final')) ||
      items.some((item) => item.kind === 'included' && item.files.some(wantsFinal)),
  );
  finals.set(file, wants);
  return wants;
}
