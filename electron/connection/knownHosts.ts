/** Reads OpenSSH's known_hosts format and finds the lines that speak of a host (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
import { createHash, createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';

export interface KnownKey {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  readonly type: string;
  /** The public key as it travels. */
  readonly key: Buffer;
}

/** A name beyond ASCII in the form that the network knows (RFC 3492), which also cannot look like another one. */
export const networkName = (address: string): string =>
  // oxlint-disable-next-line no-control-regex
  /^[\u0000-\u007f]*$/.test(address) ? address.toLowerCase() : domainToASCII(address) || address.toLowerCase();

/** The name under which OpenSSH keeps a host: the port only when it is not 22. */
export const knownName = (address: string, port: number): string =>
  port === 22 ? networkName(address) : `[${networkName(address)}]:${port}`;

/** `SHA256:…`, as ssh-keygen -l shows it. */
export const fingerprintOf = (key: Buffer): string => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/** The type that a public key carries inside; undefined when it is no key. */
export function typeOf(key: Buffer): string | undefined {
  if (key.length < 4) return undefined;
  const length = key.readUInt32BE(0);
  return length > 0 && length <= 64 && 4 + length < key.length ? key.toString('latin1', 4, 4 + length) : undefined;
}

/** ED25519, ECDSA, RSA: as ssh and ssh-keygen name them to people. */
export const shortType = (type: string): string =>
  type.replace(/^ssh-|^ecdsa-sha2-nistp\d+$/, (prefix) => (prefix === 'ssh-' ? '' : 'ecdsa')).toUpperCase();

/** Every line of `text` for one of `names`, by name. A line that is not understood is skipped, as ssh does. `before`: lines of the file before the text. */
export function findKnownKeys(text: string, file: string, names: readonly string[], before = 0): ReadonlyMap<string, readonly KnownKey[]> {
  const found = new Map<string, KnownKey[]>(names.map((name) => [name, []]));
  let number = before;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    number += 1;
    const line = lineAt(text, start, end);
    start = end + 1;
    if (line === undefined) continue;
    const hits = names.filter((name) => matchesHosts(line.hosts, name));
    const known = hits.length === 0 ? undefined : keyOf(line, file, number);
    if (known !== undefined) for (const name of hits) found.get(name)?.push(known);
  }
  return found;
}

/** Whether a file hashes its names, so that new lines should too. */
export const hashesNames = (text: string): boolean => /^[ \t]*\|1\|/m.test(text);

/** A line of known_hosts. `salt`: 20 random bytes to hash the name with. */
export function knownLine(address: string, port: number, key: Buffer, salt?: Buffer): string {
  return `${hostsFor(knownName(address, port), salt)} ${keyText(key)}`;
}

/** The first word of a line for this name alone; hashed with `salt`. */
export const hostsFor = (name: string, salt?: Buffer): string =>
  salt === undefined ? name : `|1|${salt.toString('base64')}|${hashName(name, salt).toString('base64')}`;

/** Whether a name can stand in a line as it is: an alias can be any text. */
export const isPlainName = (name: string): boolean => !/^[#@|]|[\s,*?!]/.test(name);

/** The rest of a line: `type base64`. */
export const keyText = (key: Buffer): string => `${typeOf(key) ?? ''} ${key.toString('base64')}`;

/** A line that may speak of hosts, taken apart. */
export interface Line {
  readonly marker: string;
  readonly hosts: string;
  readonly rest: string;
}

/** Undefined for a comment and an empty line. */
export function lineAt(text: string, start: number, end: number): Line | undefined {
  const from = skipBlank(text, start, end);
  const first = text.charCodeAt(from);
  // A comment, an empty line, or one that ends in CR alone.
  if (from >= end || first === 0x23 || first === 0x0d) return undefined;
  const wordEnd = blankAfter(text, from, end);
  const word = text.slice(from, wordEnd);
  if (!word.startsWith('@')) return { marker: '', hosts: word, rest: text.slice(wordEnd, end) };
  const hostsFrom = skipBlank(text, wordEnd, end);
  const hostsEnd = blankAfter(text, hostsFrom, end);
  return { marker: word, hosts: text.slice(hostsFrom, hostsEnd), rest: text.slice(hostsEnd, end) };
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;

function skipBlank(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function blankAfter(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

const MARKERS: Record<string, KnownKey['marker']> = { '': 'none', '@revoked': 'revoked', '@cert-authority': 'cert-authority' };

/** Undefined when there is no key in the line that we understand. */
export function keyOf(line: Line, file: string, number: number): KnownKey | undefined {
  const marker = Object.hasOwn(MARKERS, line.marker) ? MARKERS[line.marker] : undefined;
  const [type = '', coded = ''] = line.rest.trim().split(/[ \t]+/, 2);
  if (marker === undefined || !/^[A-Za-z0-9+/]{4,20000}={0,2}$/.test(coded)) return undefined;
  const key = Buffer.from(coded, 'base64');
  return typeOf(key) === type ? { file, line: number, marker, type, key } : undefined;
}

/** Whether the first word of a line speaks of `name` (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export function matchesHosts(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return matchesHash(hosts, name);
  let hit = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (!matchesPattern(negated ? pattern.slice(1) : pattern, name)) continue;
    // One negated match outweighs all others (ssh_config(5), PATTERNS).
    if (negated) return false;
    hit = true;
  }
  return hit;
}

const hashName = (name: string, salt: Buffer): Buffer => createHmac('sha1', salt).update(name).digest();

function matchesHash(hosts: string, name: string): boolean {
  const [, version, salt = '', hash = '', ...more] = hosts.split('|');
  if (version !== '1' || more.length > 0 || salt.length !== 28) return false;
  return hashName(name, Buffer.from(salt, 'base64')).toString('base64') === hash;
}

/** `*` and `?`, in time that grows with the product of both lengths at most. */
function matchesPattern(pattern: string, name: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === name;
  let [p, n, star, mark] = [0, 0, -1, 0];
  while (n < name.length) {
    if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n]) && pattern[p] !== '*') {
      p += 1;
      n += 1;
    } else if (pattern[p] === '*') {
      star = p;
      mark = n;
      p += 1;
    } else if (star >= 0) {
      p = star + 1;
      mark += 1;
      n = mark;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}
