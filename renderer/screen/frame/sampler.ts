/** Looks at what noVNC really drew, once per animation frame, and reports once a second. */
import type { Pixels, Region } from '../../../electron/contract/check';
import { createTally } from './pixels';

export interface Sampled {
  /** Distinct pictures per second in the last second. */
  readonly lastFps: number;
  readonly total: Pixels;
}

/** Each side of the small picture that is looked at. */
const SIDE = 128;
/** A longer pause means that nobody could see the screen: it counts for nothing. */
const PAUSE_MS = 1000;
const REPORT_MS = 1000;

/** `canvas` is asked for at every frame: a new connection brings a new one. Returns what ends the sampling. */
export function sample(
  region: Region | undefined,
  canvas: () => HTMLCanvasElement | undefined,
  report: (sampled: Sampled) => void,
): () => void {
  const small = document.createElement('canvas');
  const context = small.getContext('2d', { willReadFrequently: true });
  const tally = createTally();
  let request = 0;
  let lastAt: number | undefined;
  let reported = { at: 0, distinct: 0 };

  function frame(now: number): void {
    request = requestAnimationFrame(frame);
    const elapsed = lastAt === undefined ? PAUSE_MS : now - lastAt;
    lastAt = now;
    const source = canvas();
    const part = source === undefined ? undefined : clip(region, source.width, source.height);
    if (context === null || source === undefined || part === undefined) return;
    const seen = look(context, source, part);
    const fresh = elapsed >= PAUSE_MS;
    tally.add(seen, fresh ? 0 : elapsed / 1000);
    const { distinctFrames } = tally.total();
    // After a pause the second begins anew, and a change in between is nobody's frame rate.
    if (fresh) reported = { at: now, distinct: distinctFrames };
    if (now - reported.at < REPORT_MS) return;
    report({ lastFps: ((distinctFrames - reported.distinct) * 1000) / (now - reported.at), total: tally.total() });
    reported = { at: now, distinct: distinctFrames };
  }

  request = requestAnimationFrame(frame);
  return () => cancelAnimationFrame(request);
}

/** The part of the region that lies on the canvas; undefined when there is none. */
export function clip(region: Region | undefined, width: number, height: number): Region | undefined {
  const wanted = region ?? { x: 0, y: 0, width, height };
  const [x, y] = [Math.max(0, wanted.x), Math.max(0, wanted.y)];
  const part = {
    x,
    y,
    width: Math.min(wanted.x + wanted.width, width) - x,
    height: Math.min(wanted.y + wanted.height, height) - y,
  };
  return part.width > 0 && part.height > 0 ? part : undefined;
}

function look(context: CanvasRenderingContext2D, source: HTMLCanvasElement, part: Region): Uint8ClampedArray {
  const [width, height] = [Math.min(part.width, SIDE), Math.min(part.height, SIDE)];
  const { canvas } = context;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  // Smoothing would mix colours that are not there; a new size resets it.
  context.imageSmoothingEnabled = false;
  context.drawImage(source, part.x, part.y, part.width, part.height, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}
