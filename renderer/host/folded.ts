/** Which groups are folded, kept over restarts on this laptop. */
const KEY = 'gearview.folded-groups';

export function foldedGroups(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : []);
  } catch {
    return new Set();
  }
}

/** Returns those that are folded now. */
export function foldGroup(name: string, fold: boolean): ReadonlySet<string> {
  const rest = [...foldedGroups()].filter((each) => each !== name);
  const now = fold ? [...rest, name] : rest;
  localStorage.setItem(KEY, JSON.stringify(now));
  return new Set(now);
}
