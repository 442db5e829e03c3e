/** The load of a host's GPUs over the last minutes. */
import type { GpuLoad } from '../../electron/contract/probe';

export interface Sample {
  /** Epoch ms. */
  readonly at: number;
  /** Empty: from here on nobody told. */
  readonly gpus: readonly GpuLoad[];
}

export const RING_MS = 10 * 60_000;
/** Two a second for ten minutes: more than a watch tells. */
const MOST = 1200;

/** With the new sample, and of those before the window only the last: it is what held when the window began. */
export function withSample(ring: readonly Sample[], { at, gpus }: Sample): readonly Sample[] {
  const first = ring.findLastIndex((sample) => sample.at <= at - RING_MS);
  return [...ring.slice(Math.max(0, first)), { at, gpus }].slice(-MOST);
}

/** Nobody looks any more: what was last told does not hold on. */
export function withGap(ring: readonly Sample[], at: number): readonly Sample[] {
  const last = ring.at(-1);
  return last === undefined || last.gpus.length === 0 ? ring : withSample(ring, { at, gpus: [] });
}

/** A stretch in which a value held. */
export interface Stretch {
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** A watch tells only changes: each value holds until the next one, the last until now. Without gaps in `ring`, without time outside the window. */
export function stretches(
  ring: readonly Sample[],
  id: string,
  read: (gpu: GpuLoad) => number | undefined,
  now: number,
): readonly Stretch[] {
  return ring.flatMap((sample, at): Stretch[] => {
    const gpu = sample.gpus.find((each) => each.id === id);
    const value = gpu === undefined ? undefined : read(gpu);
    const from = Math.max(sample.at, now - RING_MS);
    const to = Math.min(ring[at + 1]?.at ?? now, now);
    return value === undefined || to <= from ? [] : [{ from, to, value }];
  });
}

export interface MinuteRow {
  /** 0: the minute that ends now. */
  readonly minutesAgo: number;
  /** Averaged over the time in which it was known. */
  readonly mean: number;
  readonly most: number;
}

/** The same by the minute, newest first, for those who cannot see a line. */
export function byMinute(all: readonly Stretch[], now: number): readonly MinuteRow[] {
  return Array.from({ length: RING_MS / 60_000 }, (_, minutesAgo) => {
    const [start, end] = [now - (minutesAgo + 1) * 60_000, now - minutesAgo * 60_000];
    const parts = all
      .map(({ from, to, value }) => ({ length: Math.min(to, end) - Math.max(from, start), value }))
      .filter(({ length }) => length > 0);
    const whole = parts.reduce((sum, { length }) => sum + length, 0);
    const mean = parts.reduce((sum, { length, value }) => sum + length * value, 0) / whole;
    return { minutesAgo, mean, most: Math.max(...parts.map(({ value }) => value)) };
  }).filter(({ mean }) => Number.isFinite(mean));
}
