/** Locks of package managers that somebody else holds. */
import type { Box } from './box';
import { until } from './until';

export interface HeldLock {
  /** What a step says of it; apt tells less than the host does. */
  readonly told: RegExp;
  free(): Promise<void>;
}

/** As unattended-upgrades holds it: a write lock of fcntl(2). */
export async function lockHeld(box: Box, file: string): Promise<HeldLock> {
  const flag = `/run/held${file.replaceAll('/', '-')}`;
  const program = `use Fcntl; $0 = "unattended-upgr"; open my $lock, "+>>", "${file}" or die;
my $how = pack("s s l! l! i", F_WRLCK, 0, 0, 0, 0); fcntl($lock, F_SETLK, $how) or die;
open my $there, ">", "${flag}"; print {$there} "$$"; close $there;
select undef, undef, undef, 0.05 while -e "${flag}";`;
  const ended = box.asRoot(`perl -e '${program}'`);
  const taken = until(`${file} is held`, async () => (await box.asRoot(`cat ${flag} 2>/dev/null; true`)).trim() || undefined);
  const pid = await Promise.race([taken, ended]);
  return {
    told: new RegExp(`^Waiting for unattended-upgr \\(process ${pid}( of root)?\\), which `),
    async free() {
      await box.asRoot(`rm ${flag}`);
      await ended;
    },
  };
}
