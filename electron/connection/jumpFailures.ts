/** Why a machine on the way does not lead on to the next one. */
import { Failure } from '../base/failure';
import type { Peer } from '../contract/host';
import { plainText } from '../contract/text';
import { place, property } from './failures';

/** RFC 4254 §5.1: the reasons of SSH_MSG_CHANNEL_OPEN_FAILURE. */
const PROHIBITED = 1;
const CONNECT_FAILED = 2;

/** `error`: what ssh2 gave for the channel, or undefined when nothing came in time. */
export function jumpFailure(jump: Peer, next: Peer, error: Error | undefined): Failure {
  const target = `${next.name} (${place(next)})`;
  const text = plainText(error?.message ?? '', 400);
  const extra = { detail: text, cause: error };
  const reason = property(error, 'reason');
  if (error === undefined) {
    return new Failure(
      'timeout',
      `${jump.name} reaches nothing at ${target}; check that it is switched on, and its address as seen from there.`,
      {
        retry: true,
      },
    );
  }
  if (reason === PROHIBITED) {
    return new Failure(
      'forward-refused',
      `${jump.name} forbids going on to ${target}: its sshd_config has to say AllowTcpForwarding yes (and no DisableForwarding), and PermitOpen must allow that address.`,
      extra,
    );
  }
  if (reason !== CONNECT_FAILED) {
    return new Failure('connection-lost', `${jump.name} opened no way to ${target}: ${text}.`, { ...extra, retry: true });
  }
  const again = { ...extra, retry: true };
  if (/refused/i.test(text))
    return new Failure(
      'refused',
      `${jump.name} was refused by ${target}: nothing listens there; check the port, and that an SSH server runs.`,
      again,
    );
  if (/not known|resolution|no address|unknown host|nodename/i.test(text))
    return new Failure('name-unknown', `${jump.name} does not know the name ${next.address} of ${next.name}; check its spelling.`, again);
  return new Failure('no-route', `${jump.name} has no way to ${target}: ${text.replace(/^.*failure: /, '')}.`, again);
}
