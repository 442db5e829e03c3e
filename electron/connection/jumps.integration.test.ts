/** Hosts behind other machines, all of them real SSH servers on loopback. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { send } from '../../e2e/support/children';
import { hostOf, openLaptop, output, secret, type Laptop } from '../../e2e/support/laptop';
import { descendants } from '../../e2e/support/process';
import type { Sshd } from '../../e2e/support/sshd';
import { sshdForTest } from '../../e2e/support/sshdForTest';
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

describe('one machine on the way', () => {
  let bastion: Sshd;
  let target: Sshd;
  let host: Host;
  beforeEach(async () => {
    [bastion, target] = await Promise.all([sshdForTest(), sshdForTest()]);
    laptop.know(bastion.hostKeyLine, target.hostKeyLine);
    host = hostOf(target, { via: [hopOf(bastion, 'bastion')] });
  });

  test('is logged in to first, each step says where, and everything ends together', async () => {
    const connection = await connect(host);
    expect(await inside(connection)).toBe('inside\n');
    const hop = { name: 'bastion', index: 1, count: 1 };
    expect(steps).toEqual([
      ['Connecting to 127.0.0.1', hop],
      ['Checking the host key', hop],
      [`Logging in as ${bastion.user}`, hop],
      ['Connecting to 127.0.0.1'],
      ['Checking the host key'],
      [`Logging in as ${target.user}`],
    ]);
    expect(bastion.log()).toContain('Accepted publickey');
    connection.close();
    await vi.waitUntil(() => descendants(bastion.pid).length === 0 && descendants(target.pid).length === 0);
  });

  test('that dies takes the connection with it, in words that name both', async () => {
    const connection = await connect(host);
    const ended = new Promise((resolve) => connection.onClose(resolve));
    await bastion.stop();
    expect(await ended).toMatchObject({
      code: 'connection-lost',
      message: expect.stringMatching(/The way to GPU box 1 broke off.*bastion/),
    });
    await expect(connection.shell()).rejects.toMatchObject({ code: 'connection-lost' });
  });

  test('that refuses the key is named, and the host behind hears nothing', async () => {
    const wrong = join(laptop.home, 'wrong');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', wrong]);
    const before = target.log();
    await expect(connect({ ...host, via: [hopOf(bastion, 'bastion', { auth: { kind: 'key', path: wrong } })] })).rejects.toMatchObject({
      code: 'auth-rejected',
      message: expect.stringContaining(`${name('bastion')} refused the key`),
    });
    expect(target.log()).toBe(before);
  });

  test('with an unknown host key is asked about by its name; without a yes nothing goes on', async () => {
    const stranger = await sshdForTest();
    const before = target.log();
    const unknown = { ...host, via: [hopOf(stranger, 'stranger')] };
    await expect(connect(unknown)).rejects.toMatchObject({
      code: 'host-key-unknown',
      message: expect.stringContaining(name('stranger')),
    });
    expect(target.log()).toBe(before);
    laptop.answer(() => ({ kind: 'host-key', accept: 'once' }));
    expect(await inside(await connect(unknown))).toBe('inside\n');
    expect(laptop.asked).toMatchObject([
      { kind: 'host-key', hostId: host.id, hostName: name('stranger'), port: stranger.port },
      { kind: 'host-key', hostName: name('stranger'), port: stranger.port },
    ]);
  });

  test('with another host key than on record is refused', async () => {
    const other = await sshdForTest();
    laptop.know(bastion.hostKeyLine.replace(`:${bastion.port}`, `:${other.port}`));
    await expect(connect({ ...host, via: [hopOf(other, 'bastion')] })).rejects.toMatchObject({
      code: 'host-key-changed',
      message: expect.stringContaining(name('bastion')),
    });
  });

  test('the key of the host behind it is checked as well', async () => {
    const stranger = await sshdForTest();
    await expect(connect(hostOf(stranger, { via: [hopOf(bastion, 'bastion')] }))).rejects.toMatchObject({
      code: 'host-key-unknown',
      message: expect.stringContaining('GPU box 1'),
    });
    expect(stranger.log()).not.toContain('Accepted');
  });

  test.each([[['AllowTcpForwarding no']], [['DisableForwarding yes']], [['PermitOpen 192.0.2.1:22']]])(
    'that forbids to go on says which options to change: %s',
    async (options) => {
      const closed = await sshdForTest({ options });
      laptop.know(closed.hostKeyLine);
      await expect(connect({ ...host, via: [hopOf(closed, 'closed')] })).rejects.toMatchObject({
        code: 'forward-refused',
        message: expect.stringMatching(
          new RegExp(`^closed .*GPU box 1.*127\\.0\\.0\\.1 port ${target.port}.*AllowTcpForwarding yes.*PermitOpen`),
        ),
      });
    },
  );

  test('that cannot reach the host says why', async () => {
    await expect(connect({ ...host, port: 1 })).rejects.toMatchObject({
      code: 'refused',
      retry: true,
      message: expect.stringMatching(/bastion .* was refused by GPU box 1 .*nothing listens/),
    });
    await expect(connect({ ...host, address: 'gearview-test.invalid' })).rejects.toMatchObject({
      code: 'name-unknown',
      message: expect.stringMatching(/bastion .* does not know the name gearview-test.invalid/),
    });
  });

  test('that is down itself is named', async () => {
    const down = { ...host, via: [hopOf(bastion, 'bastion', { port: 1 })] };
    await expect(connect(down)).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining(name('bastion')) });
  });

  test('a chain that could not be resolved is told before anything is sent', async () => {
    const before = [bastion.connections(), target.connections()];
    await expect(connect({ ...host, jumpProblem: 'there is no host “nowhere”.' })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('there is no host “nowhere”'),
    });
    expect([bastion.connections(), target.connections()]).toEqual(before);
  });

  test('forwards carry bytes through it', async () => {
    const connection = await connect(host);
    const stream = await connection.forward({ kind: 'tcp', port: target.port });
    const [greeting] = await new Promise<Buffer[]>((resolve) => stream.once('data', (chunk: Buffer) => resolve([chunk])));
    expect(greeting?.toString()).toMatch(/^SSH-2\.0-/);
    stream.destroy();
  });

  test('that freezes is found out, and the next login does not take it over', async () => {
    const lingering = createJumps(60_000);
    const connection = await connect(host, { via: lingering });
    const ended = new Promise((resolve) => connection.onClose(resolve));
    for (const pid of descendants(bastion.pid)) send(pid, 'SIGSTOP');
    expect(await connection.test(600)).toBe(false);
    expect(await ended).toMatchObject({ code: 'connection-lost' });
    expect(await inside(await connect(host, { via: lingering }))).toBe('inside\n');
    expect(bastion.log().match(/Accepted publickey/g)).toHaveLength(2);
    lingering.closeAll();
    expect(lingering.count()).toBe(0);
  });
});

describe.runIf(isRoot)('two machines on the way, with different logins', () => {
  test('each asks for itself, by its name', async () => {
    const [first, second, target] = await Promise.all([sshdForTest(), sshdForTest({ password: 'open sesame' }), sshdForTest()]);
    laptop.know(first.hostKeyLine, second.hostKeyLine, target.hostKeyLine);
    laptop.answer(() => secret('open sesame'));
    const host = hostOf(target, { via: [hopOf(first, 'first'), hopOf(second, 'second', { auth: { kind: 'password' } })] });
    const connection = await connect(host);
    expect(await inside(connection)).toBe('inside\n');
    expect(laptop.asked).toMatchObject([{ kind: 'secret', purpose: 'password', hostName: name('second'), hostId: host.id }]);
    expect(new Set(steps.flatMap(([, hop]) => (hop === undefined ? [] : [JSON.stringify(hop)])))).toEqual(
      new Set([JSON.stringify({ name: 'first', index: 1, count: 2 }), JSON.stringify({ name: 'second', index: 2, count: 2 })]),
    );
    const ended = new Promise((resolve) => connection.onClose(resolve));
    await first.stop();
    expect(await ended).toMatchObject({ code: 'connection-lost' });
    await vi.waitUntil(() => descendants(target.pid).length === 0 && jumps.count() === 0);
  });
});
