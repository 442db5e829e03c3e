/** The inspector of a host: its connection, and what it has to make desktops with. */
import type { Host } from '../../electron/contract/host';
import type { HostOffer } from '../../electron/contract/session';
import { Facts } from '../base/Facts';
import { RelativeTime } from '../base/RelativeTime';
import { useConnection } from '../connection/store';
import { connectionWords } from '../connection/words';
import { hostTexts } from '../host/texts';
import styles from './HostFacts.module.css';
import { useHostSessions } from './store';
import { X_PROXY_NAMES, sessionTexts as texts } from './texts';

export function HostFacts({ host }: { readonly host: Host }) {
  const connection = useConnection(host.id);
  const sessions = useHostSessions(host.id);
  return (
    <div className={styles.facts}>
      <section>
        <h2 className={styles.title}>{texts.hostTitle}</h2>
        <Facts
          facts={[
            { name: hostTexts.address, value: host.address },
            { name: hostTexts.port, value: String(host.port) },
            { name: hostTexts.user, value: host.user },
            { name: texts.loginAs, value: hostTexts.auth[host.auth.kind].title },
            {
              name: texts.connectedSince,
              value: connection.kind === 'ready' ? <RelativeTime at={connection.since} /> : connectionWords(connection).word,
            },
          ]}
        />
      </section>
      {sessions.kind === 'ready' && <Offer offer={sessions.found.offer} />}
    </div>
  );
}

function Offer({ offer }: { readonly offer: HostOffer }) {
  const list = (items: readonly { readonly main: string; readonly sub?: string }[]) =>
    items.length === 0 ? (
      texts.none
    ) : (
      <ul className={styles.list}>
        {items.map(({ main, sub }) => (
          <li key={`${main} ${sub ?? ''}`}>
            {main}
            {sub !== undefined && <span className={styles.sub}>{sub}</span>}
          </li>
        ))}
      </ul>
    );
  return (
    <section>
      <h2 className={styles.title}>{texts.offer}</h2>
      <Facts
        facts={[
          {
            name: texts.xProxies,
            value: list(offer.xProxies.map(({ kind, version, path }) => ({ main: `${X_PROXY_NAMES[kind]} ${version}`, sub: path }))),
          },
          { name: texts.virtualgl, value: offer.virtualgl ?? texts.notInstalled },
          { name: texts.glDevices, value: list(offer.vglDevices.map(({ device, renderer }) => ({ main: renderer, sub: device }))) },
          { name: texts.windowManagers, value: list(offer.windowManagers.map(({ name }) => ({ main: name }))) },
          { name: texts.nvidiaSmi, value: offer.nvidiaSmi ? texts.present : texts.absent },
        ]}
      />
    </section>
  );
}
