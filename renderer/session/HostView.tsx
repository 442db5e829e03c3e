/** The centre for a selected host: its head, what it lacks, its desktops. */
import { Info } from 'lucide-react';
import type { Host } from '../../electron/contract/host';
import type { HostOffer } from '../../electron/contract/session';
import { Button } from '../base/Button';
import { ConnectionPanel } from '../connection/ConnectionPanel';
import { useConnection } from '../connection/store';
import { canStart } from './describe';
import { HostHeader } from './HostHeader';
import styles from './HostView.module.css';
import { ProxyHelp, type Lack } from './ProxyHelp';
import type { CardSlots } from './SessionCard';
import { SessionGrid } from './SessionGrid';
import { useStarts } from './starts';
import { loadSessions, useHostSessions } from './store';
import { sessionTexts as texts } from './texts';

export function HostView({ host, slots }: { readonly host: Host; readonly slots: CardSlots }) {
  const connection = useConnection(host.id);
  const sessions = useHostSessions(host.id);
  const starting = useStarts((store) => store.starts.some((start) => start.hostId === host.id));
  const known = sessions.kind === 'ready' ? sessions.found : undefined;
  const nothingToShow = known !== undefined && known.sessions.length === 0 && !canStart(known.offer);
  const hasGrid = starting || (connection.kind === 'ready' && !nothingToShow);
  return (
    <div className={styles.view}>
      <HostHeader host={host} />
      <ConnectionNote host={host} starting={starting} />
      {connection.kind === 'ready' && known !== undefined && <Lacks hostId={host.id} offer={known.offer} />}
      {hasGrid && (
        <>
          <h2 className="hidden-text">{texts.desktops}</h2>
          <SessionGrid host={host} slots={slots} />
        </>
      )}
    </div>
  );
}

/** While a start connects by itself, its card tells the steps. */
function ConnectionNote({ host, starting }: { readonly host: Host; readonly starting: boolean }) {
  const connection = useConnection(host.id);
  return starting && connection.kind !== 'lost' ? null : <ConnectionPanel host={host} />;
}

function Lacks({ hostId, offer }: { readonly hostId: string; readonly offer: HostOffer }) {
  const look = (): void => void loadSessions(hostId);
  if (offer.xProxies.length === 0) return <Lack title={texts.noProxyTitle} text={texts.noProxyText} what="x-proxy" onLook={look} />;
  if (offer.windowManagers.length === 0) {
    return <Lack title={texts.noManagerTitle} text={texts.noManagerText} what="window-manager" onLook={look} />;
  }
  return (
    <>
      {offer.virtualgl === undefined && <Note text={texts.noVirtualgl} />}
      {offer.missingTools.length > 0 && (
        <details className={styles.note}>
          <summary>{texts.missingTools(offer.missingTools.join(', '))}</summary>
          <ProxyHelp what="gl-tools" />
        </details>
      )}
    </>
  );
}

function Note({ text }: { readonly text: string }) {
  return (
    <p className={styles.note}>
      <Info size={14} aria-hidden />
      {text}
    </p>
  );
}

function Lack({
  title,
  text,
  what,
  onLook,
}: {
  readonly title: string;
  readonly text: string;
  readonly what: Lack;
  readonly onLook: () => void;
}) {
  return (
    <section className={styles.lack} aria-label={title}>
      <h2>{title}</h2>
      <p>{text}</p>
      <ProxyHelp what={what} />
      <Button small className={styles.look} onClick={onLook}>
        {texts.lookAgain}
      </Button>
    </section>
  );
}
