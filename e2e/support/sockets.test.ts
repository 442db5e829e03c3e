import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { farEnds, listening, listeningSockets } from './sockets';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

const ours = (address: string): readonly string[] =>
  listeningSockets([process.pid])
    .filter((socket) => socket.address === address)
    .map((socket) => socket.kind);

test.each([
  ['127.0.0.1', 'tcp', (port: number) => `127.0.0.1:${port}`],
  ['::1', 'tcp6', (port: number) => `[0:0:0:0:0:0:0:1]:${port}`],
] as const)('finds a TCP listener on %s, and apart from it the connections', async (host, kind, address) => {
  const server = createServer().listen(0, host);
  closers.push(() => server.close());
  await once(server, 'listening');
  const port = portOf(server);
  const client = connect(port, host);
  closers.push(() => client.destroy());
  await once(client, 'connect');
  expect(ours(address(port))).toEqual([kind]);
  expect(farEnds([process.pid])).toContain(address(port));
  server.close();
  client.destroy();
  await once(server, 'close');
  expect(ours(address(port))).toEqual([]);
  expect(farEnds([process.pid])).not.toContain(address(port));
});

test('finds a unix listener by its path', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gv-sockets-'));
  closers.push(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 's');
  const server = createServer().listen(path);
  closers.push(() => server.close());
  await once(server, 'listening');
  expect(ours(path)).toEqual(['unix']);
});

test('finds a UDP socket', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  closers.push(() => socket.close());
  await once(socket, 'listening');
  expect(ours(`127.0.0.1:${socket.address().port}`)).toEqual(['udp']);
});

test('gives nothing for other processes', () => {
  expect(listeningSockets([2 ** 30])).toEqual([]);
});

test('reads a table as the kernel prints it', () => {
  const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:170D 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0
   1: 0100007F:170D 0100007F:A001 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000000000000000 20 4 30 10 -1
`;
  expect(listening('tcp', tcp)).toEqual([{ inode: '4711', address: '127.0.0.1:5901' }]);
  const unix = `Num       RefCount Protocol Flags    Type St Inode Path
0000000000000000: 00000002 00000000 00010000 0001 01 815 @/tmp/.X11-unix/X0
0000000000000000: 00000003 00000000 00000000 0001 03 816 /run/x
`;
  expect(listening('unix', unix)).toEqual([{ inode: '815', address: '@/tmp/.X11-unix/X0' }]);
});
