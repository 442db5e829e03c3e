/** Opens the view in which changes are taken back. */
import type { HostId } from '../../../electron/contract/host';
import { isActive } from '../setUp';
import { leaveRun, planUndo, useSetUps } from '../setUpStore';

/** The plan of all is made at once. A run that is under way comes first: it stays in sight. */
export function showUndo(hostId: HostId): void {
  if (useSetUps.getState().runs.some((run) => run.hostId === hostId && isActive(run))) return;
  leaveRun(hostId);
  planUndo(hostId);
}
