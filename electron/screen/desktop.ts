/** What the guard knows of the desktop at this point of the two streams. */
import { AREA_PIXELS, RESIZED_PIXELS_PER_SECOND, RESIZES_PER_SECOND, SIDE_PIXELS } from './limits';
import { createRate, type Rate } from './rate';
import { refused } from './refusal';

export interface Desktop {
  width: number;
  height: number;
  /** As noVNC set it with SetPixelFormat; 32 until then. */
  bytesPerPixel: number;
  /** Every encoding that reached the host in a SetEncodings. */
  readonly asked: Set<number>;
  /** First screen of the last ExtendedDesktopSize: id and flags, as bytes. */
  layout: { readonly id: Uint8Array; readonly flags: Uint8Array };
  /** Sizes that noVNC asked for, as far as they are not answered. */
  readonly wishes: string[];
  /** The last wish that the desktop answered with another size. */
  missed: string | undefined;
  readonly resizes: Rate;
  readonly resizedPixels: Rate;
}

export function createDesktop(now: () => number): Desktop {
  return {
    width: 0,
    height: 0,
    bytesPerPixel: 4,
    asked: new Set(),
    layout: { id: new Uint8Array(4), flags: new Uint8Array(4) },
    wishes: [],
    missed: undefined,
    resizes: createRate(RESIZES_PER_SECOND, now),
    resizedPixels: createRate(RESIZED_PIXELS_PER_SECOND, now),
  };
}

/** Whether a framebuffer of that size can be shown. */
export const fits = (width: number, height: number): boolean =>
  width >= 1 && height >= 1 && width <= SIDE_PIXELS && height <= SIDE_PIXELS && width * height <= AREA_PIXELS;

/** Takes a size that the desktop announces. Throws `rfb-refused`. */
export function takeSize(desktop: Desktop, width: number, height: number): void {
  if (!fits(width, height))
    throw refused(`The desktop is ${width}×${height} pixels; at most ${SIDE_PIXELS} a side and 33 million in all can be shown.`);
  desktop.width = width;
  desktop.height = height;
}

export const sizeKey = (width: number, height: number): string => `${width}x${height}`;

/** A new size; `wish` when it answers a request of the operator's window. Throws `rfb-refused`. */
export function changeSize(desktop: Desktop, width: number, height: number, wish?: string): void {
  if (wish !== undefined) desktop.missed = wish === sizeKey(width, height) ? undefined : wish;
  if (width === desktop.width && height === desktop.height) return;
  const cost = Math.max(width * height, desktop.width * desktop.height);
  takeSize(desktop, width, height);
  if (wish !== undefined) return;
  desktop.missed = undefined;
  if (!desktop.resizes() || !desktop.resizedPixels(cost))
    throw refused('The desktop changes its size faster than it can be drawn; stop the program that does it and open the screen again.');
}
