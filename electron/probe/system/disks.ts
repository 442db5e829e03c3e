/** Room on the file systems that desktops write to: df(1) in its POSIX format, in KiB and in inodes. */
import type { Disk } from '../../contract/probe/system';
import { linesOf, toCount, toWord } from './bounds';

interface Row {
  readonly mount: string;
  readonly size: number | undefined;
  readonly free: number | undefined;
}

const PLACES: Readonly<Record<string, Disk['place']>> = { '/tmp': 'tmp', '/opt': 'opt', '/var': 'var', '/dev/shm': 'shm' };

/** The places that there are, and df's row for each. */
function rowsOf(text: string): readonly (readonly [path: string, row: Row])[] {
  const lines = linesOf(text);
  const paths = lines.flatMap((each) => /^place (\/.*)$/.exec(each)?.[1] ?? []).slice(0, 5);
  const rows = lines.flatMap((each) => rowOf(each) ?? []);
  // Where df left one out, only the mount points tell which rows the others are.
  return paths.flatMap((path, index) => {
    const row = rows.length === paths.length ? rows[index] : longestMount(rows, path);
    return row === undefined ? [] : [[path, row]];
  });
}

function rowOf(text: string): Row | undefined {
  const [, size, free, mount] = /^\S.*?\s(\d+|-)\s+(?:-?\d+|-)\s+(-?\d+|-)\s+(?:\d+%|-)\s+(\/.*)$/.exec(text.slice(0, 700)) ?? [];
  return mount === undefined ? undefined : { mount, size: toCount(size), free: free?.startsWith('-') === true ? undefined : toCount(free) };
}

const longestMount = (rows: readonly Row[], path: string): Row | undefined =>
  rows
    .filter(({ mount }) => path === mount || path.startsWith(mount.replace(/\/?$/, '/')))
    .toSorted((a, b) => b.mount.length - a.mount.length)[0];

/** Undefined when df said nothing that is understood. */
export function parseDisks(text: string): readonly Disk[] | undefined {
  const disks = rowsOf(text).flatMap(([path, { mount, size, free }]) =>
    size === undefined
      ? []
      : [{ place: PLACES[path] ?? ('home' as const), path: toWord(path), mount: toWord(mount), size, free: free ?? 0 }],
  );
  return disks.length === 0 ? undefined : disks;
}

/** Free inodes by path; file systems that do not count them, e.g. btrfs, are left out. */
export function parseInodes(text: string): ReadonlyMap<string, number> | undefined {
  const rows = rowsOf(text);
  if (rows.length === 0) return undefined;
  return new Map(
    rows.flatMap(([path, { size, free }]) => (size === undefined || size === 0 || free === undefined ? [] : [[toWord(path), free]])),
  );
}

export const withInodes = (disks: readonly Disk[] | undefined, free: ReadonlyMap<string, number> | undefined): Disk[] | undefined =>
  disks?.map((disk) => ({ ...disk, ...(free?.has(disk.path) === true ? { inodesFree: free.get(disk.path) } : {}) }));

/** What quota(1) -q says of file systems where this user is at or over a limit. */
export function parseQuota(text: string): { readonly exceeded?: string } {
  const said = linesOf(text)
    .map((each) => each.trim())
    .filter((each) => /^(Block|File) limit reached on |^In (block|file) grace period on |^Over (block|file) quota on /.test(each));
  return said.length === 0 ? {} : { exceeded: said.join('; ').slice(0, 1000) };
}
