/** Asks the operator about an unknown host key; the questions see to it that the same key is asked about once for all who wait. */
import type { Peer } from '../contract/host';
import { fingerprintOf, networkName, shortType, typeOf } from './knownHosts';
import type { Outcome, Questions } from './questions';
import { randomartOf } from './randomart';

export interface UnknownKey {
  readonly peer: Peer;
  readonly key: Buffer;
  readonly reason: string;
  /** Where it would be saved. */
  readonly file: string | undefined;
}

export const askAboutKey = (questions: Questions, { peer, key, reason, file }: UnknownKey, signal?: AbortSignal): Promise<Outcome> =>
  questions.ask(
    {
      kind: 'host-key',
      hostId: peer.id,
      hostName: peer.name,
      address: networkName(peer.address),
      port: peer.port,
      keyType: shortType(typeOf(key) ?? ''),
      fingerprint: fingerprintOf(key),
      reason,
      randomart: randomartOf(key),
      ...(file === undefined ? {} : { file }),
    },
    signal,
  );
