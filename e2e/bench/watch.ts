/** The watch bench: what it costs a host to be watched over one channel, against a new nvidia-smi and ps for every tick. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Shell } from '../../electron/connection/connection';
import { scriptText } from '../../electron/connection/script';
import { WATCH_SCRIPTS } from '../../electron/probe/watch/hostWatch';
import { loadResource, startLocalHost, type LocalHost } from '../support/localHost';
import { rowsOf, type Measured, type Quantity, type Row } from './rows';

export interface WatchBench {
  readonly runs: number;
  /** Of each measurement. */
  readonly seconds?: number;
  /** Told of each run. */
  readonly say: (line: string) => void;
}

const SECONDS = 30;
const TICK_MS = 2000;
const QUANTITIES: readonly Quantity[] = [
  { name: 'CPU time', unit: '% of a core' },
  { name: 'From the host', unit: 'B/s' },
];
const QUERY = '--query-gpu=index,name,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw --format=csv,noheader,nounits';
/** What others ask anew each time. */
const PEER = `nvidia-smi ${QUERY}\nps -eo pid,user,args\nhead -n 1 /proc/stat\nhead -n 3 /proc/meminfo\n`;
/** Four GPUs, where there is no real nvidia-smi: it starts at once, while a real one first meets the driver, which favours the peer. */
const STAND_IN = `#!/bin/sh
round=0
while :; do
	[ -e "$HOME/busy" ] && round=$((round % 90 + 7))
	for index in 0 1 2 3; do echo "$index, NVIDIA A10, $round, 312, 23028, 34, $((15 + round)).61"; done
	[ "\${4-}" = -l ] || [ "\${3-}" = -l ] || exit 0
	sleep 2 >/dev/null
done
`;
/** Tells on stderr at the end what it took, with everything below it. */
const TIMED = ['bash', '-c', "TIMEFORMAT='took %3U %3S'; time /bin/sh -s"];

/** On this machine as the host. Rejects with the error of the first run that fails. */
export async function benchWatch({ runs, seconds = SECONDS, say }: WatchBench): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gv-bench-'));
  const standIn = join(folder, 'nvidia-smi');
  await writeFile(standIn, STAND_IN);
  const real = ['/usr/bin', '/usr/local/bin'].some((path) => existsSync(join(path, 'nvidia-smi')));
  const host = await startLocalHost({ user: 'gv-bench', shell: TIMED, standIns: real ? [] : [standIn] });
  say(real ? 'With the nvidia-smi of this machine.' : 'With a stand-in for nvidia-smi that costs nothing to start.');
  try {
    const rows: Row[] = [];
    for (const state of real ? ['as it is'] : ['idle GPUs', 'busy GPUs']) {
      if (state === 'busy GPUs') await writeFile(join(host.home, 'busy'), '');
      const [ours, theirs]: [Measured[], Measured[]] = [[], []];
      for (let run = 1; run <= runs; run++) {
        // At the same time: what else this machine does meets both alike, and neither is much.
        const [one, other] = await Promise.all([watched(host, seconds), asked(host, seconds)]);
        ours.push(one);
        theirs.push(other);
        say(
          `${run}/${runs} ${state}: ${QUANTITIES.map(({ name, unit }) => `${name} ${one[name]?.toPrecision(3)} against ${other[name]?.toPrecision(3)} ${unit}`).join('; ')}`,
        );
      }
      rows.push(...rowsOf(QUANTITIES, ours, theirs, `, ${state}`));
    }
    return rows;
  } finally {
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends the text, ends it after `ms`, and counts what comes and what it took. */
async function took(shell: Shell, text: string, ms: number): Promise<{ readonly cpu: number; readonly bytes: number }> {
  let [bytes, errors] = [0, ''];
  shell.stdout.on('data', (chunk: Buffer) => (bytes += chunk.length));
  shell.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
  shell.stdin.write(text);
  await sleep(ms);
  shell.stdin.end();
  await shell.ended;
  const [, user, system] = /took ([\d.]+) ([\d.]+)/.exec(errors) ?? [];
  if (user === undefined || system === undefined) throw new Error(`A shell did not say what it took: ${errors}`);
  return { cpu: Number(user) + Number(system), bytes };
}

async function watched(host: LocalHost, seconds: number): Promise<Measured> {
  const parts = await Promise.all(['lib/prelude.sh', ...WATCH_SCRIPTS].map(loadResource));
  const text = scriptText(randomBytes(8).toString('hex'), { TICK: String(TICK_MS / 1000) }, parts);
  const { cpu, bytes } = await took(await host.shell(), text, seconds * 1000);
  return { 'CPU time': (100 * cpu) / seconds, 'From the host': bytes / seconds };
}

async function asked(host: LocalHost, seconds: number): Promise<Measured> {
  const start = performance.now();
  let [cpu, bytes] = [0, 0];
  for (let at = 0; at < seconds * 1000; at += TICK_MS) {
    await sleep(start + at - performance.now());
    const one = await took(await host.shell(), PEER, 0);
    cpu += one.cpu;
    bytes += one.bytes;
  }
  return { 'CPU time': (100 * cpu) / seconds, 'From the host': bytes / seconds };
}
