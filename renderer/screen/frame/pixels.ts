/** What a series of pictures shows, as numbers: glxgears' three colours, whether anything differs, how many differ from the one before. */
import type { Pixels } from '../../../electron/contract/check';

/** RGBA, as ImageData has them. */
export type Rgba = Uint8ClampedArray;

export type Colour = 'red' | 'green' | 'blue' | 'other';

/** The gears are (0.8,0.1,0), (0,0.8,0.2) and (0.2,0.2,1), lit from a fifth to the full (glxgears.c); JPEG blurs them a little. */
const BRIGHT = 45;
const DOMINANT = 2.5;

export function colourOf(red: number, green: number, blue: number): Colour {
  const most = Math.max(red, green, blue);
  if (most < BRIGHT) return 'other';
  const next = red + green + blue - most - Math.min(red, green, blue);
  if (most < next * DOMINANT) return 'other';
  if (most === red) return 'red';
  return most === green ? 'green' : 'blue';
}

/** FNV-1a over whole pixels. */
export function hashOf(pixels: Rgba): number {
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.byteLength / 4);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  return hash >>> 0;
}

export interface Tally {
  /** One picture, `seconds` after the one before; with 0 it is not compared with that. */
  add(pixels: Rgba, seconds: number): void;
  total(): Pixels;
}

export function createTally(): Tally {
  const counts: Record<Colour, number> = { red: 0, green: 0, blue: 0, other: 0 };
  let seconds = 0;
  let distinctFrames = 0;
  let lastHash: number | undefined;
  let first: number | undefined;
  let oneColour = true;
  /** Of the last picture: an equal one need not be looked at again. */
  let last: Record<Colour, number> = { red: 0, green: 0, blue: 0, other: 0 };

  function look(pixels: Rgba): void {
    last = { red: 0, green: 0, blue: 0, other: 0 };
    for (let at = 0; at < pixels.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = [pixels[at], pixels[at + 1], pixels[at + 2]];
      last[colourOf(red, green, blue)] += 1;
      const colour = (red << 16) | (green << 8) | blue;
      first ??= colour;
      if (colour !== first) oneColour = false;
    }
  }

  return {
    add(pixels, elapsed) {
      seconds += elapsed;
      const hash = hashOf(pixels);
      if (hash !== lastHash) {
        if (lastHash !== undefined && elapsed > 0) distinctFrames += 1;
        lastHash = hash;
        look(pixels);
      }
      counts.red += last.red;
      counts.green += last.green;
      counts.blue += last.blue;
      counts.other += last.other;
    },
    total() {
      const all = counts.red + counts.green + counts.blue + counts.other;
      const share = (count: number): number => (all === 0 ? 0 : count / all);
      return {
        seconds: Math.min(seconds, 600),
        distinctFrames,
        deliveredFps: seconds === 0 ? 0 : distinctFrames / seconds,
        red: share(counts.red),
        green: share(counts.green),
        blue: share(counts.blue),
        // Of nothing that was seen, nothing is said.
        oneColour: first !== undefined && oneColour,
      };
    },
  };
}
