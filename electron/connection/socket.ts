/** Opens the TCP connection to a host. */
import type { LookupAddress, LookupOptions } from 'node:dns';
import { connect, type LookupFunction, type Socket } from 'node:net';
import { Failure } from '../base/failure';
import type { Peer } from '../contract/host';
import { silent, socketFailure } from './failures';
import { networkName } from './knownHosts';
import { createNames, type Family } from './names';

/** Of several addresses, how long one is tried at most before the next is tried. */
const NEXT_ADDRESS_MS = 2000;

const names = createNames();

/** Resolves once connected; rejects with `refused`, `name-unknown`, `no-route`, `timeout` or the signal's reason. */
export async function openSocket(peer: Peer, timeoutMs: number, signal: AbortSignal): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    const socket = connect({
      host: networkName(peer.address),
      port: peer.port,
      family: familyOf(peer),
      lookup,
      autoSelectFamilyAttemptTimeout: Math.min(NEXT_ADDRESS_MS, Math.ceil(timeoutMs / 3)),
      noDelay: true,
    });
    const timer = setTimeout(() => fail(silent(peer)), timeoutMs);
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
    const refused = (error: Error): void => fail(socketFailure(peer, error));
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

/** ssh_config(5), AddressFamily. */
const familyOf = ({ ssh }: Peer): Family => (ssh?.family === undefined ? 0 : ssh.family === 'inet' ? 4 : 6);

const lookup: LookupFunction = (name, options, done) => void find(name, options, done);

async function find(name: string, { family, all }: LookupOptions, done: Parameters<LookupFunction>[2]): Promise<void> {
  let found: readonly LookupAddress[];
  try {
    found = await names(name, family === 4 || family === 6 ? family : 0);
  } catch (error) {
    return done(error instanceof Error ? error : new Error(String(error)), '');
  }
  const [first] = found;
  if (all === true) done(null, [...found]);
  else if (first === undefined) done(Object.assign(new Error(`no address for ${name}`), { code: 'ENOTFOUND' }), '');
  else done(null, first.address, first.family);
}
