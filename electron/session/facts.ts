/** Values of script records that hold lines of `key value`. */

/** The first value of each key; lines without one are skipped. Any text gives facts. */
export function parseFacts(text: string | undefined): ReadonlyMap<string, string> {
  const facts = new Map<string, string>();
  for (const line of (text ?? '').split('\n')) {
    const at = line.indexOf(' ');
    const key = at < 0 ? '' : line.slice(0, at);
    if (key !== '' && !facts.has(key)) facts.set(key, line.slice(at + 1));
  }
  return facts;
}

/** Decimal digits, at most `limit`; undefined for anything else. */
export function parseCount(text: string | undefined, limit = Number.MAX_SAFE_INTEGER): number | undefined {
  const value = /^\d{1,16}$/.test(text ?? '') ? Number(text) : undefined;
  return value !== undefined && value <= limit ? value : undefined;
}
