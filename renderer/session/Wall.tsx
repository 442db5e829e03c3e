/** All desktops of all connected hosts: the page without a selected host. */
import { LayoutGrid } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import type { Host } from '../../electron/contract/host';
import { EmptyState } from '../base/EmptyState';
import { MiddleText } from '../base/MiddleText';
import { ConnectionMark } from '../connection/ConnectionMark';
import { useConnection } from '../connection/store';
import { hostsOf, selectHost, useHosts } from '../host/store';
import viewStyles from './HostView.module.css';
import { NewDesktopButton } from './NewDesktopButton';
import type { CardSlots } from './SessionCard';
import { SessionGrid } from './SessionGrid';
import { useStarts } from './starts';
import { useSessions } from './store';
import { sessionTexts as texts } from './texts';
import styles from './Wall.module.css';

export function Wall({ slots }: { readonly slots: CardSlots }) {
  const hosts = useHosts(hostsOf);
  const known = useSessions(
    useShallow((store) => hosts.filter(({ id }) => ['ready', 'loading', 'failed'].includes(store.hosts.get(id)?.kind ?? ''))),
  );
  const starting = useStarts(useShallow((store) => store.starts.map(({ hostId }) => hostId)));
  const shown = hosts.filter((host) => known.includes(host) || starting.includes(host.id));
  return (
    <div className={viewStyles.view}>
      <h1 className={styles.title}>{texts.allDesktops}</h1>
      {shown.length === 0 && (
        <EmptyState icon={LayoutGrid} title={texts.wallEmptyTitle}>
          {texts.wallEmptyText}
        </EmptyState>
      )}
      {shown.map((host) => (
        <HostSection key={host.id} host={host} slots={slots} />
      ))}
    </div>
  );
}

function HostSection({ host, slots }: { readonly host: Host; readonly slots: CardSlots }) {
  const connection = useConnection(host.id);
  return (
    <section className={styles.host} aria-label={host.name}>
      <header className={styles.header}>
        <h2 className={styles.name}>
          <button type="button" className={styles.link} onClick={() => selectHost(host.id)}>
            <MiddleText text={host.name} />
          </button>
        </h2>
        <span className={styles.state}>
          <ConnectionMark state={connection} />
        </span>
        <NewDesktopButton hostId={host.id} plain />
      </header>
      <SessionGrid host={host} slots={slots} quiet />
    </section>
  );
}
