/** Tables of what was expected and what was seen: test-results/tables/<name>.json, one row per case. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from '@playwright/test';
import { z } from 'zod';

/** What a table of faults has besides: milliseconds until it was noticed and until it was well again, what the operator saw, and what a cure did. */
const columns = {
  noticedMs: z.number().optional(),
  healedMs: z.number().optional(),
  seen: z.string().optional(),
  /** `cured`: gone at the re-test; `mended by hand`: the same after what the cure says. Anything else is what there is in place of a cure. */
  cured: z.string().optional(),
};
const Columns = z.strictObject(columns);
export type Columns = z.infer<typeof Columns>;

const Row = z.strictObject({ case: z.string(), expected: z.string(), got: z.string(), ok: z.boolean(), ms: z.number(), ...columns });
type Row = z.infer<typeof Row>;

export interface Table {
  /** Runs one case, keeps its row whatever comes of it, and fails the test when it is not as expected. */
  row(name: string, expected: string | RegExp, run: () => Promise<string | ({ readonly got: string } & Columns)>): Promise<void>;
}

export function openTable(name: string): Table {
  const file = `test-results/tables/${name}.json`;
  return {
    async row(title, expected, run) {
      const start = performance.now();
      const result = await run().catch((error: unknown) => `threw: ${error instanceof Error ? error.message : String(error)}`);
      const { got, ...more } = typeof result === 'string' ? { got: result } : result;
      const ok = typeof expected === 'string' ? got.includes(expected) : expected.test(got);
      keep(file, {
        case: title,
        expected: String(expected),
        got: got.slice(0, 2000),
        ok,
        ms: Math.round(performance.now() - start),
        ...more,
      });
      expect(ok, `${title}: expected ${String(expected)}, got ${got}`).toBe(true);
    },
  };
}

function keep(file: string, row: Row): void {
  mkdirSync(dirname(file), { recursive: true });
  let rows: Row[] = [];
  try {
    rows = z.array(Row).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // The first row of a run: there is no table yet.
  }
  writeFileSync(file, `${JSON.stringify([...rows.filter((old) => old.case !== row.case), row], undefined, 2)}\n`);
}
