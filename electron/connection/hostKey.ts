/** Decides about the key that a host shows: known, to be asked, or to be refused. */
import { assertNever, Failure } from '../base/failure';
import type { Host } from '../contract/host';
import { fingerprintOf, knownName, networkName, shortType, typeOf, type KnownKey } from './knownHosts';
import { knownHostsFiles } from './knownHostsFile';
import type { Questions } from './questions';

export interface AcceptedKey {
  readonly fingerprint: string;
  /** Remembers the key as the operator wished; to be called once the host has proved that it owns it. Rejects with `storage`. */
  keep(): Promise<void>;
}

export interface HostKeys {
  /** Types of the keys on record for the host: to be asked for first, or a host with several keys would look changed. */
  typesOf(host: Host): Promise<readonly string[]>;
  /** Rejects with `host-key-changed`, `host-key-unknown` (not accepted) or `host-key-unverifiable` (revoked, unreadable). */
  check(host: Host, key: Buffer, signal?: AbortSignal): Promise<AcceptedKey>;
}

type Judgement =
  | { readonly kind: 'known' }
  | { readonly kind: 'revoked'; readonly record: KnownKey }
  | { readonly kind: 'changed'; readonly records: readonly KnownKey[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Types that we can verify; a record of another type says nothing about these. */
const USABLE = new Set(['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'ssh-rsa']);

/**
 * `records`: lines for the host's name with its port. `bare`: lines for the name alone when the port is not 22; like ssh, we take
 * the same key there as proof, and another one as nothing.
 */
function judge(key: Buffer, records: readonly KnownKey[], bare: readonly KnownKey[]): Judgement {
  const revoked = [...records, ...bare].find((record) => record.marker === 'revoked' && record.key.equals(key));
  if (revoked !== undefined) return { kind: 'revoked', record: revoked };
  const plain = records.filter((record) => record.marker === 'none');
  if ([...plain, ...bare.filter((record) => record.marker === 'none')].some((record) => record.key.equals(key))) return { kind: 'known' };
  const usable = plain.filter((record) => USABLE.has(record.type));
  if (usable.length > 0) return { kind: 'changed', records: usable };
  if (records.some((record) => record.marker === 'cert-authority'))
    return { kind: 'unknown', reason: 'known_hosts trusts a certificate authority for this host, which Gearview cannot check.' };
  if (plain.length > 0)
    return {
      kind: 'unknown',
      reason: `known_hosts has only a key of type ${plain[0]?.type ?? ''} for this host, which Gearview cannot check.`,
    };
  return { kind: 'unknown', reason: 'known_hosts has no entry for this host: it is the first connection from this computer.' };
}

/** `etc`: the folder of the known_hosts files for all users. */
export function openHostKeys(options: { home: string; questions: Questions; etc?: string }): HostKeys {
  const files = knownHostsFiles(options.home, options.etc ?? '/etc/ssh');
  /** Accepted until the app ends, by name and port. */
  const once = new Map<string, KnownKey>();

  async function recordsOf(host: Host): Promise<{ records: readonly KnownKey[]; bare: readonly KnownKey[] }> {
    const name = knownName(host.address, host.port);
    const plain = networkName(host.address);
    const found = await files.find(plain === name ? [name] : [name, plain]);
    const accepted = once.get(name);
    return {
      records: [...(found.get(name) ?? []), ...(accepted === undefined ? [] : [accepted])],
      bare: plain === name ? [] : (found.get(plain) ?? []),
    };
  }

  async function ask(host: Host, key: Buffer, reason: string, signal?: AbortSignal): Promise<AcceptedKey> {
    const fingerprint = fingerprintOf(key);
    const type = typeOf(key) ?? '';
    const answer = await options.questions.ask(
      {
        kind: 'host-key',
        hostId: host.id,
        hostName: host.name,
        address: networkName(host.address),
        port: host.port,
        keyType: shortType(type),
        fingerprint,
        reason,
      },
      signal,
    );
    if (answer.kind !== 'host-key') {
      throw new Failure(
        'host-key-unknown',
        `The host key of ${host.name} (${fingerprint}) was not accepted; nothing was sent to the host.`,
      );
    }
    const name = knownName(host.address, host.port);
    return {
      fingerprint,
      async keep() {
        if (answer.accept === 'save') await files.append(host.address, host.port, key);
        else once.set(name, { file: 'accepted until Gearview ends', line: 0, marker: 'none', type, key });
      },
    };
  }

  return {
    async typesOf(host) {
      const { records, bare } = await recordsOf(host);
      // The bare name counts only when the host has nothing of its own.
      const plain = [records, bare].map((list) => list.filter((record) => record.marker === 'none')).find((list) => list.length > 0) ?? [];
      return [...new Set(plain.map((record) => record.type))];
    },
    async check(host, key, signal) {
      const { records, bare } = await recordsOf(host);
      const judgement = judge(key, records, bare);
      switch (judgement.kind) {
        case 'known':
          return { fingerprint: fingerprintOf(key), keep: () => Promise.resolve() };
        case 'revoked':
          throw revoked(host, key, judgement.record);
        case 'changed':
          throw changed(host, key, judgement.records, files.own);
        case 'unknown':
          return await ask(host, key, judgement.reason, signal);
        default:
          return assertNever(judgement);
      }
    },
  };
}

const shown = (key: Buffer): string => `${shortType(typeOf(key) ?? '')} ${fingerprintOf(key)}`;
const where = (record: KnownKey): string => (record.line === 0 ? record.file : `${record.file}:${record.line}`);

const revoked = (host: Host, key: Buffer, record: KnownKey): Failure =>
  new Failure(
    'host-key-unverifiable',
    `The host key of ${host.name} (${shown(key)}) is marked @revoked at ${where(record)}; do not connect to it.`,
  );

function changed(host: Host, key: Buffer, records: readonly KnownKey[], own: string): Failure {
  const name = knownName(host.address, host.port);
  const file = records.find((record) => record.line > 0)?.file;
  const remedy =
    file === undefined
      ? 'restart Gearview, which forgets it'
      : `remove the old key with: ssh-keygen -R ${name.startsWith('[') ? `'${name}'` : name}${file === own ? '' : ` -f '${file}'`}`;
  const onRecord = records.map((record) => `${shown(record.key)} (${where(record)})`);
  return new Failure(
    'host-key-changed',
    `The host key of ${host.name} has changed: on record is ${onRecord[0] ?? ''}, but the host now shows ${shown(key)}. ` +
      `Somebody may be in between; if the host was set up anew, ${remedy}`,
    { detail: [...onRecord.map((line) => `on record: ${line}`), `shown now: ${shown(key)}`].join('\n') },
  );
}
