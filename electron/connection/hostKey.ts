/** Decides about the key that a host shows: known, to be asked, or to be refused. */
import { join } from 'node:path';
import { assertNever, Failure } from '../base/failure';
import type { Log } from '../base/log';
import type { KeyChange } from '../contract/connection';
import type { Peer } from '../contract/host';
import { createKeyChanges } from './keyChange';
import { changed, notAccepted, nowhereToSave, revokedByFile, revokedByLine, strictlyRefused } from './keyFailures';
import { judge, typesIn } from './keyJudgement';
import { lookupOf, type Lookup } from './keyLookup';
import { askAboutKey } from './keyQuestion';
import { fingerprintOf, typeOf, type KnownKey } from './knownHosts';
import { appendKey, findInFiles, keepsKeys } from './knownHostsFile';
import type { Questions } from './questions';
import { isRevoked } from './revokedKeys';

export interface AcceptedKey {
  readonly fingerprint: string;
  /** Remembers the key as the operator wished; to be called once the host has proved that it owns it. Rejects with `storage`. */
  keep(): Promise<void>;
}

export interface HostKeys {
  /** Types of the keys on record for the peer: to be asked for first, or a host with several keys would look changed. */
  typesOf(peer: Peer): Promise<readonly string[]>;
  /** Rejects with `host-key-changed`, `host-key-unknown` (not accepted) or `host-key-unverifiable` (revoked, unreadable). */
  check(peer: Peer, key: Buffer, signal?: AbortSignal): Promise<AcceptedKey>;
  /** The last `host-key-changed` of this host, or of a machine on the way to it. */
  change(hostId: string): KeyChange | undefined;
  /**
   * Puts the changed key with this fingerprint in the place of the ones on record that are not locked. Rejects with `not-found` when
   * there is no change, `bad-input` when another key was shown, `storage` when the file cannot be written or every line is locked.
   */
  replace(hostId: string, fingerprint: string): Promise<void>;
}

export interface HostKeysOptions {
  readonly home: string;
  readonly questions: Questions;
  /** The folder of the known_hosts files for all users. */
  readonly etc?: string;
  readonly log?: Log;
}

export function openHostKeys({ home, questions, etc = '/etc/ssh', log }: HostKeysOptions): HostKeys {
  /** Accepted until the app ends, by the name of known_hosts. */
  const once = new Map<string, KnownKey>();
  const trustOnce = (name: string, key: Buffer): void =>
    void once.set(name, { file: 'accepted until Gearview ends', line: 0, marker: 'none', type: typeOf(key) ?? '', key });
  const changes = createKeyChanges(trustOnce);

  async function recordsOf({ name, bare, userFiles, globalFiles }: Lookup) {
    const found = await findInFiles([...userFiles, ...globalFiles], bare === undefined ? [name] : [name, bare]);
    const accepted = once.get(name);
    return {
      records: [...(found.get(name) ?? []), ...(accepted === undefined ? [] : [accepted])],
      bare: bare === undefined ? [] : (found.get(bare) ?? []),
    };
  }

  async function ask(peer: Peer, lookup: Lookup, key: Buffer, reason: string, signal?: AbortSignal): Promise<AcceptedKey> {
    const [first] = lookup.userFiles;
    const file = first !== undefined && (await keepsKeys(first)) ? first : undefined;
    const answer = await askAboutKey(questions, { peer, key, reason, file }, signal);
    if (answer.kind !== 'host-key') throw notAccepted(peer, key, answer);
    return {
      fingerprint: fingerprintOf(key),
      async keep() {
        if (answer.accept === 'save' && file !== undefined) await appendKey(file, lookup.name, key, lookup.hash);
        else trustOnce(lookup.name, key);
      },
    };
  }

  /** StrictHostKeyChecking accept-new and no: saved without a question. */
  async function takeNew(peer: Peer, lookup: Lookup, key: Buffer): Promise<AcceptedKey> {
    const [file] = lookup.userFiles;
    if (file === undefined) throw nowhereToSave(peer, key, lookup);
    const saves = await keepsKeys(file);
    return {
      fingerprint: fingerprintOf(key),
      async keep() {
        if (!saves) return;
        try {
          await appendKey(file, lookup.name, key, lookup.hash);
        } catch (error) {
          // As ssh, which only warns; nobody is there to say “once”.
          trustOnce(lookup.name, key);
          log?.write('warn', peer, 'host key not saved', { file, reason: Failure.from(error).message });
        }
      },
    };
  }

  return {
    async typesOf(peer) {
      const { records, bare } = await recordsOf(lookupOf(peer, home, etc));
      return typesIn(records, bare);
    },
    async check(peer, key, signal) {
      const lookup = lookupOf(peer, home, etc);
      if (lookup.revoked !== undefined && (await isRevoked(lookup.revoked, key))) throw revokedByFile(peer, key, lookup.revoked);
      const { records, bare } = await recordsOf(lookup);
      const judgement = judge(lookup, key, records, bare);
      switch (judgement.kind) {
        case 'known':
          changes.settled(peer.id, lookup.name);
          return { fingerprint: fingerprintOf(key), keep: () => Promise.resolve() };
        case 'revoked':
          throw revokedByLine(peer, key, judgement.record);
        case 'changed':
          await changes.remember(peer, lookup, key, judgement.records);
          throw changed(peer, key, judgement.records, lookup, join(home, '.ssh', 'known_hosts'));
        case 'unknown':
          changes.settled(peer.id, lookup.name);
          if (lookup.strict === 'yes') throw strictlyRefused(peer, key, lookup);
          if (lookup.strict !== 'ask' && !judgement.asks) return await takeNew(peer, lookup, key);
          return await ask(peer, lookup, key, judgement.reason, signal);
        default:
          return assertNever(judgement);
      }
    },
    change: (hostId) => changes.get(hostId),
    replace: (hostId, fingerprint) => changes.replace(hostId, fingerprint),
  };
}
