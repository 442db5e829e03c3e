/** Versions as numbers with dots between them; what follows another character does not count. */

/** Undefined when `version` does not begin with a number. */
export function isAtLeast(version: string, least: readonly number[]): boolean | undefined {
  const [text] = /^\d{1,6}(\.\d{1,6})*/.exec(version) ?? [];
  if (text === undefined) return undefined;
  const parts = text.split('.').map(Number);
  for (const [at, wanted] of least.entries()) {
    const part = parts[at] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
