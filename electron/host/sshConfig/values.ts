/** Values of ssh_config(5): times, and paths with `~`, `%` tokens and `${…}`. */
import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';

const UNIT: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds of a time like `90` or `1m30s` (sshd_config(5), TIME FORMATS); undefined when it is none. */
export function secondsOf(text: string): number | undefined {
  if (text === '' || !/^(?:\d{1,9}[smhdw]){0,8}(?:\d{1,9})?$/i.test(text)) return undefined;
  let total = 0;
  for (const [, count = '', unit = ''] of text.matchAll(/(\d+)([smhdw]?)/gi)) total += Number(count) * (UNIT[unit.toLowerCase()] ?? 1);
  return total <= 0x7fffffff ? total : undefined;
}

/** Who and where we are. */
export interface Local {
  readonly home: string;
  readonly user: string;
  /** As gethostname(2) says. */
  readonly hostName: string;
  readonly uid: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One host, for the tokens of ssh_config(5). */
export interface Target {
  readonly original: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly keyAlias: string | undefined;
}

/** HostName knows only `%h` and `%%`; undefined with another token. */
export function expandHostName(text: string, host: string): string | undefined {
  return withTokens(text, { h: host });
}

/** An absolute path; undefined when a token is unknown, a variable is not set, or it is another user's home. */
export function expandPath(text: string, local: Local, target: Target): string | undefined {
  const full = withTokens(text, {
    C: createHash('sha1').update(`${local.hostName}${target.host}${target.port}${target.user}`).digest('hex'),
    d: local.home,
    h: target.host,
    i: String(local.uid),
    k: target.keyAlias ?? target.original,
    L: local.hostName.split('.', 1)[0] ?? '',
    l: local.hostName,
    n: target.original,
    p: String(target.port),
    r: target.user,
    u: local.user,
  });
  const path = full === undefined ? undefined : withVariables(full, local.env);
  return path === undefined ? undefined : absolute(path, local);
}

/** `~` and `~me` are the home; a path that is not absolute begins there, as where a terminal opens. */
export function absolute(path: string, local: Pick<Local, 'home' | 'user'>): string | undefined {
  if (isAbsolute(path)) return path;
  if (!path.startsWith('~')) return join(local.home, path);
  const [, who = '', rest = ''] = /^~([^/\\]*)([^]*)$/.exec(path) ?? [];
  return who === '' || who === local.user ? join(local.home, rest) : undefined;
}

function withTokens(text: string, tokens: Readonly<Record<string, string>>): string | undefined {
  let known = true;
  const out = text.replaceAll(/%([^]?)/g, (_, token: string) => {
    if (token === '%') return '%';
    if (Object.hasOwn(tokens, token)) return tokens[token] ?? '';
    known = false;
    return '';
  });
  return known ? out : undefined;
}

function withVariables(text: string, env: Local['env']): string | undefined {
  let known = true;
  const out = text.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value === undefined) known = false;
    return value ?? '';
  });
  return known && !out.includes('${') ? out : undefined;
}
