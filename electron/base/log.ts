/** The log: one JSON line per event, in a file of bounded size, with every secret taken out. */
import { appendFileSync, closeSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { redact, REDACTED } from './redact';

export type LogLevel = 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** The host that an event belongs to. */
export interface LogHost {
  readonly id: string;
  /** The operator's name for it. */
  readonly name: string;
}

export interface Log {
  /** `host` is undefined when the event is of no host. */
  write(level: LogLevel, host: LogHost | undefined, event: string, fields?: LogFields): void;
  /** From now on this text never reaches the log. */
  secret(value: string): void;
}

/** An event as it was written, without secrets. */
export interface LogLine {
  /** Epoch ms. */
  readonly at: number;
  readonly level: LogLevel;
  readonly host: LogHost | undefined;
  readonly event: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

export interface LogFile extends Log {
  /** Called with each event, also when the file cannot be written. Returns what ends it. */
  onEntry(listener: (line: LogLine) => void): () => void;
  /** Events of earlier runs, oldest first: those in the last megabyte of the file. */
  earlier(): readonly LogLine[];
  /** `text` without the secrets that are known and without what looks like one. */
  redact(text: string): string;
  /** A secret that is known is in the text. */
  holdsSecret(text: string): boolean;
}

const SIZE_LIMIT = 5 * 1024 * 1024;
const EARLIER_BYTES = 1024 * 1024;
/** Characters of one value: the beginning of a longer one, and its end, where an error usually says why. */
const VALUE_LIMIT = 4096;
const VALUE_HEAD = 1024;
const CUT = '\n…\n';

/** A line of the file. */
const Line = z.object({
  time: z.iso.datetime(),
  level: z.enum(['info', 'warn', 'error']),
  host: z.string(),
  hostId: z.string().optional(),
  event: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** Opens `<file>`; at `sizeLimit` bytes it becomes `<file>.1` and a new one begins. A log that cannot be written never stops the app. */
export function openLog(file: string, options: { now?: () => number; sizeLimit?: number } = {}): LogFile {
  const { now = Date.now, sizeLimit = SIZE_LIMIT } = options;
  const secrets = new Set<string>();
  const listeners = new Set<(line: LogLine) => void>();
  const clean = (value: string): string => {
    const text = redact(value, secrets);
    return text.length <= VALUE_LIMIT ? text : text.slice(0, VALUE_HEAD) + CUT + text.slice(VALUE_HEAD + CUT.length - VALUE_LIMIT);
  };
  const sizeAtStart = sizeOf(file);
  let turns = 0;
  let size: number | undefined;

  function append(line: string): void {
    if (size === undefined) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      size = sizeOf(file);
    }
    const bytes = Buffer.byteLength(line);
    if (size > 0 && size + bytes > sizeLimit) {
      renameSync(file, `${file}.1`);
      turns += 1;
      size = 0;
    }
    appendFileSync(file, line, { mode: 0o600 });
    size += bytes;
  }

  return {
    write(level, host, event, fields = {}) {
      const line: LogLine = {
        at: now(),
        level,
        host: host === undefined ? undefined : { id: host.id, name: clean(host.name) },
        event: clean(event),
        fields: Object.fromEntries(
          Object.entries(fields).flatMap(([key, value]) =>
            value === undefined ? [] : [[key, typeof value === 'string' ? clean(value) : value]],
          ),
        ),
      };
      try {
        append(lineOf(line));
      } catch {
        // A full disk: the next line looks at the file anew.
        size = undefined;
      }
      for (const listener of listeners) listener(line);
    },
    secret(value) {
      if (value !== '') secrets.add(value);
    },
    onEntry(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    earlier() {
      // What the file held at the start lies in the same place, unless it was turned over since.
      if (turns > 1) return [];
      return tailOf(turns === 0 ? file : `${file}.1`, sizeAtStart, EARLIER_BYTES)
        .split('\n')
        .flatMap(read);
    },
    redact: (text) => redact(text, secrets),
    // A secret can be a part of the mark that stands for it.
    holdsSecret: (text) => text.split(REDACTED).some((part) => [...secrets].some((secret) => part.includes(secret))),
  };
}

function lineOf({ at, level, host, event, fields }: LogLine): string {
  return `${JSON.stringify({ time: new Date(at).toISOString(), level, host: host?.name ?? '-', hostId: host?.id, event, fields })}\n`;
}

/** Nothing for a line that is cut, or was written by another version. */
function read(text: string): LogLine[] {
  if (!text.startsWith('{')) return [];
  try {
    const { time, level, host, hostId, event, fields } = Line.parse(JSON.parse(text));
    return [{ at: Date.parse(time), level, host: hostId === undefined ? undefined : { id: hostId, name: host }, event, fields }];
  } catch {
    return [];
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    // A part of its path is no folder.
    return 0;
  }
}

/** The last `limit` bytes before `end`; empty when the file cannot be read. */
function tailOf(file: string, end: number, limit: number): string {
  const start = Math.max(0, end - limit);
  const bytes = Buffer.alloc(end - start);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, start));
  } catch {
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
