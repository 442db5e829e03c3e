import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hostOf, openLaptop, type Laptop } from '../../e2e/support/laptop';
import { listenOn } from '../../e2e/support/listener';
import { Failure } from '../base/failure';
import type { Host } from '../contract/host';

let laptop: Laptop;
const running: { close(): unknown }[] = [];
beforeEach(() => {
  laptop = openLaptop();
});
afterEach(() => {
  laptop.end();
  for (const server of running.splice(0)) server.close();
});

const hostAt = (port: number): Host => hostOf({ port, user: 'alice', clientKeyPath: '' }, { auth: { kind: 'password' } });

/** A TCP server that is no SSH server. */
async function other(serve: (socket: Socket) => void): Promise<Host> {
  const one = createServer((socket) => serve(socket.on('error', () => undefined)));
  return await listening(one);
}
async function listening(one: Server): Promise<Host> {
  const sockets = new Set<Socket>();
  one.on('connection', (socket: Socket) => sockets.add(socket));
  running.push({ close: () => (sockets.forEach((socket) => socket.destroy()), one.close()) });
  return hostAt(await listenOn(one));
}

describe('what is no SSH server is told as such, and hears no credentials', () => {
  test.each<[string, string, (socket: Socket) => void]>([
    ['a mail server', 'not-ssh', (socket) => socket.end('220 mail.example.com ESMTP\r\n')],
    ['one that speaks and then waits', 'not-ssh', (socket) => socket.write('220 mail.example.com ESMTP\r\n')],
    ['garbage', 'not-ssh', (socket) => socket.end(Buffer.alloc(100_000, 0xff))],
    ['one that never answers', 'timeout', () => undefined],
    ['one that hangs up', 'connection-lost', (socket) => socket.end()],
    ['one that resets', 'connection-lost', (socket) => socket.resetAndDestroy()],
    ['sshd with too many logins', 'refused', (socket) => socket.end('Exceeded MaxStartups\r\n')],
    ['SSH and then garbage', 'connection-lost', (socket) => socket.end(`SSH-2.0-x\r\n${'\xff'.repeat(1000)}`)],
    ['SSH 1', 'connection-lost', (socket) => socket.end('SSH-1.5-old\r\n')],
  ])('%s: %s', async (_, code, serve) => {
    const heard: Buffer[] = [];
    const host = await other((socket) => {
      socket.on('data', (chunk) => heard.push(chunk));
      serve(socket);
    });
    await expect(laptop.connect(host, { limits: { handshakeMs: 300 } })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/GPU box 1|127\.0\.0\.1/),
    });
    expect(Buffer.concat(heard).toString('latin1')).not.toContain('alice');
    expect(laptop.asked).toEqual([]);
  });

  test('a web server', async () => {
    const one = createHttpServer();
    const host = await listening(one);
    await expect(laptop.connect(host)).rejects.toMatchObject({
      code: 'not-ssh',
      message: expect.stringContaining(`port ${host.port}`),
      detail: expect.stringContaining('HTTP/1.1 400'),
    });
  });
});

describe('no connection at all', () => {
  test('nothing listens', async () => {
    const host = await other(() => undefined);
    for (const one of running.splice(0)) one.close();
    await expect(laptop.connect(host)).rejects.toMatchObject({
      code: 'refused',
      retry: true,
      message: expect.stringContaining('nothing listens'),
    });
    await expect(laptop.connect({ ...host, address: 'localhost' })).rejects.toMatchObject({ code: 'refused' });
  });

  test('a name without an address', async () => {
    const failure = laptop.connect({ ...hostAt(22), address: 'gearview-test.invalid' });
    await expect(failure).rejects.toMatchObject({ code: 'name-unknown', message: expect.stringContaining('gearview-test.invalid') });
  });

  test('an address that never answers', async () => {
    // A listener whose queue is full drops what comes: one connection fills a queue of none.
    const host = await full();
    const start = performance.now();
    await expect(laptop.connect(host, { limits: { connectMs: 300 } })).rejects.toMatchObject({ code: 'timeout' });
    expect(performance.now() - start).toBeLessThan(1500);
  });

  test.each(['255.255.255.255', 'fe80::1'])('no way to %s', async (address) => {
    await expect(laptop.connect({ ...hostAt(22), address })).rejects.toMatchObject({
      code: 'no-route',
      message: expect.stringContaining(address),
    });
  });

  test.each(['before', 'during'])('a cancel %s the connection', async (when) => {
    const host = await other(() => undefined);
    const stop = new AbortController();
    const cancel = (): void => stop.abort(new Failure('cancelled', 'Stopped.'));
    if (when === 'before') cancel();
    else setTimeout(cancel, 50);
    await expect(laptop.connect(host, {}, stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

/** A port whose queue is full: the kernel drops what comes then, as a firewall does. */
async function full(): Promise<Host> {
  const listener = spawn('perl', [
    '-MSocket',
    '-e',
    'socket S,PF_INET,SOCK_STREAM,0; bind S,pack_sockaddr_in(0,INADDR_LOOPBACK); listen S,0; $|=1; print +(unpack_sockaddr_in getsockname S)[0]; sleep 60',
  ]);
  running.push({ close: () => listener.kill() });
  const [chunk]: unknown[] = await once(listener.stdout, 'data');
  const port = Number(String(chunk));
  const fillers = [1, 2].map(() => connect(port, '127.0.0.1').on('error', () => undefined));
  running.push({ close: () => fillers.forEach((socket) => socket.destroy()) });
  await Promise.race(fillers.map((socket) => once(socket, 'connect')));
  return hostAt(port);
}
