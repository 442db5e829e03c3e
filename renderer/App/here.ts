/** Which host the operator is at: that of the screen in front, the selected one, or the only one. */
import type { Host } from '../../electron/contract/host';
import { showOverlay } from '../base/layout';
import { hostById, hostsOf, useHosts } from '../host/store';
import { screenById, useScreens } from '../screen/store';
import { newDesktop } from '../session/newDesktop';

export function hostHere(): Host | undefined {
  const screen = screenById(useScreens.getState().active);
  const { selected } = useHosts.getState();
  const hosts = hostsOf(useHosts.getState());
  const id = screen?.session.hostId ?? selected;
  return id === undefined ? (hosts.length === 1 ? hosts[0] : undefined) : hostById(id);
}

/** Without a host to start it on, the palette asks which. */
export function newDesktopHere(): void {
  const host = hostHere();
  if (host === undefined) showOverlay('palette');
  else newDesktop(host.id);
}
