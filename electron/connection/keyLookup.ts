/** Where a peer's host key is looked up and saved: names, files and rules, as its options of ssh_config(5) say. */
import { join } from 'node:path';
import type { Peer } from '../contract/host';
import { knownName, networkName } from './knownHosts';

export interface Lookup {
  /** As known_hosts has it: HostKeyAlias as it is, or the address with its port. */
  readonly name: string;
  /** The address without the port: ssh takes a key there as proof when it knows none for `name`. */
  readonly bare: string | undefined;
  /** HostKeyAlias decides the name. */
  readonly alias: boolean;
  /** New keys go to the first. */
  readonly userFiles: readonly string[];
  readonly globalFiles: readonly string[];
  readonly strict: 'ask' | 'yes' | 'accept-new' | 'no';
  /** HashKnownHosts; undefined: as the file does. */
  readonly hash: boolean | undefined;
  /** RevokedHostKeys. */
  readonly revoked: string | undefined;
}

/** `home`: the operator's; `etc`: the folder of the files for all users. */
export function lookupOf(peer: Peer, home: string, etc: string): Lookup {
  const { ssh = {}, address, port } = peer;
  const own = join(home, '.ssh', 'known_hosts');
  const alias = ssh.hostKeyAlias;
  const name = alias === undefined ? knownName(address, port) : lowerCase(alias);
  return {
    name,
    bare: alias === undefined && name !== networkName(address) ? networkName(address) : undefined,
    alias: alias !== undefined,
    // ssh_config(5): defaults of UserKnownHostsFile and GlobalKnownHostsFile.
    userFiles: ssh.userKnownHosts ?? [own, `${own}2`],
    globalFiles: ssh.globalKnownHosts ?? [join(etc, 'ssh_known_hosts'), join(etc, 'ssh_known_hosts2')],
    strict: ssh.strictHostKeyChecking ?? 'ask',
    hash: ssh.hashKnownHosts,
    revoked: ssh.revokedHostKeys,
  };
}

/** OpenSSH's lowercase(): ASCII letters only. */
const lowerCase = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
