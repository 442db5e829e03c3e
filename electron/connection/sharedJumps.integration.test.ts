/** Several hosts behind the same machine, all of them real SSH servers on loopback. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hostOf, openLaptop, output, secret, type Laptop } from '../../e2e/support/laptop';
import { descendants } from '../../e2e/support/process';
import type { Sshd } from '../../e2e/support/sshd';
import { sshdForTest } from '../../e2e/support/sshdForTest';
import { Failure } from '../base/failure';
import type { Hop, Host } from '../contract/host';
import type { Connection } from './connection';
import { createJumps, type HopShown, type Jumps } from './jumps';
import { connectSsh } from './sshConnection';

const isRoot = process.getuid?.() === 0;

let laptop: Laptop;
let jumps: Jumps;
const steps: (readonly [string, HopShown?])[] = [];
const connections: Connection[] = [];
beforeEach(() => {
  laptop = openLaptop();
  jumps = createJumps(0);
  steps.length = 0;
});
afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close();
  await vi.waitUntil(() => jumps.count() === 0);
  laptop.end();
});

const hopOf = (sshd: Sshd, name: string, change: Partial<Hop> = {}): Hop => ({
  name,
  address: '127.0.0.1',
  port: sshd.port,
  user: sshd.user,
  auth: { kind: 'key', path: sshd.clientKeyPath },
  ...change,
});

async function connect(host: Host, { signal = new AbortController().signal, via = jumps } = {}): Promise<Connection> {
  const connection = await connectSsh(host, { ...laptop.environment, jumps: via }, { signal, onStep: (...step) => steps.push(step) });
  connections.push(connection);
  return connection;
}

const name = (hop: string, host = 'GPU box 1'): string => `${hop} (on the way to ${host})`;
const inside = async (connection: Connection): Promise<string> => await output(connection, 'echo inside\n');

describe.runIf(isRoot)('hosts behind the same machine', () => {
  let bastion: Sshd;
  let hosts: Host[];
  beforeEach(async () => {
    const target = await sshdForTest();
    bastion = await sshdForTest({ password: 'open sesame' });
    laptop.know(bastion.hostKeyLine, target.hostKeyLine);
    const via = [hopOf(bastion, 'bastion', { auth: { kind: 'password' } })];
    hosts = [1, 2, 3].map((number) => hostOf(target, { id: `${number}`.padStart(12, '0'), name: `GPU ${number}`, via }));
  });
  const logins = (): number => bastion.log().match(/Accepted/g)?.length ?? 0;

  test('share one login that asks once, and it ends with the last of them', async () => {
    laptop.answer(() => secret('open sesame'));
    const all = await Promise.all(hosts.map((host) => connect(host)));
    expect(await Promise.all(all.map(inside))).toEqual(['inside\n', 'inside\n', 'inside\n']);
    expect([laptop.asked.length, logins(), jumps.count()]).toEqual([1, 1, 1]);
    all[0]?.close();
    all[1]?.close();
    for (const connection of all.slice(2)) {
      expect(await inside(connection)).toBe('inside\n');
      connection.close();
    }
    await vi.waitUntil(() => jumps.count() === 0 && descendants(bastion.pid).length === 0);
  });

  test('one that is cancelled does not cancel the others', async () => {
    laptop.answer(() => undefined);
    const stop = new AbortController();
    const first = connect(hosts[0] ?? hostOf(bastion), { signal: stop.signal });
    await vi.waitUntil(() => laptop.asked.length === 1);
    const told = steps.length;
    const second = connect(hosts[1] ?? hostOf(bastion));
    // It is told what the others wait for.
    await vi.waitUntil(() => steps.length > told);
    stop.abort(new Failure('cancelled', 'Stopped.'));
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    laptop.environment.questions.answer(laptop.asked[0]?.id ?? '', secret('open sesame'));
    expect(await inside(await second)).toBe('inside\n');
    expect(laptop.asked).toHaveLength(1);
  });

  test('while the operator is asked others may connect, and who waits for that login lets them as well', async () => {
    laptop.answer(() => undefined);
    const idle: string[] = [];
    const stop = new AbortController();
    const all = hosts.map(async (host) => {
      const pause = async <T>(job: () => Promise<T>): Promise<T> => {
        idle.push(`${host.name} pauses`);
        return await job();
      };
      const onIdle = (): void => void idle.push(`${host.name} is idle`);
      return await connectSsh(host, { ...laptop.environment, jumps }, { signal: stop.signal, onStep: () => undefined, onIdle, pause });
    });
    // Whoever comes first logs in; the two others wait for it.
    await vi.waitUntil(() => idle.filter((each) => each.endsWith('pauses')).length === 2, 10_000);
    await vi.waitUntil(() => idle.some((each) => each.endsWith('is idle')), 10_000);
    expect(new Set(idle.map((each) => each.slice(0, 5))).size).toBe(3);
    stop.abort(new Failure('cancelled', 'Stopped.'));
    await Promise.allSettled(all);
  });

  test('when all are cancelled the login ends, and its question closes', async () => {
    laptop.answer(() => undefined);
    const stop = new AbortController();
    const all = hosts.map((host) => connect(host, { signal: stop.signal }));
    await vi.waitUntil(() => laptop.asked.length === 1);
    await vi.waitUntil(() => steps.filter(([step]) => step.startsWith('Logging in')).length === hosts.length);
    stop.abort(new Failure('cancelled', 'Stopped.'));
    for (const one of all) await expect(one).rejects.toMatchObject({ code: 'cancelled' });
    await vi.waitUntil(() => laptop.environment.questions.open().length === 0 && jumps.count() === 0);
  });

  test('a refusal is told to each by its own name', async () => {
    laptop.answer(() => secret('wrong'));
    const all = await Promise.allSettled(hosts.map((host) => connect(host)));
    const messages = all.map((one) => (one.status === 'rejected' ? Failure.from(one.reason).message : ''));
    for (const [index, message] of messages.entries()) expect(message).toContain(name('bastion', `GPU ${index + 1}`));
    expect(laptop.asked.length).toBeLessThanOrEqual(3);
  });

  test('the login outlives its last host for a moment, so that who comes back is not asked again', async () => {
    laptop.answer(() => secret('open sesame'));
    const lingering = createJumps(60_000);
    (await connect(hosts[0] ?? hostOf(bastion), { via: lingering })).close();
    expect(await inside(await connect(hosts[1] ?? hostOf(bastion), { via: lingering }))).toBe('inside\n');
    expect(laptop.asked).toHaveLength(1);
    lingering.closeAll();
  });
});
