/** Tells of set-ups that end while nobody looks at them. */
import type { SetUpRun } from '../../electron/contract/setUp';
import { say } from '../base/notices';
import { hostById, useHosts } from '../host/store';
import { useMany } from '../recipe/many/many';
import { endWords } from '../recipe/run/runs';
import { isActive } from '../recipe/setUp';
import { setUpOf, useSetUps } from '../recipe/setUpStore';
import { useScreens } from '../screen/store';
import { useCentre } from '../session/centre';

function isLookedAt({ id, hostId, batch }: SetUpRun): boolean {
  const { many } = useMany.getState();
  if (many.kind === 'runs' && many.batch === batch) return true;
  const inFront = useScreens.getState().active === undefined && useHosts.getState().selected === hostId;
  return inFront && useCentre.getState().tab === 'set-up' && setUpOf(hostId).shownRun === id;
}

export function followRunEnds(): void {
  useSetUps.subscribe(({ runs }, before) => {
    if (runs === before.runs) return;
    for (const run of runs) {
      const was = before.runs.find(({ id }) => id === run.id);
      if (was === undefined || !isActive(was) || isActive(run) || isLookedAt(run)) continue;
      const { text, kind } = endWords(run, hostById(run.hostId)?.name ?? '');
      say(text, kind);
    }
  });
}
