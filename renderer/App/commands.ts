/** Every action by name, for the palette, made anew each time it opens. */
import type { Command } from '../base/commands';
import { showOverlay, toggleFullScreen, toggleInspector, toggleRail } from '../base/layout';
import { baseTexts } from '../base/texts';
import { runCheck } from '../check/store';
import { checkTexts } from '../check/texts';
import { connectionOf } from '../connection/store';
import { groupsOf } from '../host/arrange';
import { allMenu, groupMenu } from '../host/bulkMenu';
import { hostsOf, searchHosts, selectHost, showHostDialog, useHosts } from '../host/store';
import { hostTexts } from '../host/texts';
import { lookAgain } from '../probe/store';
import { probeTexts } from '../probe/texts';
import { setUpTexts } from '../recipe/setUpTexts';
import { sendCtrlAltDel, setScaling, toggleClipboard, toggleViewOnly } from '../screen/actions';
import { chordText } from '../screen/chords';
import { closeScreen, openSession } from '../screen/connect';
import { activateScreen, useScreens, type Screen } from '../screen/store';
import { screenTexts } from '../screen/texts';
import { bulk } from '../session/bulk';
import { showHost, showOverview, type HostTab } from '../session/centre';
import { openness } from '../session/describe';
import { hostMenu } from '../session/hostMenu';
import { showSessionDialog, useSessions } from '../session/store';
import { sessionTexts } from '../session/texts';
import { appTexts as texts } from './texts';

type Nameless = Omit<Command, 'id'>;

function screenCommands(screen: Screen): Nameless[] {
  const { id, session } = screen;
  const on = screenTexts.title(screen.hostName, session.display);
  return [
    { title: checkTexts.run, on, keys: chordText('check'), run: () => runCheck(session.id) },
    { title: screenTexts.fullScreen, on, keys: chordText('full-screen'), run: toggleFullScreen },
    { title: screenTexts.viewOnly, on, keys: chordText('view-only'), run: () => toggleViewOnly(id) },
    { title: screenTexts.clipboard, on, run: () => toggleClipboard(id) },
    { title: screenTexts.ctrlAltDel, on, keys: chordText('ctrl-alt-del'), run: () => sendCtrlAltDel(id) },
    ...(['remote', 'fit', 'actual'] as const).map((scaling) => ({
      title: `${screenTexts.scaling}: ${screenTexts.scalings[scaling].name}`,
      on,
      run: () => setScaling(id, scaling),
    })),
    { title: texts.closeScreen, on, run: () => closeScreen(id) },
  ];
}

export function allCommands(): readonly Command[] {
  const hosts = hostsOf(useHosts.getState());
  const { screens, active } = useScreens.getState();
  const front = screens.find(({ id }) => id === active);
  const sessions = [...useSessions.getState().hosts.values()].flatMap((host) => (host.kind === 'ready' ? host.found.sessions : []));
  const hostName = (id: string): string => hosts.find((host) => host.id === id)?.name ?? '';
  const go = (hostId: string, tab?: HostTab): void => {
    if (tab === undefined) selectHost(hostId);
    else showHost(hostId, tab);
    activateScreen(undefined);
  };
  const goOver = (overview: 'wall' | 'fleet'): void => {
    showOverview(overview);
    activateScreen(undefined);
  };
  const commands: Nameless[] = [
    ...(front === undefined ? [] : screenCommands(front)),
    ...hosts.map((host) => ({ title: texts.goTo, on: host.name, run: () => go(host.id) })),
    ...hosts.map((host) => ({ title: probeTexts.healthOf, on: host.name, run: () => go(host.id, 'health') })),
    ...hosts.map((host) => ({ title: setUpTexts.go, on: host.name, run: () => go(host.id, 'set-up') })),
    ...hosts
      .filter(({ id }) => connectionOf(id).kind === 'ready')
      .map((host) => ({ title: probeTexts.lookAgain, on: host.name, run: () => lookAgain(host.id) })),
    ...sessions
      .filter((session) => openness(session).kind === 'open')
      .map((session) => ({
        title: texts.openDesktop,
        on: `:${session.display} ${session.name}, ${hostName(session.hostId)}`,
        run: () => openSession(session),
      })),
    ...hosts.flatMap((host) => hostMenu(host).map(({ label, run }) => ({ title: label, on: host.name, run }))),
    ...sessions.map((session) => ({
      title: texts.killDesktop,
      on: `:${session.display} ${session.name}, ${hostName(session.hostId)}`,
      run: () => showSessionDialog({ kind: 'kill', session }),
    })),
    { title: hostTexts.add, run: () => showHostDialog({ kind: 'add' }) },
    { title: hostTexts.find, run: searchHosts },
    ...allMenu(hosts, bulk).map(({ label, run }) => ({ title: label, run })),
    ...groupsOf(hosts).flatMap(({ name, hosts: members }) =>
      name === undefined ? [] : groupMenu(name, members, bulk).map(({ label, run }) => ({ title: label, on: name, run })),
    ),
    { title: texts.goTo, on: sessionTexts.allDesktops, run: () => goOver('wall') },
    { title: probeTexts.fleet, run: () => goOver('fleet') },
    { title: texts.rail, run: toggleRail },
    { title: texts.inspector, run: toggleInspector },
    { title: baseTexts.shortcuts, keys: '?', run: () => showOverlay('shortcuts') },
    { title: baseTexts.about, run: () => showOverlay('about') },
  ];
  return commands.map((command, at) => ({ id: `command-${at}`, ...command }));
}
