/** The desktop at the end of a set-up is shown while it is checked, to whoever watches that set-up: only a screen has pixels to count. */
import type { SessionId } from '../../electron/contract/session';
import type { SetUpRun } from '../../electron/contract/setUp';
import { useHosts } from '../host/store';
import { useSetUps } from '../recipe/setUpStore';
import { closeScreen, openSession } from '../screen/connect';
import { activateScreen, screenOf, useScreens } from '../screen/store';
import { useCentre } from '../session/centre';
import { sessionById, useSessions } from '../session/store';

/** Those that were opened here. */
const shown = new Set<SessionId>();

const provedIn = ({ proof }: SetUpRun): SessionId | undefined => (proof?.kind === 'running' ? proof.sessionId : undefined);

const isWatched = ({ hostId }: SetUpRun): boolean =>
  useHosts.getState().selected === hostId && useCentre.getState().tab === 'set-up' && useScreens.getState().active === undefined;

function arrange(): void {
  const { runs } = useSetUps.getState();
  const proved = new Set(runs.map(provedIn));
  for (const id of [...shown].filter((each) => !proved.has(each))) {
    shown.delete(id);
    const screen = screenOf(id);
    const wasActive = screen !== undefined && useScreens.getState().active === screen.id;
    if (screen !== undefined) closeScreen(screen.id);
    // Back to the report.
    if (wasActive) activateScreen(undefined);
  }
  for (const run of runs) {
    const id = provedIn(run);
    const session = id === undefined ? undefined : sessionById(id);
    if (session === undefined || shown.has(session.id) || screenOf(session.id) !== undefined || !isWatched(run)) continue;
    shown.add(session.id);
    openSession(session);
  }
}

export function followProofScreens(): void {
  useSetUps.subscribe(arrange);
  useSessions.subscribe(arrange);
}
