/** The log: one JSON line per event, in a file of bounded size, with every secret taken out. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export type LogLevel = 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  /** `host` is the operator's name for it, or `-` when the event is of no host. */
  write(level: LogLevel, host: string, event: string, fields?: LogFields): void;
  /** From now on this text never reaches the log. */
  secret(value: string): void;
}

const SIZE_LIMIT = 5 * 1024 * 1024;
/** Characters of one value. */
const VALUE_LIMIT = 4096;
export const REDACTED = '[redacted]';

// What looks like a secret whoever wrote it: keys, passwords in settings and URLs, headers, X cookies, one-time passwords.
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]{1,40}-----[\s\S]*?(?:-----END [A-Z0-9 ]{1,40}-----|$)/g, REDACTED],
  [
    /\b(pass(?:word|phrase|wd)?|secret|token|cookie|authorization)(["']?\s*[=:]\s*)(?:"[^"]*"|'[^']*'|(?:basic|bearer)\s+\S+|[^\s,;&]+)/gi,
    `$1$2${REDACTED}`,
  ],
  [/(:\/\/[^\s/:@]{1,256}:)[^\s/@]{1,256}@/g, `$1${REDACTED}@`],
  [/(MIT-MAGIC-COOKIE-1\s+)[0-9a-f]{16,}/gi, `$1${REDACTED}`],
  [/(one-time[^\n]{0,80}?)\b\d{8}\b/gi, `$1${REDACTED}`],
];

/** `text` without the secrets named and without what looks like one. */
export function redact(text: string, secrets: Iterable<string>): string {
  let out = text;
  // Longest first: one secret may be a part of another.
  for (const secret of [...secrets].toSorted((a, b) => b.length - a.length)) out = out.replaceAll(secret, REDACTED);
  for (const [pattern, replacement] of PATTERNS) out = out.replace(pattern, replacement);
  return out;
}

/** Opens `<file>`; at `sizeLimit` bytes it becomes `<file>.1` and a new one begins. A log that cannot be written never stops the app. */
export function openLog(file: string, options: { now?: () => number; sizeLimit?: number } = {}): Log {
  const { now = Date.now, sizeLimit = SIZE_LIMIT } = options;
  const secrets = new Set<string>();
  const clean = (value: string): string => redact(value, secrets).slice(0, VALUE_LIMIT);
  let size: number | undefined;

  function append(line: string): void {
    if (size === undefined) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    }
    const bytes = Buffer.byteLength(line);
    if (size > 0 && size + bytes > sizeLimit) {
      renameSync(file, `${file}.1`);
      size = 0;
    }
    appendFileSync(file, line, { mode: 0o600 });
    size += bytes;
  }

  return {
    write(level, host, event, fields = {}) {
      const shown = Object.entries(fields).map(([key, value]) => [key, typeof value === 'string' ? clean(value) : value]);
      const line = `${JSON.stringify({ time: new Date(now()).toISOString(), level, host: clean(host), event: clean(event), ...Object.fromEntries(shown) })}\n`;
      try {
        append(line);
      } catch {
        // A full disk: the next line looks at the file anew.
        size = undefined;
      }
    },
    secret(value) {
      if (value !== '') secrets.add(value);
    },
  };
}
