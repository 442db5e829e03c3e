/** What ssh2 and Node say when a connection cannot be made or ends, as sentences that tell what to do. */
import { Failure } from '../base/failure';
import type { Peer } from '../contract/host';
import { plainText } from '../contract/text';

export const place = (host: Peer): string => `${host.address} port ${host.port}`;

export const property = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Why there is no TCP connection. Codes: connect(2), getaddrinfo(3). */
export function socketFailure(host: Peer, error: unknown): Failure {
  // With several addresses Node wraps one error for each; they have the code of the first.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const extra = { retry: true, detail: textOf(first), cause: error };
  switch (property(first, 'code') ?? property(error, 'code')) {
    case 'ECONNREFUSED':
      return new Failure(
        'refused',
        `${host.name} refused the connection: nothing listens at ${place(host)}; check the port, and that an SSH server runs there.`,
        extra,
      );
    case 'ENOTFOUND':
      return new Failure(
        'name-unknown',
        `The name ${host.address} of ${host.name} has no address; check its spelling, and whether you need a VPN to reach it.`,
        extra,
      );
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
      return new Failure(
        'name-unknown',
        `The name ${host.address} of ${host.name} could not be looked up; check that this computer is online.`,
        extra,
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
    case 'EACCES':
    case 'EPERM':
      return new Failure(
        'no-route',
        `This computer has no way to ${host.address} (${host.name}); check the network, the VPN, and the address.`,
        extra,
      );
    case 'ETIMEDOUT':
      return silent(host);
    default:
      return new Failure('connection-lost', `The connection to ${host.name} (${place(host)}) broke off: ${textOf(first)}.`, extra);
  }
}

/** No TCP answer in time. */
export const silent = (host: Peer): Failure =>
  new Failure('timeout', `${host.name} (${place(host)}) does not answer; check that it is switched on and no firewall is in between.`, {
    retry: true,
  });

/** A TCP connection, and then nothing that helps within the time for `what`. */
export function stalled(host: Peer, what: 'handshake' | 'login', firstBytes: string): Failure {
  if (what === 'handshake' && isOtherProtocol(firstBytes)) return notSsh(host, firstBytes);
  const sentence =
    what === 'handshake'
      ? `${host.name} (${place(host)}) takes connections but does not speak; the machine may be overloaded, or that port is not SSH.`
      : `${host.name} did not answer the login in time; the machine may be overloaded.`;
  return new Failure('timeout', sentence, { retry: true });
}

/** RFC 4253 §4.2 allows lines before the one that begins with `SSH-`, so only the end tells. */
const isOtherProtocol = (firstBytes: string): boolean => firstBytes !== '' && !/^SSH-/m.test(firstBytes);

const notSsh = (host: Peer, firstBytes: string): Failure =>
  new Failure('not-ssh', `What answers at ${place(host)} is not an SSH server; check the port of ${host.name}.`, {
    detail: plainText(firstBytes.split('\n')[0] ?? '', 200),
  });

/** What sshd says in plain text when it takes nobody now: sshd_config(5), MaxStartups and PerSourcePenalties. */
function turnedAway(host: Peer, firstBytes: string, extra: { readonly detail: string; readonly cause: unknown }): Failure | undefined {
  if (/MaxStartups/i.test(firstBytes))
    return new Failure(
      'refused',
      `${host.name} has too many logins under way; it is tried again in a moment (MaxStartups in its sshd_config is the limit).`,
      { ...extra, retry: true },
    );
  if (/Not allowed at this time/i.test(firstBytes))
    return new Failure(
      'refused',
      `${host.name} refuses this computer for a while after failed logins (PerSourcePenalties in its sshd_config); wait, then try again.`,
      { ...extra, retry: true },
    );
  return undefined;
}

/** Why a connection ended before the login was done. `firstBytes`: what the other side said first. */
export function handshakeFailure(host: Peer, error: unknown, firstBytes: string): Failure {
  const text = textOf(error);
  const extra = { detail: plainText(text, 400), cause: error };
  if (isOtherProtocol(firstBytes)) {
    return turnedAway(host, firstBytes, extra) ?? notSsh(host, firstBytes);
  }
  if (/no matching/i.test(text)) {
    const what = /host key/.test(text)
      ? 'host key type'
      : /key exchange/.test(text)
        ? 'key exchange'
        : /cipher/.test(text)
          ? 'cipher'
          : 'MAC';
    return new Failure(
      'not-ssh',
      `${host.name} offers no ${what} that is safe today; its SSH server is too old or set up too narrowly.`,
      extra,
    );
  }
  if (/too many authentication failures/i.test(text))
    return new Failure(
      'auth-rejected',
      `${host.name} ended the login after too many tries; if the SSH agent holds many keys, choose a key file for this host.`,
      extra,
    );
  if (/signature|integrity|host key does not match|malformed host/i.test(text))
    return new Failure('host-key-unverifiable', `${host.name} could not prove that it owns the host key it shows.`, extra);
  if (firstBytes === '')
    return new Failure(
      'connection-lost',
      `${host.name} (${place(host)}) closed the connection before it said a word; too many logins may be under way there (MaxStartups), or it blocks this computer.`,
      { ...extra, retry: true },
    );
  return new Failure('connection-lost', `${host.name} ended the connection before the login was done.`, { ...extra, retry: true });
}

/** The host closed the connection during the handshake, with no error. */
export const closedEarly = (host: Peer, firstBytes: string): Failure =>
  handshakeFailure(host, new Error('the host closed the connection'), firstBytes);

/** Why a connection that worked is over. */
export function lostFailure(host: Peer, error: unknown): Failure {
  const extra = { retry: true, detail: error === undefined ? '' : plainText(textOf(error), 400), cause: error };
  if (error instanceof Failure) return error;
  if (/verification failed/.test(textOf(error)))
    return new Failure('host-key-changed', `${host.name} showed another host key in the middle of the connection; it was closed.`, extra);
  return new Failure('connection-lost', `The connection to ${host.name} was lost.`, extra);
}

/** getaddrinfo(3) could not ask anybody: the name may well have an address. */
export const isTemporary = (failure: Failure): boolean => ['EAI_AGAIN', 'EAI_FAIL'].includes(String(property(failure.cause, 'code')));

/** The host stopped answering. */
export const quiet = (host: Peer, seconds: number): Failure =>
  new Failure('connection-lost', `${host.name} has not answered for ${seconds} s; the network or the machine is down.`, { retry: true });

export const cancelled = (host: Peer): Failure => new Failure('cancelled', `Connecting to ${host.name} was cancelled.`);
