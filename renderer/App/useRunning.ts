/** What is running anywhere, for the bottom strip. */
import { useShallow } from 'zustand/react/shallow';
import type { Running } from '../base/Strip';
import { useChecks } from '../check/store';
import { checkTexts } from '../check/texts';
import { hostsOf, selectHost, useHosts } from '../host/store';
import { closeConnection, useConnections } from '../connection/store';
import { connectionTexts } from '../connection/texts';
import { progressWords } from '../connection/words';
import { useRecipes } from '../recipe/cure/store';
import { recipeTexts } from '../recipe/cure/texts';
import { activateScreen, useScreens } from '../screen/store';
import { useStarts } from '../session/starts';
import { sessionById } from '../session/store';
import { sessionTexts } from '../session/texts';
import { useRunningSetUps } from './runningSetUps';
import { appTexts } from './texts';

export function useRunning(): readonly Running[] {
  const hosts = useHosts(hostsOf);
  const states = useConnections((store) => store.states);
  const starts = useStarts(useShallow((store) => store.starts.filter(({ failure }) => failure === undefined)));
  const lost = useScreens(useShallow((store) => store.screens.filter(({ state }) => state.kind === 'reconnecting')));
  const screens = useScreens((store) => store.screens);
  const checks = useChecks(useShallow((store) => [...store.latest.values()].filter(({ phase }) => phase.kind === 'running')));
  const cures = useRecipes((store) => store.running);
  const nameOf = (hostId: string): string => hosts.find((host) => host.id === hostId)?.name ?? '';
  const goTo = (hostId: string): void => {
    selectHost(hostId);
    activateScreen(undefined);
  };
  const setUps = useRunningSetUps(nameOf, () => activateScreen(undefined));
  return [
    ...setUps,
    ...hosts.flatMap((host) => {
      const state = states.get(host.id);
      const step = state === undefined ? undefined : progressWords(state);
      if (state === undefined || step === undefined) return [];
      const isFirst = state.kind === 'connecting' && state.again === undefined;
      return [
        {
          id: `connection ${host.id}`,
          what: isFirst ? connectionTexts.connectingTo(host.name) : connectionTexts.reconnectingTo(host.name),
          step,
          show: () => goTo(host.id),
          stop: { label: connectionTexts.stopConnecting(host.name), run: () => closeConnection(host.id) },
        },
      ];
    }),
    ...starts.map(({ key, hostId, step }) => ({
      id: `start ${key}`,
      what: sessionTexts.startingOn(nameOf(hostId)),
      ...(step === undefined ? {} : { step }),
      show: () => goTo(hostId),
    })),
    ...lost.map((screen) => ({
      id: `screen ${screen.id}`,
      what: appTexts.reconnecting(screen.hostName, screen.session.display),
      show: () => activateScreen(screen.id),
    })),
    ...cures.map(({ host, finding }) => ({
      id: `cure ${host.id} ${finding.key}`,
      what: recipeTexts.runningOn(host.name),
      step: finding.title,
      show: () => goTo(host.id),
    })),
    ...checks.map((check) => {
      const screen = screens.find(({ session }) => session.id === check.sessionId);
      const session = screen?.session ?? sessionById(check.sessionId);
      return {
        id: `check ${check.id}`,
        what: checkTexts.runningCheck(nameOf(session?.hostId ?? ''), session?.display ?? 0),
        ...(check.phase.kind === 'running' ? { step: check.phase.step } : {}),
        show: () => activateScreen(screen?.id),
      };
    }),
  ];
}
