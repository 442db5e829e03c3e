import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { WEBSOCKET_FRAME_BYTES } from './limits';
import { webSocketOver } from './webSocket';

let folder = '';
let server: Server;
let accepted: { request: IncomingMessage; socket: WebSocket }[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gv-ws-'));
  server = createServer();
  accepted = [];
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'binary' });
  sockets.on('connection', (socket, request) => void accepted.push({ request, socket }));
  server.listen(join(folder, 'socket'));
  await once(server, 'listening');
});
afterEach(async () => {
  for (const { socket } of accepted) socket.terminate();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

async function open() {
  const stream = await webSocketOver(connect(join(folder, 'socket')));
  await vi.waitFor(() => expect(accepted.length).toBe(1));
  const [first] = accepted;
  if (first === undefined) throw new Error('nothing was accepted');
  return { stream, ...first };
}

test('asks as Xvnc wants it: with an origin, for binary frames, without compression', async () => {
  const { request, stream } = await open();
  expect(request.headers).toMatchObject({ origin: 'http://localhost', 'sec-websocket-protocol': 'binary' });
  expect(request.headers['sec-websocket-extensions']).toBeUndefined();
  stream.destroy();
});

test('carries bytes both ways', async () => {
  const { stream, socket } = await open();
  const heard = once(socket, 'message');
  stream.write(Buffer.from('RFB 003.008\n'));
  expect(String((await heard)[0])).toBe('RFB 003.008\n');
  socket.send(Buffer.from([1, 1]));
  expect((await once(stream, 'data'))[0]).toEqual(Buffer.from([1, 1]));
  stream.destroy();
});

test('a frame of 16 MiB passes, of one byte more ends the stream', async () => {
  const { stream, socket } = await open();
  let received = 0;
  stream.on('data', (chunk: Buffer) => void (received += chunk.length));
  socket.send(Buffer.alloc(WEBSOCKET_FRAME_BYTES));
  await vi.waitFor(() => expect(received).toBe(WEBSOCKET_FRAME_BYTES), 5000);
  const failed = once(stream, 'error');
  socket.send(Buffer.alloc(WEBSOCKET_FRAME_BYTES + 1));
  expect(String(await failed)).toContain('Max payload size exceeded');
});

test('a server that speaks raw RFB is no WebSocket server, and loses its stream', async () => {
  const stream = connect(join(folder, 'socket'));
  server.once('connection', (socket) => socket.end('RFB 003.008\n'));
  await expect(webSocketOver(stream)).rejects.toThrow('Parse Error');
  expect(stream.destroyed).toBe(true);
});

test('when the server closes, the stream ends', async () => {
  const { stream, socket } = await open();
  stream.resume();
  const ended = once(stream, 'end');
  socket.close();
  await ended;
  expect(stream.readableEnded).toBe(true);
});
