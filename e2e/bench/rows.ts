/** What a bench gives: one row per quantity, Gearview beside a peer that ran in turn with it. */
import { z } from 'zod';

export const Row = z.strictObject({
  name: z.string(),
  unit: z.enum(['MB/s', 'ms', '% of a core', 'B/s']),
  /** Medians over the runs. */
  gearview: z.number(),
  peer: z.number(),
  /** `gearview` / `peer`: of a throughput more is better, of a time and of a cost less. */
  ratio: z.number(),
  /** Of each side. */
  runs: z.number().int(),
});
export type Row = z.infer<typeof Row>;

/** What one run of one side measured, by quantity. */
export type Measured = Readonly<Record<string, number>>;

export interface Quantity {
  readonly name: string;
  readonly unit: Row['unit'];
}

/** The middle value, or the mean of the two middle ones. Throws without values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new Error('There is no median of nothing.');
  return (lower + upper) / 2;
}

/** One row per quantity. Throws when a run did not measure one: a missing value must not look like a good one. */
export function rowsOf(quantities: readonly Quantity[], gearview: readonly Measured[], peer: readonly Measured[], suffix = ''): Row[] {
  return quantities.map(({ name, unit }) => {
    const [ours, theirs] = [gearview, peer].map((runs) => median(runs.map((run) => valueOf(run, name))));
    if (ours === undefined || theirs === undefined || theirs === 0) throw new Error(`${name} was not measured.`);
    return {
      name: `${name}${suffix}`,
      unit,
      gearview: rounded(ours),
      peer: rounded(theirs),
      ratio: rounded(ours / theirs),
      runs: gearview.length,
    };
  });
}

function valueOf(run: Measured, name: string): number {
  const value = run[name];
  if (value === undefined || !Number.isFinite(value) || value <= 0) throw new Error(`${name} was not measured in every run.`);
  return value;
}

/** Four significant digits. */
const rounded = (value: number): number => Number(value.toPrecision(4));

/** The rows for a person, one a line under a heading. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => [row.name, row.unit, String(row.gearview), String(row.peer), row.ratio.toFixed(2), String(row.runs)]);
  const all = [['', 'unit', 'Gearview', 'peer', 'ratio', 'runs'], ...lines];
  const widths = all.reduce<number[]>((most, cells) => cells.map((cell, at) => Math.max(cell.length, most[at] ?? 0)), []);
  return all
    .map((cells) => cells.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '))
    .join('\n');
}
