import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { hostOf, openLaptop, output, type Laptop } from '../../e2e/support/laptop';
import { send } from '../../e2e/support/children';
import { descendants } from '../../e2e/support/process';
import { startSshd, type Sshd } from '../../e2e/support/sshd';
import { sshdForTest } from '../../e2e/support/sshdForTest';
import type { Connection } from './connection';
import { runScript } from './script';

let sshd: Sshd;
let laptop: Laptop;
beforeAll(async () => {
  sshd = await startSshd();
});
afterAll(() => sshd.stop());
beforeEach(() => {
  laptop = openLaptop();
  laptop.know(sshd.hostKeyLine);
});
afterEach(() => laptop.end());

/** Stops what serves the connection; only once a shell ran are all its processes there. */
async function freeze(server: Sshd, connection: Connection): Promise<void> {
  await output(connection, 'true\n');
  const pids = descendants(server.pid);
  expect(pids.length).toBeGreaterThan(0);
  for (const pid of pids) send(pid, 'SIGSTOP');
}

const sockets = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;

async function connectTo(server: Sshd, limits = {}): Promise<Connection> {
  laptop.know(server.hostKeyLine);
  return await laptop.connect(hostOf(server), { limits });
}

describe('a shell', () => {
  test('runs what comes on its stdin, and gives both outputs and the exit status', async () => {
    const shell = await (await connectTo(sshd)).shell();
    let [out, error] = ['', ''];
    shell.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    shell.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
    shell.stdin.end('echo out; echo error >&2; exit 7\n');
    expect(await shell.ended).toBe(7);
    expect([out, error]).toEqual(['out\n', 'error\n']);
  });

  test('ended by a signal has no exit status', async () => {
    const shell = await (await connectTo(sshd)).shell();
    shell.stdout.resume();
    shell.stdin.end('kill -KILL $$\n');
    expect(await shell.ended).toBeUndefined();
  });

  test('closed by us ends at once, although its program goes on', async () => {
    const connection = await connectTo(sshd);
    const shell = await connection.shell();
    shell.stdout.resume();
    shell.stdin.write('trap "" HUP TERM PIPE; sleep 60 >/dev/null 2>&1 <&- & wait\n');
    const start = performance.now();
    shell.close();
    await shell.ended;
    expect(performance.now() - start).toBeLessThan(1000);
    expect(await output(connection, 'echo still here\n')).toBe('still here\n');
  });

  test('25 at once all run, where sshd allows 10 at a time', async () => {
    const connection = await connectTo(sshd);
    const results = await Promise.all(Array.from({ length: 25 }, (_, index) => output(connection, `echo ${index}; sleep 0.05\n`)));
    expect(results).toEqual(Array.from({ length: 25 }, (_, index) => `${index}\n`));
  });

  test('but never more than 8, so that others on the same login have room', async () => {
    const connection = await connectTo(sshd);
    const shells = await Promise.all(Array.from({ length: 8 }, () => connection.shell()));
    let ninth = false;
    const waiting = connection.shell().then((shell) => {
      ninth = true;
      return shell;
    });
    // Ten places are there: whoever did not wait would be in by the time these are answered, one after the other.
    for (let time = 0; time < 4; time++) expect(await connection.test(3000)).toBe(true);
    expect(ninth).toBe(false);
    for (const shell of shells) {
      shell.stdout.resume();
      shell.stdin.end();
    }
    (await waiting).close();
  });

  test('and where it allows only one', async () => {
    const narrow = await sshdForTest({ options: ['MaxSessions 1'] });
    const connection = await connectTo(narrow);
    const results = await Promise.all(Array.from({ length: 6 }, (_, index) => output(connection, `echo ${index}\n`)));
    expect(results).toEqual(Array.from({ length: 6 }, (_, index) => `${index}\n`));
  });

  test('a host that allows none says so', async () => {
    const none = await sshdForTest({ options: ['MaxSessions 0'] });
    const connection = await connectTo(none);
    await expect(connection.shell()).rejects.toMatchObject({ code: 'refused', message: expect.stringMatching(/no shell.*MaxSessions/) });
  });

  test('a host that has too many logins under way says which option is the limit', async () => {
    const busy = await sshdForTest({ options: ['MaxStartups 1'] });
    // Whoever asked before whether it is up may still count.
    let holder = connectSocket(busy.port, '127.0.0.1');
    for (let said = String(await once(holder, 'data')); !said.startsWith('SSH-'); said = String(await once(holder, 'data'))) {
      holder = connectSocket(busy.port, '127.0.0.1');
    }
    await expect(connectTo(busy)).rejects.toMatchObject({
      code: 'refused',
      retry: true,
      message: expect.stringContaining('MaxStartups'),
    });
    holder.destroy();
  });

  test('answers in a few milliseconds: the socket does not wait to fill packets', async () => {
    const connection = await connectTo(sshd);
    await output(connection, 'true\n');
    let fastest = Infinity;
    for (let index = 0; index < 20; index++) {
      const start = performance.now();
      await output(connection, 'true\n');
      fastest = Math.min(fastest, performance.now() - start);
    }
    // Without TCP_NODELAY every one of them takes 40 ms more (Nagle's algorithm and delayed acknowledgements).
    expect(fastest).toBeLessThan(30);
  });
});

describe('a connection', () => {
  test('reports its end once, at once, with the reason', async () => {
    const server = await sshdForTest();
    const connection = await connectTo(server);
    const ends: (Error | undefined)[] = [];
    connection.onClose((failure) => ends.push(failure));
    const shell = await connection.shell();
    shell.stdout.resume();
    const start = performance.now();
    await server.stop();
    await vi.waitUntil(() => ends.length > 0);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(await shell.ended).toBeUndefined();
    expect(ends).toMatchObject([{ code: 'connection-lost', message: expect.stringContaining('GPU box 1') }]);
    connection.close();
    await expect(connection.shell()).rejects.toMatchObject({ code: 'connection-lost' });
    await expect(connection.forward({ kind: 'tcp', port: 5900 })).rejects.toMatchObject({ code: 'connection-lost' });
    const late = vi.fn();
    connection.onClose(late);
    await vi.waitUntil(() => late.mock.calls.length > 0);
    expect(ends).toHaveLength(1);
  });

  test('closed by us ends without a reason', async () => {
    const connection = await connectTo(sshd);
    const ends: unknown[] = [];
    connection.onClose((failure) => ends.push(failure));
    connection.close();
    connection.close();
    expect(ends).toEqual([undefined]);
  });

  test('a host that froze is found out by missing signs of life', async () => {
    const server = await sshdForTest();
    await vi.waitUntil(() => sockets() === 0, 5000);
    const connection = await connectTo(server, { keepaliveMs: 100 });
    const ended = new Promise((resolve) => {
      connection.onClose(resolve);
    });
    await freeze(server, connection);
    const start = performance.now();
    expect(await ended).toMatchObject({ code: 'connection-lost', message: expect.stringContaining('not answered') });
    expect(performance.now() - start).toBeLessThan(1500);
    // Nothing of ours waits for it any more.
    await vi.waitUntil(() => sockets() === 0, 5000);
  });

  test('a host that froze is found out at once when it is asked', async () => {
    const server = await sshdForTest();
    const connection = await connectTo(server);
    const ended = new Promise((resolve) => connection.onClose(resolve));
    await freeze(server, connection);
    expect(await connection.test(300)).toBe(false);
    expect(await ended).toMatchObject({ code: 'connection-lost', message: expect.stringContaining('GPU box 1') });
    expect(await connection.test(300)).toBe(false);
  });

  test("the host's own ServerAliveInterval and ServerAliveCountMax win", async () => {
    const server = await sshdForTest();
    laptop.know(server.hostKeyLine);
    const connection = await laptop.connect(hostOf(server, { ssh: { aliveSeconds: 1, aliveCount: 1 } }), {
      limits: { keepaliveMs: 3_600_000 },
    });
    const ended = new Promise((resolve) => connection.onClose(resolve));
    await freeze(server, connection);
    expect(await ended).toMatchObject({ message: expect.stringContaining('not answered for 1 s') });
  });

  test('idle with signs of life it stays', async () => {
    const connection = await connectTo(sshd, { keepaliveMs: 100 });
    const ended = vi.fn();
    connection.onClose(ended);
    expect(await output(connection, 'sleep 1; echo here\n')).toBe('here\n');
    expect(ended).not.toHaveBeenCalled();
    expect(await connection.test(3000)).toBe(true);
  });

  test('survives new key exchanges in the middle', async () => {
    const server = await sshdForTest({ options: ['RekeyLimit 1M', 'LogLevel DEBUG1'] });
    const connection = await connectTo(server);
    const shell = await connection.shell();
    shell.stdin.end(`head -c 5000000 /dev/zero\n`);
    let bytes = 0;
    shell.stdout.on('data', (chunk: Buffer) => (bytes += chunk.length));
    expect(await shell.ended).toBe(0);
    expect(bytes).toBe(5_000_000);
    expect(server.log().match(/SSH2_MSG_KEXINIT received/g)?.length).toBeGreaterThan(2);
  });

  test('a script that is flooded with noise ends soon and keeps little', async () => {
    const connection = await connectTo(sshd);
    const load = (name: string): Promise<string> => Promise.resolve(name === 'lib/prelude.sh' ? 'cat /dev/zero' : 'main() { :; }\nmain');
    const before = process.memoryUsage().rss;
    const start = performance.now();
    await expect(runScript(connection, load, 'x', { timeoutMs: 20_000 })).rejects.toMatchObject({ code: 'script-noise' });
    expect(performance.now() - start).toBeLessThan(2000);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
    expect(await output(connection, 'echo alive\n')).toBe('alive\n');
  });

  test('nothing of it is listening on this machine', async () => {
    await connectTo(sshd);
    const listening = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .filter((line) => line.includes(' 0A '))
      .map((line) => `socket:[${line.trim().split(/\s+/)[9] ?? ''}]`);
    const ours = new Set(readdirSync('/proc/self/fd').map(linkOf));
    expect(listening.filter((socket) => ours.has(socket))).toEqual([]);
  });
});

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // The descriptor that listed the others.
    return '';
  }
}
