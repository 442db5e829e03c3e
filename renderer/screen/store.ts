/** The open screens, their order, and which of them is in front. */
import { create } from 'zustand';
import type { calls, Output } from '../../electron/contract';
import type { ScreenId } from '../../electron/contract/screen';
import type { Session, SessionId } from '../../electron/contract/session';
import { newScreenId } from './address';
import type { ScreenState } from './state';

export type Scaling = 'remote' | 'fit' | 'actual';

export interface Screen {
  readonly id: ScreenId;
  /** As it was when the screen was opened. */
  readonly session: Session;
  readonly hostName: string;
  readonly state: ScreenState;
  readonly scaling: Scaling;
  readonly viewOnly: boolean;
  readonly shareClipboard: boolean;
  /** The keyboard is in its frame. */
  readonly focused: boolean;
  readonly path?: Output<typeof calls, 'screen.open'>['path'];
  /** Of the picture, in pixels. */
  readonly size?: { readonly width: number; readonly height: number };
}

interface ScreenStore {
  readonly screens: readonly Screen[];
  /** Undefined: the centre shows hosts and desktops. */
  readonly active: ScreenId | undefined;
}

export const useScreens = create<ScreenStore>(() => ({ screens: [], active: undefined }));

export const screenById = (id: ScreenId | undefined): Screen | undefined =>
  useScreens.getState().screens.find((screen) => screen.id === id);

export const screenOf = (sessionId: SessionId): Screen | undefined =>
  useScreens.getState().screens.find((screen) => screen.session.id === sessionId);

export const activateScreen = (active: ScreenId | undefined): void => useScreens.setState({ active });

export function changeScreen(id: ScreenId, change: Partial<Screen>): void {
  useScreens.setState(({ screens }) => ({ screens: screens.map((screen) => (screen.id === id ? { ...screen, ...change } : screen)) }));
}

/** Brings the desktop to the front, in a new tab when it has none yet. */
export function showSession(session: Session, hostName: string): Screen {
  const known = screenOf(session.id);
  if (known !== undefined) {
    activateScreen(known.id);
    return known;
  }
  const screen: Screen = {
    id: newScreenId(),
    session,
    hostName,
    state: { kind: 'opening', step: 'frame' },
    scaling: 'remote',
    viewOnly: false,
    shareClipboard: true,
    focused: false,
  };
  useScreens.setState(({ screens }) => ({ screens: [...screens, screen], active: screen.id }));
  return screen;
}

/** Takes the tab away; its neighbour comes to the front. */
export function dropScreen(id: ScreenId): void {
  useScreens.setState(({ screens, active }) => {
    const at = screens.findIndex((screen) => screen.id === id);
    const rest = screens.filter((screen) => screen.id !== id);
    return { screens: rest, active: active === id ? (rest[at] ?? rest[at - 1])?.id : active };
  });
}

/** The next tab, or the one before; the overview is one of them. */
export function stepScreen(by: 1 | -1): void {
  useScreens.setState(({ screens, active }) => {
    const tabs = [undefined, ...screens.map(({ id }) => id)];
    return { active: tabs[(tabs.indexOf(active) + by + tabs.length) % tabs.length] };
  });
}
