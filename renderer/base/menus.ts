/** The one menu that can be open: what it holds, and where. */
import { create } from 'zustand';
import type { Icon } from './Button';

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
  readonly icon?: Icon;
  readonly keys?: string;
  readonly danger?: boolean;
  /** Present: a choice among others, chosen or not. */
  readonly chosen?: boolean;
  /** Begins a group. */
  readonly apart?: boolean;
}

export interface OpenMenu {
  readonly name: string;
  readonly items: readonly MenuItem[];
  /** Where it hangs: under a control, or at the pointer. Pixels of the page. */
  readonly at: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly opener: HTMLElement;
}

export const useMenu = create<{ readonly open: OpenMenu | undefined }>(() => ({ open: undefined }));

export function openMenu(
  opener: HTMLElement,
  name: string,
  items: readonly MenuItem[],
  point?: { readonly x: number; readonly y: number },
): void {
  const box = opener.getBoundingClientRect();
  // A context menu asked for by key comes without a place: 0, 0.
  const atPointer = point !== undefined && (point.x !== 0 || point.y !== 0);
  const at = atPointer ? { left: point.x, right: point.x, top: point.y, bottom: point.y } : box;
  useMenu.setState({ open: { name, items, at, opener } });
}

/** `giveBack`: the focus goes to the control that opened it. */
export function closeMenu(giveBack = true): void {
  const { open } = useMenu.getState();
  if (open === undefined) return;
  useMenu.setState({ open: undefined });
  if (giveBack) open.opener.focus();
}
