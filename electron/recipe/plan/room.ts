/** Whether what a plan installs fits on the host. */
import type { Facts } from '../../contract/probe';
import type { Survey } from './survey';

interface Load {
  readonly download?: number;
  readonly disk?: number;
  /** Bytes of each. */
  readonly uploads: readonly number[];
}

/** A function that takes room for one step after the other, and says why the next has none. */
export function roomFor({ system, login }: Facts, { free }: Survey): (load: Load) => string | undefined {
  const at = (place: string): number | undefined => free.get(place) ?? free.get('/');
  const home = system.disks?.find(({ place }) => place === 'home')?.free;
  // The same number twice is the same file system, or as good as that.
  const shared = at('/usr') === at('/var');
  let [disk, download, uploads] = [0, 0, 0];
  const full = (place: string, needed: number, kib: number | undefined): string | undefined =>
    kib === undefined || needed <= kib * 1024
      ? undefined
      : `It needs about ${megabytes(needed)} in ${place} with what comes before it, and ${megabytes(kib * 1024)} are free there.`;
  return (load) => {
    disk += load.disk ?? 0;
    download += load.download ?? 0;
    uploads += load.uploads.reduce((sum, size) => sum + size, 0);
    return (
      full('/usr', disk + (shared ? download : 0), at('/usr')) ??
      full('/var', download, at('/var')) ??
      full(login.home?.path ?? 'the home directory', uploads, home)
    );
  };
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000)} MB`;
