/** Opens the TCP connection to a host. */
import { connect, type Socket } from 'node:net';
import { Failure } from '../base/failure';
import type { Host } from '../contract/host';
import { silent, socketFailure } from './failures';
import { networkName } from './knownHosts';

/** Of several addresses, how long one is tried before the next is tried too. */
const NEXT_ADDRESS_MS = 2000;

/** Resolves once connected; rejects with `refused`, `name-unknown`, `no-route`, `timeout` or the signal's reason. */
export async function openSocket(host: Host, timeoutMs: number, signal: AbortSignal): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ host: networkName(host.address), port: host.port, autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS });
    const timer = setTimeout(() => fail(silent(host)), timeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.off('error', refused);
      socket.off('connect', connected);
    };
    const fail = (failure: Failure): void => {
      settle();
      // An error that is still under way must not become an uncaught one.
      socket.on('error', () => undefined);
      socket.destroy();
      reject(failure);
    };
    const abort = (): void => fail(Failure.from(signal.reason));
    const refused = (error: Error): void => fail(socketFailure(host, error));
    const connected = (): void => {
      settle();
      resolve(socket);
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.on('error', refused);
    socket.on('connect', connected);
    if (signal.aborted) abort();
  });
}
