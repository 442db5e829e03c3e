/** Ports for SSH servers of tests, and whether one answers there. */
import type { ChildProcess } from 'node:child_process';
import { connect, createServer } from 'node:net';

/** One that was free a moment ago. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** True once the port says `SSH-2.0-`; false when the server ended before. */
export async function greets(child: ChildProcess, port: number): Promise<boolean> {
  const deadline = Date.now() + 10_000;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    if (await greeting(port)) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

async function greeting(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (value: boolean): void => {
      socket.destroy();
      resolve(value);
    };
    socket.on('data', (data) => end(data.toString().startsWith('SSH-2.0-')));
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
  });
}
