/** Fifty connections in a row leave nothing behind, on either side. */
import { getEventListeners } from 'node:events';
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { send } from '../../e2e/support/children';
import { hostOf, openLaptop, output, type Laptop } from '../../e2e/support/laptop';
import { descendants } from '../../e2e/support/process';
import type { Sshd } from '../../e2e/support/sshd';
import { sshdForTest } from '../../e2e/support/sshdForTest';
import type { Host } from '../contract/host';
import { createJumps } from './jumps';

const TIMES = 50;

let laptop: Laptop;
let target: Sshd;
beforeEach(async () => {
  laptop = openLaptop();
  target = await sshdForTest({ options: ['MaxStartups 100', 'LogLevel ERROR'] });
  laptop.know(target.hostKeyLine);
});
afterEach(() => laptop.end());

/** What Node keeps open, by kind, and the open descriptors. */
function counts(): Record<string, number> {
  const found: Record<string, number> = { descriptors: readdirSync('/proc/self/fd').length };
  for (const kind of process.getActiveResourcesInfo()) found[kind] = (found[kind] ?? 0) + 1;
  return found;
}
/** Kinds of which there are more than before. */
const grown = (before: Record<string, number>): string[] =>
  Object.entries(counts()).flatMap(([kind, count]) => (count > (before[kind] ?? 0) ? [`${kind}: ${before[kind] ?? 0} -> ${count}`] : []));

const ends = {
  'closed by us': () => undefined,
  'killed on the host': () => {
    for (const pid of descendants(target.pid)) send(pid, 'SIGKILL');
  },
};

/** What there is more of afterwards. */
async function leftOver(host: Host, servers: readonly Sshd[], end: keyof typeof ends): Promise<readonly string[]> {
  const { signal } = new AbortController();
  const jumps = createJumps(0);
  const once = async (): Promise<void> => {
    const connection = await laptop.connect(host, { jumps }, signal);
    expect(await output(connection, 'echo here\n')).toBe('here\n');
    const stream = await connection.forward({ kind: 'tcp', port: target.port });
    stream.resume();
    const shell = await connection.shell();
    shell.stdout.resume();
    const over = new Promise<void>((resolve) => connection.onClose(() => resolve()));
    if (end === 'closed by us') connection.close();
    else ends[end]();
    await over;
    await shell.ended;
  };
  // The first one loads what is kept for good.
  await once();
  const settled = (): boolean => servers.every((server) => descendants(server.pid).length === 0) && jumps.count() === 0;
  await vi.waitUntil(settled, 5000);
  const before = counts();
  for (let time = 0; time < TIMES; time++) await once();
  await vi.waitUntil(settled, 10_000);
  await vi.waitUntil(() => grown(before).length === 0, 5000).catch(() => undefined);
  const listeners = getEventListeners(signal, 'abort').map(() => 'abort listener');
  return [...grown(before), ...listeners, ...laptop.environment.questions.open().map(({ kind }) => `question: ${kind}`)];
}

describe.each(['closed by us', 'killed on the host'] as const)('%s', (end) => {
  test('direct connections', async () => {
    expect(await leftOver(hostOf(target), [target], end)).toEqual([]);
  }, 120_000);

  test('connections through another machine', async () => {
    const bastion = await sshdForTest({ options: ['MaxStartups 100', 'LogLevel ERROR'] });
    laptop.know(bastion.hostKeyLine);
    const { address, port, user, auth } = hostOf(bastion);
    expect(await leftOver(hostOf(target, { via: [{ name: 'bastion', address, port, user, auth }] }), [target, bastion], end)).toEqual([]);
  }, 120_000);
});

test('shells and streams of one connection leave nothing, and all places are free again', async () => {
  const connection = await laptop.connect(hostOf(target));
  const once = async (): Promise<void> => {
    const shell = await connection.shell();
    shell.stdout.resume();
    const stream = await connection.forward({ kind: 'tcp', port: target.port });
    stream.resume();
    await expect(connection.forward({ kind: 'unix', path: '/nonexistent' })).rejects.toMatchObject({ code: 'forward-refused' });
    shell.close();
    stream.destroy();
    await shell.ended;
  };
  await once();
  const before = counts();
  for (let time = 0; time < TIMES; time++) await once();
  await vi.waitUntil(() => grown(before).length === 0, 5000).catch(() => undefined);
  expect(grown(before)).toEqual([]);
  const shells = await Promise.all(Array.from({ length: 8 }, () => connection.shell()));
  expect(shells).toHaveLength(8);
  for (const shell of shells) {
    shell.stdout.resume();
    shell.close();
  }
}, 60_000);

test('a connection that cannot be made leaves nothing either', async () => {
  const host = hostOf(target, { user: 'nobody-here' });
  const fail = async (): Promise<void> => {
    await expect(laptop.connect(host)).rejects.toMatchObject({ code: 'auth-rejected' });
  };
  await fail();
  await vi.waitUntil(() => descendants(target.pid).length === 0);
  const before = counts();
  for (let time = 0; time < TIMES; time++) await fail();
  await vi.waitUntil(() => descendants(target.pid).length === 0);
  await vi.waitUntil(() => grown(before).length === 0, 5000).catch(() => undefined);
  expect(grown(before)).toEqual([]);
}, 60_000);
