/** What a new desktop is asked to be: remembered per host, read from the options form, fitted to what the host offers. */
import { z } from 'zod';
import type { HostId } from '../../electron/contract/host';
import { Depth, Geometry, SessionWish, VglDevice, WindowManagerId, type HostOffer } from '../../electron/contract/session';

/** The options dialog's values as typed. */
export interface WishValues {
  /** `1600x900`, or `custom`. */
  readonly size: string;
  readonly width: string;
  readonly height: string;
  readonly depth: '16' | '24' | '30';
  /** Empty: the host's best. */
  readonly windowManager: string;
  readonly vglDevice: string;
  readonly name: string;
  readonly display: string;
}

export const SIZES = ['1280x720', '1600x900', '1920x1080', '2560x1440', '3840x2160'] as const;

/** What is kept between starts; name and display belong to one desktop only. */
const Remembered = z.strictObject({
  geometry: Geometry,
  depth: Depth,
  windowManager: WindowManagerId.optional(),
  vglDevice: VglDevice.optional(),
});
export type Remembered = z.infer<typeof Remembered>;

const DEFAULT: Remembered = { geometry: { width: 1600, height: 900 }, depth: 24 };

const keyOf = (hostId: HostId): string => `desktop ${hostId}`;

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

export function remembered(hostId: HostId, storage: Storage = localStorage): Remembered {
  try {
    const parsed = Remembered.safeParse(JSON.parse(storage.getItem(keyOf(hostId)) ?? 'null'));
    return parsed.success ? parsed.data : DEFAULT;
  } catch {
    return DEFAULT;
  }
}

export function remember(wish: SessionWish, storage: Storage = localStorage): void {
  const { hostId, geometry, depth, windowManager, vglDevice } = wish;
  const kept: Remembered = {
    geometry,
    depth,
    ...(windowManager === undefined ? {} : { windowManager }),
    ...(vglDevice === undefined ? {} : { vglDevice }),
  };
  storage.setItem(keyOf(hostId), JSON.stringify(kept));
}

/** The wish of one click: what was chosen last, without what the host no longer offers. */
export function quickWish(hostId: HostId, kept: Remembered, offer: HostOffer | undefined): SessionWish {
  const { windowManager, vglDevice, ...rest } = kept;
  const managerThere = offer === undefined || offer.windowManagers.some(({ id }) => id === windowManager);
  const deviceThere = offer === undefined || vglDevice === 'none' || offer.vglDevices.some(({ device }) => device === vglDevice);
  return {
    hostId,
    ...rest,
    ...(windowManager !== undefined && managerThere ? { windowManager } : {}),
    ...(vglDevice !== undefined && deviceThere ? { vglDevice } : {}),
  };
}

export function valuesFor(kept: Remembered): WishValues {
  const { width, height } = kept.geometry;
  const size = `${width}x${height}`;
  return {
    size: SIZES.some((each) => each === size) ? size : 'custom',
    width: String(width),
    height: String(height),
    depth: `${kept.depth}`,
    windowManager: kept.windowManager ?? '',
    vglDevice: kept.vglDevice ?? '',
    name: '',
    display: '',
  };
}

const number = (text: string): number => (/^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN);

export type WishReading =
  | { readonly kind: 'wish'; readonly wish: SessionWish }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> };

export function readWish(hostId: HostId, values: WishValues): WishReading {
  const [width = '', height = ''] = values.size === 'custom' ? [values.width, values.height] : values.size.split('x');
  const parsed = SessionWish.safeParse({
    hostId,
    geometry: { width: number(width), height: number(height) },
    depth: Number(values.depth),
    ...(values.windowManager === '' ? {} : { windowManager: values.windowManager }),
    ...(values.vglDevice === '' ? {} : { vglDevice: values.vglDevice }),
    ...(values.name.trim() === '' ? {} : { name: values.name }),
    ...(values.display.trim() === '' ? {} : { display: number(values.display) }),
  });
  if (parsed.success) return { kind: 'wish', wish: parsed.data };
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) errors[issue.path.join('.')] ??= issue.message;
  return { kind: 'errors', errors };
}
