/** Where the window was, and whether that place still exists. */
import { z } from 'zod';

/** Pixels of the desktop (device-independent). */
export const Bounds = z.strictObject({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(400),
  height: z.number().int().min(300),
});
export type Bounds = z.infer<typeof Bounds>;

/** The remembered bounds when they still lie on a display, cut to it; else undefined. Pixels of the desktop (DIP). */
export function boundsOnScreen(bounds: Bounds, areas: readonly Bounds[]): Bounds | undefined {
  const area = areas.find(
    (a) => bounds.x + 80 > a.x && bounds.x < a.x + a.width - 80 && bounds.y >= a.y - 8 && bounds.y < a.y + a.height - 80,
  );
  if (area === undefined) return undefined;
  return { ...bounds, width: Math.min(bounds.width, area.width), height: Math.min(bounds.height, area.height) };
}
