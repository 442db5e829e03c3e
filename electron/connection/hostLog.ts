/** One log per host, at hand for the page: what the log file gets, kept in a ring, with nothing in it that a screen would obey. */
import type { LogFile, LogLine } from '../base/log';
import type { HostId } from '../contract/host';
import { LOG_ENTRIES, type LogEntry } from '../contract/log';
import { shownText } from './shownText';

export interface HostLogs {
  /** Oldest first: what earlier runs left in the file, with ids below zero, then what this run wrote. */
  list(hostId: HostId): readonly LogEntry[];
  /** Called with each new entry. Returns what ends it. */
  onAdded(listener: (entry: LogEntry) => void): () => void;
  /** The host was removed: its entries are dropped, and no more are kept. */
  forget(hostId: HostId): void;
}

/** Characters of one host's entries. */
const RING_CHARACTERS = 2 * 1024 * 1024;
/** Characters of one entry's values. */
const ENTRY_CHARACTERS = 32 * 1024;
const FIELDS = 32;

export function createHostLogs(log: Pick<LogFile, 'onEntry' | 'earlier'>): HostLogs {
  const rings = new Map<HostId, LogEntry[]>();
  const sizes = new Map<HostId, number>();
  const next = new Map<HostId, number>();
  const gone = new Set<HostId>();
  const listeners = new Set<(entry: LogEntry) => void>();
  let earlier: Map<HostId, LogEntry[]> | undefined;

  log.onEntry((line) => {
    const hostId = line.host?.id;
    if (hostId === undefined || gone.has(hostId)) return;
    const id = next.get(hostId) ?? 0;
    next.set(hostId, id + 1);
    const entry = entryOf(line, hostId, id);
    const ring = rings.get(hostId) ?? [];
    rings.set(hostId, ring);
    ring.push(entry);
    let size = (sizes.get(hostId) ?? 0) + sizeOf(entry);
    while (ring.length > LOG_ENTRIES || (size > RING_CHARACTERS && ring.length > 1)) {
      const [oldest] = ring.splice(0, 1);
      if (oldest !== undefined) size -= sizeOf(oldest);
    }
    sizes.set(hostId, size);
    for (const listener of listeners) listener(entry);
  });

  /** Read when somebody first looks, not at every start. */
  function earlierOf(hostId: HostId): readonly LogEntry[] {
    earlier ??= byHost(log.earlier());
    return earlier.get(hostId) ?? [];
  }

  return {
    list(hostId) {
      if (gone.has(hostId)) return [];
      const [before, now] = [earlierOf(hostId), rings.get(hostId) ?? []];
      // The ring has dropped its own first ones: older ones would leave a gap.
      const whole = (now[0]?.id ?? 0) === 0 ? [...before, ...now] : now;
      return newest(whole);
    },
    onAdded(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    forget(hostId) {
      gone.add(hostId);
      for (const all of [rings, sizes, next, earlier]) all?.delete(hostId);
    },
  };
}

/** The last ones that a list may hold. */
function newest(entries: readonly LogEntry[]): readonly LogEntry[] {
  let [from, size] = [entries.length, 0];
  while (from > 0 && entries.length - from < LOG_ENTRIES) {
    const entry = entries[from - 1];
    size += entry === undefined ? 0 : sizeOf(entry);
    if (size > RING_CHARACTERS) break;
    from -= 1;
  }
  return entries.slice(from);
}

function byHost(lines: readonly LogLine[]): Map<HostId, LogEntry[]> {
  const found = new Map<HostId, LogEntry[]>();
  // From the newest: the last entry of an earlier run is -1.
  for (const line of lines.toReversed()) {
    const hostId = line.host?.id;
    if (hostId === undefined) continue;
    const entries = found.get(hostId) ?? [];
    found.set(hostId, entries);
    entries.push(entryOf(line, hostId, -1 - entries.length));
  }
  for (const entries of found.values()) entries.reverse();
  return found;
}

function entryOf({ at, level, event, fields }: LogLine, hostId: HostId, id: number): LogEntry {
  let left = ENTRY_CHARACTERS;
  const shown = Object.entries(fields)
    .slice(0, FIELDS)
    .map(([name, value]): [string, string] => {
      const text = shownText(String(value), Math.min(left, 4096));
      left -= text.length;
      return [shownText(name, 64), text];
    });
  return { id, at, level, hostId, event: shownText(event, 200).replaceAll('\n', ' '), fields: shown };
}

const FRAME = 100;
const sizeOf = ({ event, fields }: LogEntry): number =>
  fields.reduce((sum, [name, value]) => sum + name.length + value.length, FRAME + event.length);
