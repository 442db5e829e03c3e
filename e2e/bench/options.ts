/** What `npm run bench` is asked for. */
import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Benches to run, in the order of the list. */
  readonly names: readonly string[];
  /** File for the rows. */
  readonly json?: string;
  /** Only print the names. */
  readonly list: boolean;
  /** Runs of each side. */
  readonly runs: number;
}

const USAGE = 'npm run bench -- [--list] [--only NAME]... [--runs N] [--json FILE]';
const RUNS = 5;

/** Throws one sentence when the arguments cannot be followed. */
export function benchOptions(args: readonly string[], known: readonly string[]): BenchOptions {
  const { only = [], json, list = false, runs = String(RUNS) } = parsed(args);
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(', ')}; there is ${known.join(', ')}.`);
  if (!/^[1-9]\d{0,2}$/.test(runs)) throw new Error(`--runs takes a number from 1 to 999, not “${runs}”.`);
  if (json === '') throw new Error('--json takes the name of a file.');
  const names = known.filter((name) => only.length === 0 || only.includes(name));
  return { names, list, runs: Number(runs), ...(json === undefined ? {} : { json }) };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true },
        json: { type: 'string' },
        list: { type: 'boolean' },
        runs: { type: 'string' },
      },
    }).values;
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Error(`${sentence.replace(/\.?$/, '.')} Usage: ${USAGE}`, { cause: error });
  }
}
