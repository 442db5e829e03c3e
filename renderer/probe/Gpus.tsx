/** The GPUs of a host, live while somebody looks. */
import { useId } from 'react';
import type { HostId } from '../../electron/contract/host';
import { RelativeTime } from '../base/RelativeTime';
import { GpuCard } from './GpuCard';
import styles from './Gpus.module.css';
import { gpuViews } from './gpuViews';
import { useHostProbe, useProbes, useSamples } from './store';
import { probeTexts as texts } from './texts';
import { ofTotal, percent } from './units';

export function Gpus({ hostId }: { readonly hostId: HostId }) {
  const id = useId();
  const { facts } = useHostProbe(hostId);
  const load = useProbes((store) => store.loads.get(hostId));
  const samples = useSamples(hostId);
  const views = gpuViews(facts, load);
  const hasSilent = (facts?.gpu.pci ?? []).some(({ vendor }) => ['nvidia', 'amd', 'intel'].includes(vendor));
  return (
    <section aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id} className={styles.heading}>
          {texts.gpus}
        </h2>
        {load === undefined && facts !== undefined && views.length > 0 && (
          <p className={styles.host}>
            <span>
              {texts.atLastLook} <RelativeTime at={facts.at} />
            </span>
          </p>
        )}
        {load !== undefined && (
          <p className={styles.host}>
            {load.cpu !== undefined && (
              <span>
                {texts.cpuLoad} <b>{percent(load.cpu)}</b>
              </span>
            )}
            {load.memoryUsed !== undefined && load.memoryTotal !== undefined && (
              <span>
                {texts.hostMemory} <b>{ofTotal(load.memoryUsed / 1024, load.memoryTotal / 1024)}</b>
              </span>
            )}
          </p>
        )}
      </header>
      {views.length === 0 && <p className={styles.none}>{hasSilent ? texts.gpusUnread : texts.noGpus}</p>}
      {views.length > 0 && (
        <ul className={styles.list}>
          {views.map((gpu) => (
            <li key={gpu.id}>
              <GpuCard gpu={gpu} samples={samples} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
