/** The two ways to a socket of the host that the connection bench compares: Gearview's own connection, and `ssh -N -L`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type NetConnectOpts } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { endChild } from '../support/children';
import { listenOn } from '../support/listener';
import { hostOf, openLaptop } from '../support/laptop';

/** Where to log in, and what listens there. */
export const Place = z.strictObject({
  port: z.number().int(),
  user: z.string(),
  clientKeyPath: z.string(),
  hostKeyLine: z.string(),
  source: z.strictObject({ port: z.number().int(), path: z.string() }),
});
export type Place = z.infer<typeof Place>;

export interface Tunnel {
  open(kind: 'tcp' | 'unix'): Promise<Duplex>;
  close(): Promise<void>;
}

/** The worker's own code: connectSsh and connection.forward. */
export async function gearviewTunnel(place: Place): Promise<Tunnel> {
  const laptop = openLaptop();
  laptop.know(place.hostKeyLine);
  const connection = await laptop.connect(hostOf(place));
  return {
    open: (kind) =>
      connection.forward(kind === 'tcp' ? { kind: 'tcp', port: place.source.port } : { kind: 'unix', path: place.source.path }),
    close: () => Promise.resolve(laptop.end()),
  };
}

/** OpenSSH with its own defaults; resolves when its ports listen. */
export async function sshTunnel(place: Place): Promise<Tunnel> {
  const laptop = openLaptop();
  laptop.know(place.hostKeyLine);
  const [port, path] = [await freePort(), join(laptop.home, 'forward')];
  const options = [
    'BatchMode=yes',
    'ExitOnForwardFailure=yes',
    'IdentitiesOnly=yes',
    'StrictHostKeyChecking=yes',
    `UserKnownHostsFile=${join(laptop.home, '.ssh/known_hosts')}`,
  ];
  const forwards = [`127.0.0.1:${port}:127.0.0.1:${place.source.port}`, `${path}:${place.source.path}`];
  const args = ['-N', '-F', 'none', '-p', String(place.port), '-i', place.clientKeyPath];
  args.push(...options.flatMap((option) => ['-o', option]), ...forwards.flatMap((forward) => ['-L', forward]));
  args.push(`${place.user}@127.0.0.1`);
  const child = spawn('ssh', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const close = async (): Promise<void> => {
    await endChild(child);
    laptop.end();
  };
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  const places = { tcp: { host: '127.0.0.1', port }, unix: { path } };
  try {
    // Both are bound one after the other: the second one listening means that all is ready.
    (await untilConnected(places.unix, running)).destroy();
  } catch (error) {
    await close();
    throw error;
  }
  return { open: (kind) => untilConnected(places[kind], running), close };
}

/** ssh does not say when its port listens. */
async function untilConnected(place: NetConnectOpts, running: () => boolean): Promise<Duplex> {
  for (;;) {
    const socket = connect(place);
    try {
      await once(socket, 'connect');
      socket.setNoDelay(true);
      return socket;
    } catch (error) {
      if (!running()) throw new Error('ssh ended before it listened.', { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenOn(server);
  server.close();
  await once(server, 'close');
  return port;
}
