/** Takes secrets out of text: those that are known, and what looks like one. */

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
  let out = without(text, secrets);
  for (const [pattern, replacement] of PATTERNS) out = out.replace(pattern, replacement);
  return out;
}

/** In one pass: the mark that stands for one secret must not be taken for another. */
function without(text: string, secrets: Iterable<string>): string {
  // Longest first: one secret may be a part of another.
  const present = [...secrets].filter((secret) => secret !== '' && text.includes(secret)).toSorted((a, b) => b.length - a.length);
  if (present.length === 0) return text;
  const literal = present.map((secret) => secret.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|');
  return text.replaceAll(new RegExp(literal, 'g'), REDACTED);
}
