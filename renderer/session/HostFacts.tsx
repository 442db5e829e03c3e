/** The inspector of a host: its login and where that comes from, what is noted about it, and what it has to make desktops with. */
import type { Host } from '../../electron/contract/host';
import type { HostOffer } from '../../electron/contract/session';
import { box } from '../base/box';
import { classes } from '../base/classes';
import { Facts } from '../base/Facts';
import { RelativeTime } from '../base/RelativeTime';
import { StatusShape } from '../base/StatusShape';
import { useConnection } from '../connection/store';
import { connectionWords } from '../connection/words';
import { ColourMark } from '../host/ColourMark';
import { chainOf, keyFilesOf, problemsOf } from '../host/describe';
import { OriginList } from '../host/OriginList';
import { COLOUR_NAMES, hostTexts } from '../host/texts';
import styles from './HostFacts.module.css';
import { useHostSessions } from './store';
import { X_PROXY_NAMES, sessionTexts as texts } from './texts';

export function HostFacts({ host }: { readonly host: Host }) {
  const sessions = useHostSessions(host.id);
  return (
    <div className={styles.facts}>
      <section>
        <h2 className={styles.title}>{texts.hostTitle}</h2>
        {problemsOf(host).map(({ title, text }) => (
          <p key={title} className={classes(box('warn'), styles.problem)}>
            <StatusShape shape="warn" />
            <span>
              <strong>{title}.</strong> {text}
            </span>
          </p>
        ))}
        <Login host={host} />
      </section>
      <Labels host={host} />
      {host.source !== undefined && (
        <details className={styles.origins} open={host.source.problem !== undefined}>
          <summary>{hostTexts.origins}</summary>
          <p className={styles.follows}>{hostTexts.follows(host.source.alias)}</p>
          <OriginList origins={host.source.origins} />
        </details>
      )}
      {sessions.kind === 'ready' && <Offer offer={sessions.found.offer} />}
    </div>
  );
}

function Login({ host }: { readonly host: Host }) {
  const connection = useConnection(host.id);
  const [chain, files] = [chainOf(host), keyFilesOf(host)];
  return (
    <Facts
      facts={[
        { name: hostTexts.address, value: host.address },
        { name: hostTexts.port, value: String(host.port) },
        { name: hostTexts.user, value: host.user },
        {
          name: texts.loginAs,
          value: list([{ main: hostTexts.auth[host.auth.kind].title }, ...files.map((sub) => ({ main: '', sub }))]),
        },
        ...(chain === '' ? [] : [{ name: hostTexts.jumpName, value: chain }]),
        {
          name: texts.connectedSince,
          value: connection.kind === 'ready' ? <RelativeTime at={connection.since} /> : connectionWords(connection).word,
        },
      ]}
    />
  );
}

function Labels({ host }: { readonly host: Host }) {
  const { group, colour, notes } = host;
  const tags = host.tags ?? [];
  const facts = [
    ...(group === undefined ? [] : [{ name: hostTexts.group, value: group }]),
    ...(tags.length === 0 ? [] : [{ name: hostTexts.tags, value: tags.join(', ') }]),
    ...(colour === undefined
      ? []
      : [
          {
            name: hostTexts.colour,
            value: (
              <span className={styles.colour}>
                <ColourMark colour={colour} />
                {COLOUR_NAMES[colour]}
              </span>
            ),
          },
        ]),
    ...(notes === undefined ? [] : [{ name: hostTexts.notes, value: <span className={styles.notes}>{notes}</span> }]),
  ];
  if (facts.length === 0) return null;
  return (
    <section>
      <h2 className={styles.title}>{hostTexts.noted}</h2>
      <Facts facts={facts} />
    </section>
  );
}

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

function Offer({ offer }: { readonly offer: HostOffer }) {
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
