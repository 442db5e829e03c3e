/** Entries of a log as lines of text, and which of them match what is looked for. Pure. */
import type { Host } from '../../electron/contract/host';
import type { LogEntry } from '../../electron/contract/log';
import { connectionTexts as texts } from './texts';

/** Entries that the page holds of one host. */
export const MOST_ENTRIES = 5000;

export type LevelFilter = 'all' | 'warn' | 'error';

/** The entries of that level or worse that hold every word typed. */
export function matchingEntries(entries: readonly LogEntry[], typed: string, level: LevelFilter): readonly LogEntry[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0 && level === 'all') return entries;
  return entries.filter((entry) => {
    if (level === 'error' ? entry.level !== 'error' : level === 'warn' && entry.level === 'info') return false;
    const whole = [entry.event, ...entry.fields.flat()].join(' ').toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}

const iso = (at: number): string => (Math.abs(at) < 8.64e15 ? new Date(at).toISOString() : String(at));

/** One line however many lines a value has. */
function lineOf({ at, level, event, fields }: LogEntry): string {
  const values = fields.map(([name, value]) => ` ${name}=${/^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)}`).join('');
  return `${iso(at)} ${level.padEnd(5)} ${event}${values}`;
}

/** At most `limit` characters: the latest entries are the ones that are needed. */
export function logText(entries: readonly LogEntry[], limit: number): string {
  const lines: string[] = [];
  let length = texts.cutAtStart.length + 1;
  for (const entry of entries.toReversed()) {
    const line = lineOf(entry);
    length += line.length + 1;
    if (length > limit) return `${texts.cutAtStart}\n${lines.toReversed().join('')}`;
    lines.push(`${line}\n`);
  }
  return lines.toReversed().join('');
}

/** A file name that every system takes. */
export const logFileName = (host: Pick<Host, 'name'>): string =>
  `gearview-${host.name.replaceAll(/[^A-Za-z0-9.-]+/g, '-').slice(0, 80)}-log.txt`;

/** What was there with what came while it was asked for, each once, in order, and no more than are kept. */
export const joinEntries = (found: readonly LogEntry[], added: readonly LogEntry[]): readonly LogEntry[] => {
  const last = found.at(-1)?.id ?? Number.NEGATIVE_INFINITY;
  return [...found, ...added.filter(({ id }) => id > last)].slice(-MOST_ENTRIES);
};
