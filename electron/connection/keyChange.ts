/** Host keys that differ from the ones on record: remembered per host, until the operator replaces the old ones. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../base/failure';
import type { KeyChange } from '../contract/connection';
import type { Peer } from '../contract/host';
import { removal } from './keyFailures';
import type { Lookup } from './keyLookup';
import { fingerprintOf, networkName, shortType, typeOf, type KnownKey } from './knownHosts';
import { behindLink, editFile } from './knownHostsFile';
import type { KeyEdit } from './knownHostsEdit';
import { randomartOf } from './randomart';

export interface KeyChanges {
  /** A host shows `key`, and `records` have others. */
  remember(peer: Peer, lookup: Lookup, key: Buffer, records: readonly KnownKey[]): Promise<void>;
  /** The host's key of this name is known again. */
  settled(hostId: string, name: string): void;
  get(hostId: string): KeyChange | undefined;
  /** See HostKeys.replace. */
  replace(hostId: string, fingerprint: string): Promise<void>;
}

interface Change {
  readonly shown: KeyChange;
  readonly lookup: Lookup;
  readonly key: Buffer;
  readonly records: readonly KnownKey[];
}

/** `trustOnce` takes the new key in place of one that was trusted until the app ends. */
export function createKeyChanges(trustOnce: (name: string, key: Buffer) => void): KeyChanges {
  const changes = new Map<string, Change>();
  return {
    async remember(peer, lookup, key, records) {
      const onRecord: KeyChange['onRecord'] = [];
      // As many as the contract holds; a name with more keys is not met.
      for (const record of records.slice(0, 32)) {
        const locked = await whyLocked(record, lookup);
        const { file, line } = record;
        onRecord.push({ ...describe(record.key), file, line, ...(locked === undefined ? {} : { locked: locked.slice(0, 1024) }) });
      }
      const { id, name, address, port } = peer;
      const shown = { hostId: id, hostName: name, address: networkName(address), port, shown: describe(key), onRecord };
      changes.set(id, { shown, lookup, key, records: records.slice(0, 32) });
    },
    settled(hostId, name) {
      if (changes.get(hostId)?.lookup.name === name) changes.delete(hostId);
    },
    get: (hostId) => changes.get(hostId)?.shown,
    async replace(hostId, fingerprint) {
      const change = changes.get(hostId);
      if (change === undefined) throw new Failure('not-found', 'There is no changed host key to replace any more; connect again.');
      const { shown, lookup, key, records } = change;
      if (fingerprint !== shown.shown.fingerprint)
        throw new Failure('bad-input', `The host key of ${shown.hostName} has changed once more; connect again and compare it anew.`);
      const free = records.filter((_, index) => shown.onRecord[index]?.locked === undefined);
      const locked = shown.onRecord.find((record) => record.locked !== undefined)?.locked;
      if (free.length === 0 && locked !== undefined) throw new Failure('storage', `${shown.hostName}: ${locked}`);
      if (!(await replaceIn(free, lookup, key, trustOnce)))
        throw new Failure('not-found', `The old host key of ${shown.hostName} is not on record any more; connect again.`);
      if (changes.get(hostId) === change) changes.delete(hostId);
    },
  };
}

const describe = (key: Buffer) => ({
  keyType: shortType(typeOf(key) ?? ''),
  fingerprint: fingerprintOf(key),
  randomart: randomartOf(key),
});

/** The new key takes the place of the first old one; others only go. False when there was none any more. */
async function replaceIn(
  records: readonly KnownKey[],
  lookup: Lookup,
  key: Buffer,
  trustOnce: (name: string, key: Buffer) => void,
): Promise<boolean> {
  const old = records.map((record) => record.key);
  let replaced = false;
  for (const file of new Set(records.filter((record) => record.line > 0).map((record) => record.file))) {
    const edit: KeyEdit = { name: lookup.name, old, key: replaced ? undefined : key, hash: lookup.hash ?? false };
    replaced = (await editFile(file, edit)) || replaced;
  }
  if (!records.some((record) => record.line === 0)) return replaced;
  trustOnce(lookup.name, key);
  return true;
}

/** Why the line of this record cannot be replaced from here, and what an administrator does. */
async function whyLocked(record: KnownKey, lookup: Lookup): Promise<string | undefined> {
  if (record.line === 0) return undefined;
  const command = `sudo ${removal(lookup.name, record.file)}`;
  if (!lookup.userFiles.includes(record.file))
    return `${record.file} is for all users; an administrator can remove the line with: ${command}`;
  try {
    const path = await behindLink(record.file);
    await access(path, constants.W_OK);
    await access(dirname(path), constants.W_OK);
    return undefined;
  } catch {
    return `You may not change ${record.file}; an administrator can remove the line with: ${command}`;
  }
}
