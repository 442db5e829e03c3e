/** The centre for a selected host: its head, and its desktops with what they lack, its health, or its set-up. */
import { Info, Wrench } from 'lucide-react';
import type { Host } from '../../electron/contract/host';
import type { HostOffer } from '../../electron/contract/session';
import { box } from '../base/box';
import { Button } from '../base/Button';
import { classes } from '../base/classes';
import { ConnectionPanel } from '../connection/ConnectionPanel';
import { useConnection } from '../connection/store';
import { isWaiting } from '../connection/words';
import { LookBar } from '../probe/LookBar';
import { ProblemBar } from '../probe/ProblemBar';
import { problemMark } from '../probe/problems';
import { useDiagnosis } from '../probe/store';
import { useActiveRun } from '../recipe/setUpStore';
import { setUpTexts } from '../recipe/setUpTexts';
import { showTab, useCentre } from './centre';
import { canStart } from './describe';
import { HealthView } from './HealthView';
import { HostHeader } from './HostHeader';
import { HostTabs, panelId, tabId } from './HostTabs';
import styles from './HostView.module.css';
import { ProxyHelp, type Lack } from './ProxyHelp';
import type { CardSlots } from './SessionCard';
import { SessionGrid } from './SessionGrid';
import { SetUpTab, type SetUpTabSlots } from './SetUpTab';
import { useStarts } from './starts';
import { loadSessions, useHostSessions } from './store';
import { sessionTexts as texts } from './texts';

export type HostSlots = CardSlots & SetUpTabSlots;

export function HostView({ host, slots }: { readonly host: Host; readonly slots: HostSlots }) {
  const connection = useConnection(host.id);
  const sessions = useHostSessions(host.id);
  const starting = useStarts((store) => store.starts.some((start) => start.hostId === host.id));
  const known = sessions.kind === 'ready' ? sessions.found : undefined;
  const nothingToShow = known !== undefined && known.sessions.length === 0 && !canStart(known.offer);
  const hasGrid = starting || (connection.kind === 'ready' && !nothingToShow);
  const tab = useCentre((store) => store.tab);
  const isReady = connection.kind === 'ready';
  return (
    <div className={styles.view}>
      <HostHeader host={host} />
      <HostTabs host={host}>{tab === 'health' && <LookBar host={host} canLook={isReady} />}</HostTabs>
      <div role="tabpanel" id={panelId(tab)} aria-labelledby={tabId(tab)}>
        <ConnectionNote host={host} starting={starting} />
        {tab === 'health' && <HealthView host={host} />}
        {tab === 'set-up' && <SetUpTab host={host} slots={slots} />}
        {/* What lacks is said below, with what helps. */}
        {tab === 'desktops' && isReady && !nothingToShow && <ProblemBar hostId={host.id} onShow={() => showTab('health')} />}
        {tab === 'desktops' && isReady && known !== undefined && <Lacks host={host} offer={known.offer} />}
        {tab === 'desktops' && hasGrid && (
          <>
            <h2 className="hidden-text">{texts.desktops}</h2>
            <SessionGrid host={host} slots={slots} />
          </>
        )}
      </div>
    </div>
  );
}

/** While a start connects by itself, its card tells the steps. */
function ConnectionNote({ host, starting }: { readonly host: Host; readonly starting: boolean }) {
  const connection = useConnection(host.id);
  const run = useActiveRun(host.id);
  const tab = useCentre((store) => store.tab);
  const isShown = tab === 'set-up' && run !== undefined;
  // A run that waits for the link says so itself.
  if (isShown && (connection.kind === 'connecting' || isWaiting(connection))) return null;
  return starting && connection.kind !== 'lost' ? null : <ConnectionPanel host={host} idleText={texts.idleText[tab](host.name)} />;
}

function Lacks({ host, offer }: { readonly host: Host; readonly offer: HostOffer }) {
  const hasProblems = problemMark(useDiagnosis(host.id)) !== undefined;
  if (offer.xProxies.length === 0) return <Lack host={host} title={texts.noProxyTitle} text={texts.noProxyText} what="x-proxy" />;
  if (offer.windowManagers.length === 0) {
    return <Lack host={host} title={texts.noManagerTitle} text={texts.noManagerText} what="window-manager" />;
  }
  return (
    <>
      {/* Where the doctor has found something, it says this too, and worse. */}
      {offer.virtualgl === undefined && !hasProblems && <Note text={texts.noVirtualgl} />}
      {offer.missingTools.length > 0 && (
        <details className={classes(box(), styles.note)}>
          <summary>{texts.missingTools(offer.missingTools.join(', '))}</summary>
          <ProxyHelp what="gl-tools" />
        </details>
      )}
    </>
  );
}

function Note({ text }: { readonly text: string }) {
  return (
    <p className={classes(box(), styles.note)}>
      <Info size={14} aria-hidden />
      {text}
    </p>
  );
}

interface LackProps {
  readonly host: Host;
  readonly title: string;
  readonly text: string;
  readonly what: Lack;
}

function Lack({ host, title, text, what }: LackProps) {
  return (
    <section className={classes(box('warn'), styles.lack)} aria-label={title}>
      <h2>{title}</h2>
      <p>{text}</p>
      <div className={styles.actions}>
        <Button kind="primary" icon={Wrench} onClick={() => showTab('set-up')}>
          {setUpTexts.setUp(host.name)}
        </Button>
        <Button onClick={() => void loadSessions(host.id)}>{texts.lookAgain}</Button>
      </div>
      <details className={styles.byHand}>
        <summary>{texts.byHandHow}</summary>
        <ProxyHelp what={what} />
      </details>
    </section>
  );
}
