/** The connection bench: Gearview's connection against `ssh -L`, in turn, over the same sshd. */
import { fork, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { endChild } from '../support/children';
import { startSshd } from '../support/sshd';

import { apart } from './cores';
import { rowsOf, type Measured, type Quantity, type Row } from './rows';
import type { Place } from './tunnel';

const BYTES = 512 * 1024 * 1024;
const PINGS = 2000;
const RUN_MS = 300_000;

const QUANTITIES: readonly Quantity[] = [
  { name: 'From the host, port', unit: 'MB/s' },
  { name: 'From the host, socket', unit: 'MB/s' },
  { name: 'To the host, port', unit: 'MB/s' },
  { name: 'To the host, socket', unit: 'MB/s' },
  { name: 'Round trip of 1 byte, port', unit: 'ms' },
  { name: 'Round trip of 1 byte, socket', unit: 'ms' },
  { name: 'Time to ready', unit: 'ms' },
];

export interface ConnectionBench {
  readonly runs: number;
  readonly bytes?: number;
  readonly pings?: number;
  /** An Electron that runs as Node: Gearview is measured with its crypto library, too. */
  readonly electron?: string;
  /** Told of each run. */
  readonly say: (line: string) => void;
}

/** Rejects with the error of the first run that fails. */
export async function benchConnection({ runs, bytes = BYTES, pings = PINGS, electron, say }: ConnectionBench): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gv-bench-'));
  const path = join(folder, 'source');
  // Another account's sshd connects to it.
  await chmod(folder, 0o755);
  const sshd = await startSshd();
  const source = program('source.ts', { path, bytes });
  try {
    const { port } = z.object({ port: z.number() }).parse(await answer(source));
    const { user, clientKeyPath, hostKeyLine } = sshd;
    const place: Place = { port: sshd.port, user, clientKeyPath, hostKeyLine, source: { port, path } };
    const sides = [
      { side: 'gearview', name: 'Gearview', executable: process.execPath },
      { side: 'ssh', name: 'ssh -L', executable: process.execPath },
      ...(electron === undefined ? [] : [{ side: 'gearview', name: 'Gearview in Electron', executable: electron }]),
    ];
    const measured = sides.map((): Measured[] => []);
    for (let run = 1; run <= runs; run++) {
      // Every other round backwards: what drifts over time meets all sides alike.
      const order = run % 2 === 1 ? [...sides.keys()] : [...sides.keys()].toReversed();
      for (const at of order) {
        const side = sides[at];
        if (side === undefined) continue;
        const settings = { side: side.side, bytes, pings, place };
        const streams = await measure(program('client.ts', { ...settings, what: 'bytes' }, [side.executable]));
        // A ping keeps one process busy at a time: unlike streams it loses nothing on fewer cores.
        const cores = await apart([sshd.pid, source.pid ?? 0]);
        const trips = await measure(program('client.ts', { ...settings, what: 'pings' }, [...cores.prefix, side.executable]));
        await cores.release();
        const one: Measured = { ...streams, ...trips };
        measured[at]?.push(one);
        say(
          `${run}/${runs} ${side.name}: ${QUANTITIES.map(({ name, unit }) => `${name} ${one[name]?.toPrecision(4) ?? '-'} ${unit}`).join('; ')}`,
        );
      }
    }
    const [ours = [], theirs = [], inElectron] = measured;
    return [
      ...rowsOf(QUANTITIES, ours, theirs),
      ...(inElectron === undefined ? [] : rowsOf(QUANTITIES, inElectron, theirs, ' (in Electron)')),
    ];
  } finally {
    await endChild(source);
    await sshd.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A program of this folder in a process of its own, started by `command`. */
function program(file: string, settings: unknown, [execPath, ...rest]: readonly [string, ...string[]] = [process.execPath]): ChildProcess {
  return fork(join(import.meta.dirname, file), [JSON.stringify(settings)], {
    execPath,
    execArgv: [...rest, '--import', 'tsx'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
}

async function measure(child: ChildProcess): Promise<Measured> {
  const timer = setTimeout(() => child.kill('SIGKILL'), RUN_MS);
  try {
    return z.record(z.string(), z.number()).parse(await answer(child));
  } finally {
    clearTimeout(timer);
    await endChild(child);
  }
}

/** Its first message; rejects when it ends without one. */
async function answer(child: ChildProcess): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`A program of the bench ended with status ${status ?? 'none'} before it answered.`)));
  });
}
