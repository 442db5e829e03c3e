/** What a file looked like when it was read, to see whether it changed since. */
import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Path → stamp, of files, of folders that were searched, and of what was not there. */
export type Stamps = ReadonlyMap<string, string>;

export const ABSENT = 'absent';

export const stampOf = (stats: BigIntStats): string => `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;

export async function stampNow(path: string): Promise<string> {
  try {
    return stampOf(await stat(path, { bigint: true }));
  } catch {
    return ABSENT;
  }
}

export async function unchanged(stamps: Stamps): Promise<boolean> {
  const same = await Promise.all([...stamps].map(async ([path, stamp]) => (await stampNow(path)) === stamp));
  return same.every(Boolean);
}
