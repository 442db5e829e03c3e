/** Takes one name's old keys out of the text of a known_hosts file and puts the new one in their place. */
import { randomBytes } from 'node:crypto';
import { hostsFor, isPlainName, keyOf, keyText, lineAt, matchesHosts, type Line } from './knownHosts';

export interface KeyEdit {
  /** As known_hosts has it, with the port. */
  readonly name: string;
  /** Keys that stand for the name no longer. */
  readonly old: readonly Buffer[];
  /** Undefined: the old keys are only taken out. */
  readonly key: Buffer | undefined;
  /** Names of new lines are hashed; one that replaces a hashed line always is. */
  readonly hash: boolean;
}

/** The first word of a new line. */
export const newHosts = (name: string, hash: boolean): string => hostsFor(name, hash || !isPlainName(name) ? randomBytes(20) : undefined);

/**
 * The text afterwards, or undefined when no line has one of the old keys for the name. The first line for this name alone becomes the
 * new key's, further ones go; out of a line for several names only this one is taken, and the new key then has a line at the end.
 */
export function editKeys(text: string, edit: KeyEdit): string | undefined {
  let [found, placed] = [false, edit.key === undefined];
  const out: string[] = [];
  for (const raw of text.split('\n')) {
    const line = lineAt(raw, 0, raw.length);
    if (line === undefined || !holds(line, edit)) {
      out.push(raw);
      continue;
    }
    found = true;
    const others = withoutName(line.hosts, edit.name);
    // Blanks, the other names and a comment stay as they are.
    if (others !== undefined) out.push(raw.replace(line.hosts, () => others));
    else if (!placed && edit.key !== undefined) {
      placed = true;
      const hosts = newHosts(edit.name, edit.hash || line.hosts.startsWith('|'));
      out.push(`${hosts} ${keyText(edit.key)}${commentOf(line)}${raw.endsWith('\r') ? '\r' : ''}`);
    }
  }
  if (!found) return undefined;
  const edited = out.join('\n');
  if (placed || edit.key === undefined) return edited;
  return `${withNewline(edited)}${newHosts(edit.name, edit.hash)} ${keyText(edit.key)}\n`;
}

/** A last line without its end would swallow what is added. */
export const withNewline = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

function holds(line: Line, { name, old }: KeyEdit): boolean {
  if (line.marker !== '' || !matchesHosts(line.hosts, name)) return false;
  const known = keyOf(line, '', 0);
  return known !== undefined && old.some((key) => key.equals(known.key));
}

/** The names of a line without this one; undefined when it then speaks of nobody. */
function withoutName(hosts: string, name: string): string | undefined {
  if (hosts.startsWith('|')) return undefined;
  const others = hosts.split(',').filter((pattern) => pattern.toLowerCase() !== name);
  if (others.every((pattern) => pattern.startsWith('!'))) return undefined;
  const left = others.join(',');
  // A pattern still covers it: it is excepted from the line (ssh_config(5), PATTERNS).
  return matchesHosts(left, name) ? `${left},!${name}` : left;
}

function commentOf(line: Line): string {
  const [, , ...words] = line.rest.trim().split(/[ \t]+/);
  return words.length === 0 ? '' : ` ${words.join(' ')}`;
}
