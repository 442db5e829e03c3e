/** What the lines on record say about the key that a host shows (OpenSSH's sshconnect.c, check_host_key). */
import type { KnownKey } from './knownHosts';
import type { Lookup } from './keyLookup';

export type Judgement =
  | { readonly kind: 'known' }
  | { readonly kind: 'revoked'; readonly record: KnownKey }
  | { readonly kind: 'changed'; readonly records: readonly KnownKey[] }
  /** `asks`: the operator is to decide even where new keys are taken unasked. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly asks: boolean };

/** Types that we can verify; a record of another type says nothing about these. */
const USABLE = new Set(['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'ssh-rsa']);

const plain = (records: readonly KnownKey[]): readonly KnownKey[] => records.filter((record) => record.marker === 'none');

/**
 * `records`: lines for the name. `bare`: lines for the name without the port; like ssh, we take the same key there as proof when the
 * name has no key of its own, and another one as nothing. @revoked counts in both.
 */
export function judge(lookup: Lookup, key: Buffer, records: readonly KnownKey[], bare: readonly KnownKey[]): Judgement {
  const revoked = [...records, ...bare].find((record) => record.marker === 'revoked' && record.key.equals(key));
  if (revoked !== undefined) return { kind: 'revoked', record: revoked };
  const own = plain(records);
  const proof = own.length > 0 ? own : plain(bare);
  if (proof.some((record) => record.key.equals(key))) return { kind: 'known' };
  const usable = own.filter((record) => USABLE.has(record.type));
  if (usable.length > 0) return { kind: 'changed', records: usable };
  if (own.length > 0) {
    const type = own[0]?.type ?? '';
    return {
      kind: 'unknown',
      asks: true,
      reason: `known_hosts has only a key of type ${type} for this host, which Gearview cannot check.`,
    };
  }
  return { kind: 'unknown', asks: false, reason: reasonFor(lookup, [...records, ...bare]) };
}

function reasonFor(lookup: Lookup, records: readonly KnownKey[]): string {
  if (records.some((record) => record.marker === 'cert-authority'))
    return 'known_hosts trusts a certificate authority for this host, which Gearview cannot check.';
  if (lookup.alias) return `known_hosts has no entry for ${lookup.name}, the HostKeyAlias of this host.`.slice(0, 1024);
  return 'known_hosts has no entry for this host: it is the first connection from this computer.';
}

/** Types of the keys that would prove the host. */
export function typesIn(records: readonly KnownKey[], bare: readonly KnownKey[]): readonly string[] {
  // The bare name counts only when the host has nothing of its own.
  const lines = [records, bare].map(plain).find((list) => list.length > 0) ?? [];
  return [...new Set(lines.map((record) => record.type))];
}
