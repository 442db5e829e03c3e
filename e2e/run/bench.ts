/** `npm run bench [-- --list | --only NAME | --runs N | --json FILE]`: measures Gearview beside a peer and prints the ratios. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { benchConnection } from '../bench/connection';
import { benchOptions } from '../bench/options';
import { benchProbe } from '../bench/probe';
import { tableOf, type Row } from '../bench/rows';
import { benchSetUp } from '../bench/setUp';
import { benchWatch } from '../bench/watch';
import { electronAsNode } from './electronAsNode';

type Bench = (runs: number) => Promise<Row[]>;
const say = (line: string): void => console.log(line);

const benches: Readonly<Record<string, Bench>> = {
  connection: async (runs) => {
    const electron = await electronAsNode(say);
    if (electron === undefined) say('There is no Electron here that runs as Node: Gearview is measured in Node alone.');
    return await benchConnection({ runs, say, ...(electron === undefined ? {} : { electron }) });
  },
  probe: (runs) => benchProbe({ runs, say }),
  'set-up': (runs) => benchSetUp({ runs, say }),
  watch: (runs) => benchWatch({ runs, say }),
};

async function main(args: readonly string[]): Promise<void> {
  const { names, json, list, runs } = benchOptions(args, Object.keys(benches));
  if (list) return say(names.join('\n'));
  const rows: Row[] = [];
  for (const name of names) rows.push(...((await benches[name]?.(runs)) ?? []));
  say(`\n${tableOf(rows)}\n\nRatio: Gearview / peer. Of MB/s more is better, of all else less. Medians of runs in turn.`);
  if (json !== undefined) write(resolve(json), rows);
}

/** Nobody reads half a file. */
function write(file: string, rows: readonly Row[]): void {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(temporary, `${JSON.stringify(rows, undefined, 2)}\n`);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
