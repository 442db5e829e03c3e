/** What the operator reads when a host key is refused. */
import { Failure } from '../base/failure';
import type { Peer } from '../contract/host';
import type { Lookup } from './keyLookup';
import { fingerprintOf, shortType, typeOf, type KnownKey } from './knownHosts';
import type { Outcome } from './questions';

const shown = (key: Buffer): string => `${shortType(typeOf(key) ?? '')} ${fingerprintOf(key)}`;
const where = (record: KnownKey): string => (record.line === 0 ? record.file : `${record.file}:${record.line}`);

/** A word for a POSIX shell. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** The command that takes the name out of a known_hosts file. */
export const removal = (name: string, file: string | undefined): string =>
  `ssh-keygen -R ${quoted(name)}${file === undefined ? '' : ` -f ${quoted(file)}`}`;

export const revokedByLine = (peer: Peer, key: Buffer, record: KnownKey): Failure =>
  new Failure(
    'host-key-unverifiable',
    `The host key of ${peer.name} (${shown(key)}) is marked @revoked at ${where(record)}; do not connect to it.`,
  );

export const revokedByFile = (peer: Peer, key: Buffer, file: string): Failure =>
  new Failure(
    'host-key-unverifiable',
    `The host key of ${peer.name} (${shown(key)}) is in ${file}, the list of revoked host keys; do not connect to it.`,
  );

export function notAccepted(peer: Peer, key: Buffer, outcome: Outcome): Failure {
  const seconds = outcome.kind === 'cancel' ? outcome.unansweredFor : undefined;
  const why = seconds === undefined ? 'was not accepted' : `was not accepted, because nobody answered within ${Math.round(seconds)} s`;
  return new Failure('host-key-unknown', `The host key of ${peer.name} (${fingerprintOf(key)}) ${why}; nothing was sent to the host.`);
}

/** StrictHostKeyChecking yes. */
export const strictlyRefused = (peer: Peer, key: Buffer, { userFiles, globalFiles }: Lookup): Failure =>
  new Failure(
    'host-key-unknown',
    `The host key of ${peer.name} (${shown(key)}) is not in ${userFiles[0] ?? globalFiles[0] ?? 'any known_hosts file'}, and ` +
      'StrictHostKeyChecking yes refuses every key that is not; add the key to that file, or set the option to ask.',
  );

/** StrictHostKeyChecking accept-new or no, without a file. */
export const nowhereToSave = (peer: Peer, key: Buffer, { strict }: Lookup): Failure =>
  new Failure(
    'host-key-unknown',
    `The host key of ${peer.name} (${shown(key)}) is not known, and StrictHostKeyChecking ${strict} cannot save it because ` +
      'UserKnownHostsFile is none; name a file there, or set StrictHostKeyChecking to ask.',
  );

/** `own`: the file that ssh-keygen edits when none is named. */
export function changed(peer: Peer, key: Buffer, records: readonly KnownKey[], lookup: Lookup, own: string): Failure {
  const file = records.find((record) => record.line > 0)?.file;
  const remedy =
    file === undefined
      ? 'replace the old key'
      : `replace the old key, or remove it with: ${removal(lookup.name, file === own ? undefined : file)}`;
  const option =
    lookup.strict === 'no'
      ? ' (StrictHostKeyChecking no would let ssh go on without passwords and forwarding, and Gearview needs those, so it is refused.)'
      : '';
  const onRecord = records.map((record) => `${shown(record.key)} (${where(record)})`);
  return new Failure(
    'host-key-changed',
    `The host key of ${peer.name} has changed: on record is ${onRecord[0] ?? ''}, but the host now shows ${shown(key)}. ` +
      `Somebody may be in between: ask whoever runs the host, and only if it was set up anew ${remedy}${option}`,
    {
      detail: [
        ...onRecord.map((line) => `on record: ${line}`),
        `shown now: ${shown(key)}`,
        `To compare, on the host itself: ssh-keygen -lf /etc/ssh/ssh_host_${shortType(typeOf(key) ?? '').toLowerCase()}_key.pub`,
      ].join('\n'),
    },
  );
}
