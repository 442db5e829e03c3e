/** The load of a host's busiest GPU as a small bar, while it is known. */
import type { HostId } from '../../electron/contract/host';
import { busiest } from './gpuViews';
import styles from './RailLoad.module.css';
import { useProbes } from './store';
import { probeTexts as texts } from './texts';
import { percent } from './units';

export function RailLoad({ hostId }: { readonly hostId: HostId }) {
  // As fine as the bar can show: a list of many hosts is not drawn anew with every word of every watch.
  const load = useProbes((store) => {
    const most = busiest(store.loads.get(hostId));
    return most === undefined ? undefined : Math.round(most / 4) * 4;
  });
  if (load === undefined) return null;
  const words = texts.railLoad(percent(load));
  return (
    <svg className={styles.bar} viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={words}>
      <title>{words}</title>
      <rect className={styles.track} width="100" height="10" />
      <rect className={styles.filled} width={load} height="10" />
    </svg>
  );
}
