/** The live watch over a real sshd: its Loads, its end with the link and with those who look, and hosts that have no room for it. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { isRunning, send } from '../../e2e/support/children';
import { hostOf, loadScript, openLaptop, output, type Laptop } from '../../e2e/support/laptop';
import { descendants } from '../../e2e/support/process';
import type { Sshd } from '../../e2e/support/sshd';
import { sshdForTest } from '../../e2e/support/sshdForTest';
import type { Log } from '../base/log';
import type { Connection } from '../connection/connection';
import { Load } from '../contract/probe';
import { createWatches, type Watches } from './watch';

const HOST = '0123456789ab';
const PAGE = {};

let laptop: Laptop;
beforeEach(() => {
  laptop = openLaptop();
});
afterEach(() => laptop.end());

interface Watched {
  readonly sshd: Sshd;
  readonly watches: Watches;
  readonly loads: readonly Load[];
  readonly connection: Connection;
  /** Of this host, from the watch. */
  readonly log: readonly string[];
}

/** A page looks at a host with these options. */
async function lookAt(...options: readonly string[]): Promise<Watched> {
  const sshd = await sshdForTest({ options });
  laptop.know(sshd.hostKeyLine);
  const log: string[] = [];
  const write: Log['write'] = (level, _host, event, fields) => void log.push(`${level} ${event}: ${fields?.['message'] ?? ''}`);
  const connection = await laptop.connect(hostOf(sshd), { log: { write, secret: () => undefined } });
  let now: Connection | undefined = connection;
  connection.onClose(() => (now = undefined));
  const watches = createWatches({ peek: () => now, load: loadScript, now: Date.now });
  onTestFinished(() => watches.closeAll());
  const loads: Load[] = [];
  watches.onLoad((load) => loads.push(Load.parse(load)));
  watches.look(PAGE, [HOST]);
  return { sshd, watches, loads, connection, log };
}

const until = (check: () => boolean): Promise<boolean> => vi.waitUntil(check, { timeout: 15_000, interval: 50 });
const isSshd = (pid: number): boolean => readFileSync(`/proc/${pid}/comm`, 'latin1').startsWith('sshd');
const isWhole = ({ cpu, memoryTotal }: Load): boolean => cpu !== undefined && memoryTotal !== undefined;

/** What runs on the host, once the watch has told a whole Load. */
async function running({ sshd, loads }: Watched): Promise<readonly number[]> {
  await until(() => loads.some(isWhole));
  const pids = descendants(sshd.pid).filter((pid) => !isSshd(pid));
  // The shell, the lifeline, and the two for nvidia-smi.
  expect(pids.length).toBeGreaterThanOrEqual(4);
  return pids;
}

test('a host is told whole, and nothing is left there when nobody looks', async () => {
  const watched = await lookAt();
  const pids = await running(watched);
  watched.watches.leave(PAGE);
  await until(() => !pids.some(isRunning));
  expect(await output(watched.connection, 'echo alive\n')).toBe('alive\n');
});

test('nothing is left there when the link dies', async () => {
  const watched = await lookAt();
  const pids = await running(watched);
  for (const pid of descendants(watched.sshd.pid).filter(isSshd)) send(pid, 'SIGKILL');
  await until(() => watched.watches.list().length === 0);
  await until(() => !pids.some(isRunning));
  expect(watched.log.filter((line) => line.includes('watch'))).toEqual([]);
});

test('where one session is allowed there is none, the log says so, and scripts run as ever', async () => {
  const { connection, log, sshd, watches } = await lookAt('MaxSessions 1');
  const answers = await Promise.all([1, 2, 3].map((index) => output(connection, `echo ${index}\n`)));
  expect(answers).toEqual(['1\n', '2\n', '3\n']);
  const said = (): readonly string[] => log.filter((line) => line.includes('allows no live watch'));
  await until(() => said().length > 0);
  expect(said()).toEqual([expect.stringMatching(/^info no live watch: GPU box 1 .*MaxSessions 3/)]);
  const sessions = (): number => sshd.log().match(/Starting session: command/g)?.length ?? 0;
  const before = sessions();
  watches.look(PAGE, []);
  watches.look(PAGE, [HOST]);
  expect(await output(connection, 'echo later\n')).toBe('later\n');
  expect([sessions() - before, said().length]).toEqual([1, 1]);
});

test('where four are allowed it leaves when a script needs its place, and comes back', async () => {
  const watched = await lookAt('MaxSessions 4');
  const pids = await running(watched);
  const holders = await Promise.all([1, 2, 3].map(() => watched.connection.shell()));
  expect(await output(watched.connection, 'echo fourth\n')).toBe('fourth\n');
  await until(() => !pids.some(isRunning));
  for (const holder of holders) holder.close();
  const before = watched.loads.length;
  await until(() => watched.loads.slice(before).some(isWhole));
  expect(watched.log.filter((line) => line.includes('live watch'))).toHaveLength(1);
});
