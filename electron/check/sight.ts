/** What the pixels that arrived show of glxgears. */
import type { Pixels } from '../contract/check';

/** Of the window, red, green and blue gears cover 19, 5 and 4 % (measured at 150x150 and 300x300); less when partly hidden. */
const GEAR_SHARE = 0.01;
/** Pictures that differ before gears count as turning, and seconds until a still picture counts as one. */
const TURNING_FRAMES = 3;
const STILL_SECONDS = 2;

export type Sight =
  | 'turning'
  /** Too brief to tell. */
  | 'waiting'
  | 'one-colour'
  | 'still'
  | 'hidden';

export function sightOf(seen: Pixels): Sight {
  const gears = [seen.red, seen.green, seen.blue].every((share) => share >= GEAR_SHARE);
  if (gears && !seen.oneColour && seen.distinctFrames >= TURNING_FRAMES) return 'turning';
  if (seen.seconds < STILL_SECONDS) return 'waiting';
  if (seen.oneColour) return 'one-colour';
  return gears ? 'still' : 'hidden';
}
