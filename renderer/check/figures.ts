/** Frame rates as figures. */
import type { FpsPoint } from '../../electron/contract/check';

/** `1,234` from 100 on, `58.9` below: as many digits as mean something. */
export const fpsText = (fps: number): string =>
  fps.toLocaleString('en', fps >= 100 ? { maximumFractionDigits: 0 } : { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const lastFps = (points: readonly FpsPoint[]): number | undefined => points.at(-1)?.fps;

/** The middle of all readings, which one bad second does not move; of an even number the mean of the middle two. */
export function medianFps(points: readonly FpsPoint[]): number | undefined {
  const sorted = points.map(({ fps }) => fps).toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

export interface FpsRow {
  readonly second: number;
  readonly rendered: number | undefined;
  readonly delivered: number | undefined;
}

/** Both series by whole second, for the table beside the charts. */
export function fpsRows(rendered: readonly FpsPoint[], delivered: readonly FpsPoint[]): FpsRow[] {
  const rows = new Map<number, { rendered: number | undefined; delivered: number | undefined }>();
  const at = (seconds: number) => {
    const second = Math.round(seconds);
    const row = rows.get(second) ?? { rendered: undefined, delivered: undefined };
    rows.set(second, row);
    return row;
  };
  for (const { seconds, fps } of rendered) at(seconds).rendered = fps;
  for (const { seconds, fps } of delivered) at(seconds).delivered = fps;
  return [...rows].map(([second, row]) => ({ second, ...row })).toSorted((a, b) => a.second - b.second);
}
