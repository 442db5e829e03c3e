/** Servers in the test's own process. */
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import type { Server } from 'node:net';

/** Listens on a socket path that every user may reach, or on a free loopback port; gives the port, 0 for a path. */
export async function listenOn(server: Server, path?: string): Promise<number> {
  if (path === undefined) server.listen({ port: 0, host: '127.0.0.1' });
  else server.listen(path);
  await once(server, 'listening');
  if (path !== undefined) await chmod(path, 0o777);
  return portOf(server);
}

export function portOf(server: { address(): unknown }): number {
  const address = server.address();
  return typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0;
}
