/** The head of a host's page: who it is, how it is reached, what it offers, and “New desktop”. */
import { Ellipsis, RefreshCw } from 'lucide-react';
import type { Host } from '../../electron/contract/host';
import { IconButton } from '../base/Button';
import { openMenu } from '../base/menus';
import { MiddleText } from '../base/MiddleText';
import { ConnectionMark } from '../connection/ConnectionMark';
import { useConnection } from '../connection/store';
import { canStart, offerLine } from './describe';
import styles from './HostHeader.module.css';
import { hostMenu } from './hostMenu';
import { NewDesktopButton } from './NewDesktopButton';
import { useStarts } from './starts';
import { loadSessions, useHostSessions } from './store';
import { sessionTexts as texts } from './texts';

export function HostHeader({ host }: { readonly host: Host }) {
  const connection = useConnection(host.id);
  const sessions = useHostSessions(host.id);
  const line = sessions.kind === 'ready' ? offerLine(sessions.found.offer) : '';
  const starting = useStarts((store) => store.starts.some((start) => start.hostId === host.id));
  const found = sessions.kind === 'ready' ? sessions.found : undefined;
  // It stays where it is while the desktops arrive, so that no click is lost; a host that lacks something has no use for it.
  const hasButton = found === undefined || starting || canStart(found.offer);
  // An empty host has the same button, as the first thing to do, in its middle.
  const isPlain = connection.kind !== 'ready' || (found?.sessions.length === 0 && !starting);
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        <h1 className={styles.name}>
          <MiddleText text={host.name} />
        </h1>
        <p className={styles.line}>
          <ConnectionMark state={connection} />
          <span className={styles.dot} aria-hidden="true">
            ·
          </span>
          <MiddleText text={`${host.user}@${host.address}${host.port === 22 ? '' : `:${host.port}`}`} />
        </p>
        {line !== '' && (
          <p className={styles.offer} title={line}>
            {line}
          </p>
        )}
      </div>
      <div className={styles.actions}>
        {connection.kind === 'ready' && (
          <IconButton
            icon={RefreshCw}
            label={texts.refresh}
            aria-busy={sessions.kind === 'ready' && sessions.refreshing}
            onClick={() => void loadSessions(host.id)}
          />
        )}
        <IconButton
          icon={Ellipsis}
          label={texts.hostActions}
          aria-haspopup="menu"
          onClick={(event) => openMenu(event.currentTarget, texts.hostActions, hostMenu(host))}
        />
        {hasButton && <NewDesktopButton hostId={host.id} plain={isPlain} />}
      </div>
    </header>
  );
}
