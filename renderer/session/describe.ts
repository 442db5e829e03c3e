/** A desktop in words: how it is drawn, and whether it can be opened. */
import type { HostOffer, Session } from '../../electron/contract/session';
import { MODE_NAMES, X_PROXY_NAMES, sessionTexts as texts } from './texts';

/** `TurboVNC · VirtualGL EGL egl0`. */
export function drawnBy(session: Session): string {
  const device =
    session.vglDevice === undefined || session.vglDevice === 'none' || session.vglDevice === 'egl' ? '' : ` ${session.vglDevice}`;
  return `${X_PROXY_NAMES[session.xProxy]} · ${MODE_NAMES[session.mode]}${device}`;
}

export const sizeOf = ({ width, height }: { readonly width: number; readonly height: number }): string => `${width} × ${height}`;

export type Openness =
  | { readonly kind: 'open' }
  /** Files without a process: to be cleaned up. */
  | { readonly kind: 'dead'; readonly word: string; readonly why: string }
  | { readonly kind: 'unreachable'; readonly word: string; readonly why: string };

export function openness(session: Session): Openness {
  if (session.state === 'dead') return { kind: 'dead', word: texts.dead, why: texts.deadWhy };
  if (session.state === 'silent') return { kind: 'unreachable', word: texts.silent, why: texts.silentWhy };
  if (session.rfb.kind === 'none') return { kind: 'unreachable', word: texts.unreachable, why: session.rfb.why };
  return { kind: 'open' };
}

/** `TurboVNC 3.3 · VirtualGL 3.1.4 · Xfce`: what a new desktop on this host would be made of. */
export function offerLine(offer: HostOffer): string {
  const [proxy] = offer.xProxies;
  const [manager] = offer.windowManagers;
  const devices = offer.vglDevices.map(({ renderer }) => renderer);
  return [
    proxy && `${X_PROXY_NAMES[proxy.kind]} ${proxy.version}`,
    offer.virtualgl !== undefined && `VirtualGL ${offer.virtualgl}`,
    manager?.name,
    devices.length > 1 ? `${devices.length} GL devices` : devices[0],
  ]
    .filter((part) => part !== undefined && part !== false && part !== '')
    .join(' · ');
}

/** Whether the host has what every desktop needs. */
export const canStart = (offer: HostOffer): boolean => offer.xProxies.length > 0 && offer.windowManagers.length > 0;
