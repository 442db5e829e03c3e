/** The health of a host: what is wrong on top, then its GPUs, its modes, all facts, and what changed. */
import type { Finding } from '../../electron/contract/doctor';
import type { Host } from '../../electron/contract/host';
import { useConnection } from '../connection/store';
import { Changes } from '../probe/Changes';
import { FactGroups } from '../probe/FactGroups';
import { Gpus } from '../probe/Gpus';
import { LookState } from '../probe/LookState';
import { Problems } from '../probe/Problems';
import { useHostProbe } from '../probe/store';
import { showCure } from '../recipe/cure/store';
import styles from './HealthView.module.css';
import { ModeList } from './ModeList';

export function HealthView({ host }: { readonly host: Host }) {
  const connection = useConnection(host.id);
  const { facts } = useHostProbe(host.id);
  return (
    <div className={styles.health}>
      <LookState host={host} canLook={connection.kind === 'ready'} />
      {facts !== undefined && (
        <>
          <Problems hostId={host.id} onCure={(finding: Finding) => showCure(host, finding)} />
          <Gpus hostId={host.id} />
          <ModeList hostId={host.id} />
          <FactGroups facts={facts} />
          <Changes hostId={host.id} at={facts.at} />
        </>
      )}
    </div>
  );
}
