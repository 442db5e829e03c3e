/** “New desktop”: one click, with what was chosen last on that host. */
import type { HostId } from '../../electron/contract/host';
import { startSession } from './starts';
import { sessionsOf } from './store';
import { quickWish, remembered } from './wish';

export function newDesktop(hostId: HostId): void {
  const state = sessionsOf(hostId);
  void startSession(quickWish(hostId, remembered(hostId), state.kind === 'ready' ? state.found.offer : undefined));
}
