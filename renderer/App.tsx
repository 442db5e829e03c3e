/** The frame: rail, centre, inspector, strip, and what lies over them. It only puts the nouns side by side. */
import { useLayoutEffect, useRef } from 'react';
import { assertNever } from '../electron/contract';
import type { Verdict } from '../electron/contract/check';
import type { Session } from '../electron/contract/session';
import { allCommands } from './App/commands';
import { PALETTE_KEYS, shortcutGroups } from './App/chords';
import { Inspector, useInspected } from './App/Inspector';
import { useRunning } from './App/useRunning';
import styles from './App.module.css';
import { AboutDialog } from './base/AboutDialog';
import { CommandPalette } from './base/CommandPalette';
import { FailureNote } from './base/FailureNote';
import { showInspector, showOverlay, useLayout } from './base/layout';
import { Menu } from './base/Menu';
import { Notices } from './base/Notices';
import { ShortcutsDialog } from './base/ShortcutsDialog';
import { Strip } from './base/Strip';
import { inspectCheck } from './check/store';
import { VerdictBadge, VerdictDot, VerdictLabel } from './check/VerdictBadge';
import { ConnectionDialogs } from './connection/ConnectionDialogs';
import { openConnection } from './connection/store';
import { Questions } from './connection/Questions';
import { Fleet } from './probe/Fleet';
import { probeTexts } from './probe/texts';
import { CureDialog } from './recipe/cure/CureDialog';
import { FirstRun } from './host/FirstRun';
import { HostDialogs } from './host/HostDialogs';
import { loadHosts, selectHost, useHost, useHosts, type HostList } from './host/store';
import { openSession } from './screen/connect';
import { ScreenStack } from './screen/ScreenStack';
import { ScreenTabs } from './screen/ScreenTabs';
import { activateScreen, useScreens, type Screen } from './screen/store';
import { screenTexts } from './screen/texts';
import { bulk } from './session/bulk';
import { showHost, useCentre } from './session/centre';
import { HostRail } from './session/HostRail';
import { HostView, type HostSlots } from './session/HostView';
import { SessionDialogs } from './session/SessionDialogs';
import { SetUpHosts } from './session/SetUpHosts';
import { bestMode, useModes } from './session/modes';
import type { CardSlots } from './session/SessionCard';
import { sessionTexts } from './session/texts';
import { Wall } from './session/Wall';

function showEvidence(sessionId: string): void {
  inspectCheck(sessionId);
  showInspector(true);
}

const tabBadge = ({ session }: Screen) => <VerdictDot sessionId={session.id} />;
const cardBadge = ({ id }: Session) => <VerdictBadge sessionId={id} onShow={() => showEvidence(id)} />;
const verdictLabel = (verdict: Verdict) => <VerdictLabel verdict={verdict} />;
const screenBadge = ({ session }: Screen) => cardBadge(session);

export function App() {
  const screens = useScreens((store) => store.screens);
  const active = useScreens((store) => store.screens.find(({ id }) => id === store.active));
  const host = useHost(useHosts((store) => store.selected));
  const fullScreen = useLayout((store) => store.fullScreen) && active !== undefined;
  const rail = useLayout((store) => store.rail) && !fullScreen;
  const overview = useCentre((store) => store.overview) === 'fleet' ? probeTexts.fleet : sessionTexts.allDesktops;
  const inspected = useInspected();
  const running = useRunning();

  const name = active !== undefined ? screenTexts.title(active.hostName, active.session.display) : (host?.name ?? overview);
  return (
    <div className={styles.app}>
      <div className={styles.row}>
        {rail && (
          <HostRail
            current={active?.session.hostId ?? host?.id}
            onOverview={active === undefined && host === undefined}
            paletteKeys={PALETTE_KEYS()}
            onChoose={() => {
              activateScreen(undefined);
              inspectCheck(undefined);
            }}
          />
        )}
        <main className={styles.centre} aria-label={name}>
          {!fullScreen && <ScreenTabs renderBadge={tabBadge} />}
          <div className={styles.stage}>
            <Overview hidden={active !== undefined} tabbed={screens.length > 0} />
            <ScreenStack renderBadge={screenBadge} />
          </div>
        </main>
        {!fullScreen && <Inspector>{inspected}</Inspector>}
      </div>
      {!fullScreen && <Strip running={running} hasInspector={inspected !== undefined} />}
      <Overlays />
    </div>
  );
}

/** The centre without a screen: first run, a host, the wall, or the fleet. */
function Overview({ hidden, tabbed }: { readonly hidden: boolean; readonly tabbed: boolean }) {
  const list = useHosts((store) => store.list);
  const host = useHost(useHosts((store) => store.selected));
  const open = useScreens((store) => store.screens);
  const scroller = useScrolledUp(`${host?.id} ${useCentre((store) => `${store.overview} ${store.tab}`)}`);
  const slots: HostSlots = {
    onOpen: openSession,
    isOpen: (session) => open.some((screen) => screen.session.id === session.id),
    renderBadge: cardBadge,
    renderVerdict: verdictLabel,
  };
  return (
    <div
      ref={scroller}
      className={styles.overview}
      id="centre-overview"
      hidden={hidden}
      {...(tabbed ? { role: 'tabpanel', 'aria-labelledby': 'tab-overview' } : {})}
    >
      {host === undefined ? <WithoutHost list={list} slots={slots} /> : <HostView key={host.id} host={host} slots={slots} />}
    </div>
  );
}

/** Another place is read from its beginning. */
function useScrolledUp(place: string) {
  const scroller = useRef<HTMLDivElement>(null);
  const before = useRef(place);
  useLayoutEffect(() => {
    if (before.current !== place && scroller.current !== null) scroller.current.scrollTop = 0;
    before.current = place;
  }, [place]);
  return scroller;
}

function WithoutHost({ list, slots }: { readonly list: HostList; readonly slots: CardSlots }) {
  const overview = useCentre((store) => store.overview);
  switch (list.kind) {
    case 'loading':
      return null;
    case 'failed':
      return (
        <div className={styles.failed}>
          <FailureNote failure={list.failure} onRetry={() => void loadHosts()} />
        </div>
      );
    case 'ready':
      if (list.hosts.length === 0) return <FirstRun onConnect={bulk.connect} />;
      return overview === 'fleet' ? <FleetOverview /> : <Wall slots={slots} />;
    default:
      return assertNever(list);
  }
}

function FleetOverview() {
  const modes = useModes((store) => store.hosts);
  return (
    <Fleet
      modeOf={(hostId) => bestMode(modes.get(hostId))}
      onHost={({ id }) => showHost(id, 'desktops')}
      onHealth={({ id }) => showHost(id, 'health')}
    />
  );
}

function Overlays() {
  const overlay = useLayout((store) => store.overlay);
  const close = (): void => showOverlay('none');
  return (
    <>
      {overlay === 'palette' && <CommandPalette commands={allCommands()} onClose={close} />}
      {overlay === 'shortcuts' && <ShortcutsDialog groups={shortcutGroups()} onClose={close} />}
      {overlay === 'about' && <AboutDialog onClose={close} />}
      <HostDialogs
        onConnect={bulk.connect}
        onAdded={(host) => {
          selectHost(host.id);
          activateScreen(undefined);
          openConnection(host.id);
        }}
      />
      <SessionDialogs />
      <ConnectionDialogs />
      <CureDialog />
      <SetUpHosts onLeave={() => activateScreen(undefined)} />
      <Questions />
      <Menu />
      <Notices />
    </>
  );
}
