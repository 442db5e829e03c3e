/** Package files in batches whose commands can be shown: what a file needs comes with it, or before it. */
import type { PackageFile } from '../../contract/setUp';

/** A batch for each command; `cost`: characters that a file takes of the `limit`. */
export function inBatches(
  files: readonly PackageFile[],
  cost: (file: PackageFile) => number,
  limit: number,
): readonly (readonly PackageFile[])[] {
  const total = (some: readonly PackageFile[]): number => some.reduce((sum, file) => sum + cost(file), 0);
  if (total(files) <= limit) return files.length === 0 ? [] : [files];
  const batches: PackageFile[][] = [];
  for (const group of needsFirst(files)) {
    const last = batches.at(-1);
    if (last !== undefined && total([...last, ...group]) <= limit) last.push(...group);
    else batches.push([...group]);
  }
  return batches;
}

/** Groups that need each other, each after those that it needs: Tarjan, "Depth-First Search and Linear Graph Algorithms" (1972). */
function needsFirst(files: readonly PackageFile[]): readonly (readonly PackageFile[])[] {
  const byName = new Map<string, PackageFile>(files.flatMap((file) => [...file.provides, file.name].map((name) => [name, file] as const)));
  const seen = new Map<PackageFile, { readonly index: number; low: number }>();
  const open: PackageFile[] = [];
  const groups: PackageFile[][] = [];
  const visit = (file: PackageFile): number => {
    const mark = { index: seen.size, low: seen.size };
    seen.set(file, mark);
    open.push(file);
    for (const name of file.depends.flat()) {
      const needed = byName.get(name);
      if (needed === undefined) continue;
      const known = seen.get(needed);
      if (known === undefined) mark.low = Math.min(mark.low, visit(needed));
      else if (open.includes(needed)) mark.low = Math.min(mark.low, known.index);
    }
    if (mark.low === mark.index) groups.push(open.splice(open.indexOf(file)));
    return mark.low;
  };
  for (const file of files) if (!seen.has(file)) visit(file);
  return groups;
}
