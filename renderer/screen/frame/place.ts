/** The place that noVNC fills, in whole pixels: at a fraction of one it would ask for a new desktop size without end. */

/** What the RFB guard lets through (electron/screen/limits.ts): a desktop larger than this cannot be shown. */
const SIDE = 8192;
const AREA = 33_177_600;

export function placeSize(width: number, height: number): { readonly width: number; readonly height: number } {
  const [w, h] = [Math.min(Math.floor(width), SIDE), Math.min(Math.floor(height), SIDE)];
  return { width: w, height: w * h > AREA ? Math.floor(AREA / w) : h };
}

/** Keeps `place` as large as the window allows. */
export function followWindow(place: HTMLElement): void {
  const fit = (): void => {
    const { width, height } = document.documentElement.getBoundingClientRect();
    const size = placeSize(width, height);
    place.style.width = `${size.width}px`;
    place.style.height = `${size.height}px`;
  };
  new ResizeObserver(fit).observe(document.documentElement);
  fit();
}
