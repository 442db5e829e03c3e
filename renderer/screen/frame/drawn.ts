/** Knows when noVNC has put its first picture on its canvas. */

const FRAMES = 2;
/** Where no frames are drawn, a hidden window for instance, nobody waits for them. */
const NO_FRAMES_MS = 500;
const GIVE_UP_MS = 5000;

/** A canvas of noVNC is transparent until something is drawn, and opaque from then on. */
export function hasDrawn(canvas: HTMLCanvasElement): boolean {
  if (canvas.width === 0 || canvas.height === 0) return false;
  const small = document.createElement('canvas');
  [small.width, small.height] = [8, 8];
  const context = small.getContext('2d', { willReadFrequently: true });
  context?.drawImage(canvas, 0, 0, 8, 8);
  return context?.getImageData(0, 0, 8, 8).data.some((value, index) => index % 4 === 3 && value > 0) ?? false;
}

/** Resolves once it was drawn and shown; JPEG pictures are decoded after noVNC took them. */
export async function firstDrawn(canvas: HTMLCanvasElement): Promise<void> {
  const from = performance.now();
  do {
    for (let frame = 0; frame < FRAMES; frame++) await nextFrame();
  } while (!hasDrawn(canvas) && performance.now() - from < GIVE_UP_MS);
}

const nextFrame = (): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, NO_FRAMES_MS);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      resolve();
    });
  });
