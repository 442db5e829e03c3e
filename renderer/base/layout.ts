/** How the page is arranged: what lies over it, whether the inspector is open, whether the screen has it all. */
import { create } from 'zustand';
import { main } from './ports';

interface Layout {
  readonly overlay: 'none' | 'palette' | 'shortcuts' | 'about';
  readonly rail: boolean;
  readonly inspector: boolean;
  readonly fullScreen: boolean;
}

/** A narrow window gives its place to the picture first. */
const hasRoom = (): boolean => window.innerWidth >= 1080;

export const useLayout = create<Layout>(() => ({ overlay: 'none', rail: true, inspector: hasRoom(), fullScreen: false }));

export const showOverlay = (overlay: Layout['overlay']): void => useLayout.setState({ overlay });

export const showInspector = (inspector: boolean): void => useLayout.setState({ inspector });

export const toggleInspector = (): void => useLayout.setState(({ inspector }) => ({ inspector: !inspector }));

export const showRail = (): void => useLayout.setState({ rail: true });

export const toggleRail = (): void => useLayout.setState(({ rail }) => ({ rail: !rail }));

/** Asks main for it; the state follows when the window says so. */
export function toggleFullScreen(): void {
  void main.call('window.fullScreen', !useLayout.getState().fullScreen).catch(() => undefined);
}

export function followLayout(): void {
  main.on('window.fullScreen', (fullScreen) => useLayout.setState({ fullScreen }));
  // The page loads before its window has its size, and a window may be made wider or narrower: each crossing decides anew.
  let room = hasRoom();
  window.addEventListener('resize', () => {
    if (hasRoom() === room) return;
    room = !room;
    showInspector(room);
  });
}
