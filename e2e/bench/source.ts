/** The program on the host's side of the connection bench: listens on a port and a socket, and sends, takes or echoes bytes. */
import { chmodSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { z } from 'zod';
import { listenOn } from '../support/listener';
import { COMMAND } from './meter';

const Settings = z.strictObject({ path: z.string(), bytes: z.number().int() });
const { path, bytes } = Settings.parse(JSON.parse(process.argv[2] ?? 'null'));
const BLOCK = Buffer.alloc(256 * 1024, 'gearview');

function send(socket: Socket, left: number): void {
  for (let rest = left; rest > 0; rest -= BLOCK.length) {
    if (socket.destroyed) return;
    const block = BLOCK.subarray(0, Math.min(rest, BLOCK.length));
    if (!socket.write(block)) {
      socket.once('drain', () => send(socket, rest - block.length));
      return;
    }
  }
}

/** Says one byte once all have arrived. */
function take(socket: Socket): void {
  let left = bytes;
  socket.on('data', (chunk) => {
    left -= chunk.length;
    if (left === 0) socket.write('.');
  });
}

function serve(socket: Socket): void {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.once('data', (chunk) => {
    // The command comes alone: its sender waits for the answer, or for the channel to have taken it.
    switch (chunk.toString('latin1', 0, 1)) {
      case COMMAND.send:
        return send(socket, bytes);
      case COMMAND.take:
        socket.write('.');
        return take(socket);
      default:
        socket.write(chunk.subarray(1));
        return void socket.on('data', (more) => socket.write(more));
    }
  });
}

const [tcp, unix] = [createServer(serve), createServer(serve)];
const port = await listenOn(tcp);
await listenOn(unix, path);
chmodSync(path, 0o777);
process.send?.({ port });
process.on('disconnect', () => process.exit());
