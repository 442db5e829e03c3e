/** What is left of connections that end again and again; alone in its process, because everything in it is counted. */
import { readdirSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import type { Host } from '../../electron/contract/host';
import { hostOf } from '../support/laptop';
import { cut, isLost, operatorOf, serving } from '../support/operator';
import { sshdForTest } from '../support/sshdForTest';
import type { Sshd } from '../support/sshd';
import { openTable } from '../support/table';

const table = openTable('connection-faults');
const RECONNECTS = 50;
/** Milliseconds for the last ones to go; a login on a jump host stays for some seconds. */
const PATIENCE_MS = 15_000;

/** Of this process: open files, and what Node waits for (sockets, pipes, listeners, timers). */
const held = (): readonly number[] => [
  readdirSync('/proc/self/fd').length,
  process.getActiveResourcesInfo().filter((name) => /TCP|Pipe|Timeout/.test(name)).length,
];

/** Resolves once each is at most what it was. No timer of its own runs while it counts, as one of expect.poll would. */
async function backTo(before: readonly number[], now: () => readonly number[]): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  const none = before.map(() => 0);
  for (;;) {
    const more = now().map((count, index) => Math.max(0, count - (before[index] ?? 0)));
    if (more.every((count) => count === 0)) return;
    if (performance.now() > deadline) expect(more).toEqual(none);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Ends the connection 50 times at one of the servers after the other. */
async function reconnect(host: Host, servers: readonly Sshd[]): Promise<string> {
  const processes = (): readonly number[] => servers.map((sshd) => serving(sshd).length);
  const operator = operatorOf([host]);
  onTestFinished(() => operator.end());
  operator.laptop.know(...servers.map(({ hostKeyLine }) => hostKeyLine));
  const listeners: unknown[] = [];
  const warn = (warning: Error): void => void listeners.push(warning);
  process.on('warning', warn);
  onTestFinished(() => void process.off('warning', warn));
  // The first one brings what stays: threads, and files of libraries.
  await operator.pool.open(host.id);
  operator.pool.close(host.id);
  await backTo(
    servers.map(() => 0),
    processes,
  );
  const closed = held();
  const connection = await operator.pool.open(host.id);
  // sshd changes its processes after a login: the one that answers now is the one that stays.
  expect(await connection.test(3000)).toBe(true);
  const open = [...held(), ...processes()];
  for (let turn = 0; turn < RECONNECTS; turn++) {
    const start = performance.now();
    const sshd = servers[turn % servers.length];
    if (sshd !== undefined) cut(sshd);
    await operator.until(host, isLost, 5000, start);
    await operator.pool.open(host.id);
  }
  await backTo(open, () => [...held(), ...processes()]);
  operator.pool.close(host.id);
  await backTo([...closed, ...servers.map(() => 0)], () => [...held(), ...processes()]);
  // Node warns of an emitter with more than 10 listeners of a kind.
  return `same${listeners.length === 0 ? '' : `, warned: ${String(listeners[0])}`}, and nothing once it is closed`;
}

test('nothing is left after 50 reconnects', async () => {
  await table.row('50 reconnects', /^same, and nothing once it is closed$/, async () => {
    const sshd = await sshdForTest();
    return await reconnect(hostOf(sshd), [sshd]);
  });
});

test('nothing is left after 50 reconnects through a jump host', async () => {
  await table.row('50 reconnects through a jump host', /^same, and nothing once it is closed$/, async () => {
    const [target, gate] = [await sshdForTest(), await sshdForTest()];
    const { id: _, ...hop } = hostOf(gate, { name: 'gate' });
    return await reconnect(hostOf(target, { via: [hop] }), [target, gate]);
  });
});
