/** Figures of hosts with their units, as few digits as mean something. */

/** From MiB: `512 MiB`, `3.2 GiB`. */
export const mib = (value: number): string => (value < 1024 ? `${Math.round(value)} MiB` : `${(value / 1024).toFixed(1)} GiB`);

/** From KiB: `640 KiB`, `12.4 GiB`, `1.8 TiB`. */
export function kib(value: number): string {
  if (value < 1024) return `${Math.round(value)} KiB`;
  return value < 1024 ** 3 ? mib(value / 1024) : `${(value / 1024 ** 3).toFixed(1)} TiB`;
}

export const percent = (value: number): string => `${Math.round(value)} %`;
export const celsius = (value: number): string => `${Math.round(value)} °C`;
export const watts = (value: number): string => `${Math.round(value)} W`;

/** From MiB: `3.2 of 24.0 GiB`, one unit for both; `18 MiB of 24.0 GiB` where that would say nothing. */
export function ofTotal(used: number, total: number): string {
  if (total < 1024) return `${Math.round(used)} of ${mib(total)}`;
  return used > 0 && used < 103 ? `${mib(used)} of ${mib(total)}` : `${(used / 1024).toFixed(1)} of ${mib(total)}`;
}

/** 0..100; undefined where it cannot be worked out. */
export const shareOf = (used: number | undefined, total: number | undefined): number | undefined =>
  used === undefined || total === undefined || total === 0 ? undefined : Math.min(100, (used / total) * 100);
