/** A host that followed ~/.ssh/config as one of the operator's own, with the values of now. */
import type { Hop } from '../contract/host';
import type { Following, Own, StoredHost } from './hostsFile';
import { wayTo } from './jumps';
import { labelsOf } from './listing';
import { writeSpec } from './sshConfig/jumpText';
import type { Reading } from './sshConfig/sshConfig';

export function detached(host: Following, hosts: readonly StoredHost[], reading: Reading | undefined): Own {
  const { via, ...login } = host.last;
  const own: Own = { kind: 'own', id: host.id, ...labelsOf(host), ...login };
  if (via === undefined) return own;
  // Names keep the keys and options of the jump hosts, where they still mean the same machines.
  const texts = [jumpText(via, (hop) => hop.name), jumpText(via, (hop) => writeSpec({ ...hop, host: hop.name }))];
  const same = texts.find((jump) => {
    const way = wayTo({ ...own, jump }, { hosts, reading, following: ({ last }) => last });
    return way.kind === 'way' && JSON.stringify(way.via) === JSON.stringify(via);
  });
  return { ...own, jump: same ?? jumpText(via, (hop) => writeSpec({ ...hop, host: hop.address })) };
}

const jumpText = (via: readonly Hop[], one: (hop: Hop) => string): string => via.map(one).join(',');
