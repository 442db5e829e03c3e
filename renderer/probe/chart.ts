/** Stretches of a value as the path of a line in a box of 100 × 100: left is ten minutes ago, top is 100 %. */
import { RING_MS, type Stretch } from './ring';

/** Two decimals: finer than any pixel. */
const figure = (value: number): string => String(Math.round(value * 100) / 100);

/** Levels joined by upright edges; where nothing is known the line breaks. Empty without stretches. */
export function linePath(all: readonly Stretch[], now: number): string {
  const x = (at: number): string => figure(((at - (now - RING_MS)) / RING_MS) * 100);
  const y = (value: number): string => figure(100 - Math.min(100, Math.max(0, value)));
  return all.map(({ from, to, value }, at) => `${all[at - 1]?.to === from ? `V${y(value)}` : `M${x(from)} ${y(value)}`}H${x(to)}`).join('');
}
