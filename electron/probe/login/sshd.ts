/**
 * What sshd lets this login do, by sshd_config(5): of each keyword the first value counts, in the order of Include. Only what stands before
 * the first Match counts here: whether a Match block applies cannot be told from outside; one in an included file ends with that file.
 */
import type { LoginFacts } from '../../contract/probe/login';
import { linesOf, toCount, toWord } from '../system/bounds';

type Sshd = NonNullable<LoginFacts['sshd']>;
type Values = Map<string, readonly string[]>;

interface Files {
  readonly lines: ReadonlyMap<string, readonly string[]>;
  /** Included files in the order of the shell's globbing, and those that this login may not read. */
  readonly parts: readonly string[];
  readonly closed: ReadonlySet<string>;
}

/** `config FILE`, `part FILE` and `closed FILE` for what it includes, then `FILE:LINE` a line. Undefined when it cannot be read. */
export function parseSshd(text: string): Sshd | undefined {
  const lines = linesOf(text);
  const named = (kind: string): readonly string[] =>
    lines.flatMap((each) => (each.startsWith(`${kind} `) ? [each.slice(kind.length + 1)] : []));
  const [config] = named('config');
  if (config === undefined) return undefined;
  const parts = lines.flatMap((each) => /^(?:part|closed) (.*)$/.exec(each)?.[1] ?? []);
  const of = (file: string) => lines.flatMap((each) => (each.startsWith(`${file}:`) ? [each.slice(file.length + 1)] : []));
  const files = { lines: new Map([config, ...parts].map((file) => [file, of(file)])), parts, closed: new Set(named('closed')) };
  const values: Values = new Map();
  collect(config, files, values, 0);
  return settingsOf(values);
}

/** False when the rest cannot be known: a file that may not be read could have set anything. */
function collect(file: string, files: Files, values: Values, depth: number): boolean {
  for (const each of files.lines.get(file) ?? []) {
    const [keyword = '', ...args] = wordsOf(each);
    if (keyword === 'match') return true;
    if (keyword !== 'include') {
      if (!values.has(keyword)) values.set(keyword, args);
      continue;
    }
    for (const part of args.flatMap((pattern) => files.parts.filter((path) => matches(pattern, path)))) {
      // cloud-init writes nothing but PasswordAuthentication there, and keeps it from users.
      if (files.closed.has(part) && !part.endsWith('/50-cloud-init.conf')) return false;
      if (depth < 3 && part !== file && !collect(part, files, values, depth + 1)) return false;
    }
  }
  return true;
}

/** The keyword in small letters, and its arguments: separated by blanks or one `=`, perhaps quoted, up to a comment. */
function wordsOf(text: string): readonly string[] {
  const words = [...text.replace(/^(\s*[A-Za-z]+)\s*=/, '$1 ').matchAll(/"([^"]*)"|([^\s"]+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
  const comment = words.findIndex((word) => word.startsWith('#'));
  const [keyword = '', ...args] = comment < 0 ? words : words.slice(0, comment);
  return [keyword.toLowerCase(), ...args];
}

const absolute = (path: string): string => (path.startsWith('/') ? path : `/etc/ssh/${path}`);

/** glob(7) without classes; what is not a pattern is a path. */
function matches(pattern: string, path: string): boolean {
  const source = absolute(pattern.slice(0, 250))
    .replaceAll(/[.+^${}()|\\[\]]/g, String.raw`\$&`)
    .replaceAll(/\*+/g, '[^/]*')
    .replaceAll('?', '[^/]');
  return absolute(pattern) === absolute(path) || new RegExp(`^${source}$`).test(absolute(path));
}

function settingsOf(values: Values): Sshd {
  const first = (keyword: string): string | undefined => values.get(keyword)?.[0];
  const flag = (keyword: string): boolean | undefined =>
    ({ yes: true, true: true, no: false, false: false })[first(keyword)?.toLowerCase() ?? ''];
  const command = first('forcecommand');
  return {
    allowTcpForwarding: forwarding(first('allowtcpforwarding')),
    allowStreamLocalForwarding: forwarding(first('allowstreamlocalforwarding')),
    disableForwarding: flag('disableforwarding'),
    permitOpen: values.get('permitopen')?.map(toWord).slice(0, 16),
    maxSessions: toCount(first('maxsessions')),
    maxStartups: first('maxstartups') === undefined ? undefined : toWord(first('maxstartups') ?? ''),
    clientAliveInterval: seconds(first('clientaliveinterval')),
    forceCommand: command === undefined ? undefined : command.toLowerCase() !== 'none',
  };
}

function forwarding(value: string | undefined): Sshd['allowTcpForwarding'] {
  const word = value?.toLowerCase();
  if (word === 'yes' || word === 'true' || word === 'all') return 'yes';
  if (word === 'no' || word === 'false') return 'no';
  return word === 'local' || word === 'remote' ? word : undefined;
}

/** Time formats of sshd_config(5): 90, 90s, 1m30s, 2h. */
function seconds(value: string | undefined): number | undefined {
  if (value === undefined || !/^(\d{1,6}[smhdw]?){1,5}$/i.test(value)) return undefined;
  const unit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
  return [...value.toLowerCase().matchAll(/(\d+)([smhdw]?)/g)].reduce(
    (sum, [, number, name]) => sum + Number(number) * (unit[name ?? ''] ?? 1),
    0,
  );
}
