/** What a toolbar button, a menu item and a key chord do alike. */
import type { ScreenId, Shortcut } from '../../electron/contract/screen';
import { toggleFullScreen } from '../base/layout';
import { connectScreen } from './connect';
import { onFrameEvent, tellFrame } from './frames';
import { changeScreen, screenById, useScreens, type Scaling } from './store';

export function setScaling(id: ScreenId, scaling: Scaling): void {
  changeScreen(id, { scaling });
  tellFrame(id, { kind: 'scaling', scaling });
}

export function toggleViewOnly(id: ScreenId): void {
  const viewOnly = screenById(id)?.viewOnly !== true;
  changeScreen(id, { viewOnly });
  tellFrame(id, { kind: 'view-only', on: viewOnly });
}

export function toggleClipboard(id: ScreenId): void {
  changeScreen(id, { shareClipboard: screenById(id)?.shareClipboard !== true });
}

export const sendCtrlAltDel = (id: ScreenId): void => tellFrame(id, { kind: 'ctrl-alt-del' });

/** Set by the toolbar: where the keyboard goes when a desktop gives it back. */
export const TOOLBAR_FIRST = 'data-toolbar-first';

export function releaseKeyboard(): void {
  document.querySelector<HTMLElement>(`[${TOOLBAR_FIRST}]`)?.focus();
}

/** The chord that asks for a check belongs to the noun to the right. */
const checkListeners = new Set<(id: ScreenId) => void>();
export function onCheckAsked(listener: (id: ScreenId) => void): () => void {
  checkListeners.add(listener);
  return () => void checkListeners.delete(listener);
}

export function runShortcut(id: ScreenId, shortcut: Shortcut): void {
  switch (shortcut) {
    case 'full-screen':
      return toggleFullScreen();
    case 'view-only':
      return toggleViewOnly(id);
    case 'ctrl-alt-del':
      return sendCtrlAltDel(id);
    case 'release':
      return releaseKeyboard();
    case 'refresh':
      return connectScreen(id);
    case 'check':
      for (const listener of checkListeners) listener(id);
  }
}

export function followShortcuts(): void {
  onFrameEvent((id, event) => {
    // A frame in the background has no keyboard, whatever it says.
    if (event.kind === 'shortcut' && useScreens.getState().active === id) runShortcut(id, event.shortcut);
  });
}
