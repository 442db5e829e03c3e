/** The right side follows what is in front: the check of a screen, the evidence of a desktop, or the facts of a host. */
import type { ReactNode } from 'react';
import { useLayout } from '../base/layout';
import { CheckPanel } from '../check/CheckPanel';
import { inspectCheck, useChecks } from '../check/store';
import { HostTools } from '../connection/HostTools';
import { useHost, useHosts } from '../host/store';
import { useScreens } from '../screen/store';
import { HostFacts } from '../session/HostFacts';
import { sessionById, useSessions } from '../session/store';
import styles from './Inspector.module.css';
import { appTexts as texts } from './texts';

/** What there is to inspect; undefined on an empty wall. */
export function useInspected(): ReactNode {
  const screen = useScreens((store) => store.screens.find(({ id }) => id === store.active));
  const host = useHost(useHosts((store) => store.selected));
  const inspected = useChecks((store) => store.inspected);
  const session = useSessions(() => (inspected === undefined ? undefined : sessionById(inspected)));
  const inspectedHost = useHost(session?.hostId)?.name ?? '';
  if (screen !== undefined) return <CheckPanel key={screen.id} session={screen.session} hostName={screen.hostName} />;
  if (session !== undefined)
    return <CheckPanel key={session.id} session={session} hostName={inspectedHost} onClose={() => inspectCheck(undefined)} />;
  if (host === undefined) return undefined;
  return (
    <div key={host.id}>
      <HostFacts host={host} />
      <HostTools host={host} />
    </div>
  );
}

export function Inspector({ children }: { readonly children: ReactNode }) {
  const open = useLayout((store) => store.inspector);
  if (!open || children === undefined) return null;
  return (
    <aside className={styles.inspector} aria-label={texts.inspectorName}>
      {children}
    </aside>
  );
}
