/** The desktops of one host as cards, those that come up first. */
import { Monitor } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import type { Host } from '../../electron/contract/host';
import { EmptyState } from '../base/EmptyState';
import { FailureNote } from '../base/FailureNote';
import { NewDesktopButton } from './NewDesktopButton';
import { SessionCard, type CardSlots } from './SessionCard';
import cardStyles from './SessionCard.module.css';
import styles from './SessionGrid.module.css';
import { StartCard } from './StartCard';
import { useStarts } from './starts';
import { loadSessions, useHostSessions } from './store';
import { sessionTexts as texts } from './texts';

export function SessionGrid({ host, slots, quiet = false }: { readonly host: Host; readonly slots: CardSlots; readonly quiet?: boolean }) {
  const state = useHostSessions(host.id);
  const starts = useStarts(useShallow((store) => store.starts.filter((start) => start.hostId === host.id)));
  if (state.kind === 'failed') return <FailureNote failure={state.failure} onRetry={() => void loadSessions(host.id)} />;
  const sessions = state.kind === 'ready' ? state.found.sessions : [];
  const loading = state.kind === 'loading';
  if (!loading && sessions.length === 0 && starts.length === 0) {
    return quiet || state.kind === 'unknown' ? null : (
      <EmptyState icon={Monitor} title={texts.emptyTitle} actions={<NewDesktopButton hostId={host.id} />}>
        {texts.emptyText}
      </EmptyState>
    );
  }
  return (
    <ul className={styles.grid} aria-label={texts.desktops} aria-busy={loading}>
      {starts.map((start) => (
        <li key={start.key}>
          <StartCard start={start} />
        </li>
      ))}
      {sessions.map((session) => (
        <li key={session.id}>
          <SessionCard session={session} {...slots} />
        </li>
      ))}
      {loading && (
        <li>
          <output className={cardStyles.skeleton} aria-label={texts.loading} />
        </li>
      )}
    </ul>
  );
}
