/** What the centre shows: of a host its desktops, its health or its set-up, without a host the wall or the fleet. */
import { create } from 'zustand';
import type { HostId } from '../../electron/contract/host';
import { selectHost } from '../host/store';
import { useStarts } from './starts';

export type HostTab = 'desktops' | 'health' | 'set-up';

interface Centre {
  /** The same for every host: who goes through the hosts' health stays with it. */
  readonly tab: HostTab;
  readonly overview: 'wall' | 'fleet';
}

export const useCentre = create<Centre>(() => ({ tab: 'desktops', overview: 'wall' }));

export const showTab = (tab: HostTab): void => useCentre.setState({ tab });

export function showHost(hostId: HostId, tab: HostTab): void {
  showTab(tab);
  selectHost(hostId);
}

export function showOverview(overview: Centre['overview']): void {
  useCentre.setState({ overview });
  selectHost(undefined);
}

/** Who starts a desktop wants to see it come. */
export function followCentre(): void {
  useStarts.subscribe(({ starts }, before) => {
    if (starts.length > before.starts.length) showTab('desktops');
  });
}
