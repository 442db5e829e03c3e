/** The stored hosts as the page sees them: with what ~/.ssh/config says now, and the way over the jump hosts. */
import type { Hop, Host, HostLabels, HostProposal } from '../contract/host';
import { plainText } from '../contract/text';
import type { Following, Last, Own, StoredHost } from './hostsFile';
import { hashingFor, wayTo, type JumpWorld } from './jumps';
import type { Reading } from './sshConfig/sshConfig';
import type { Resolution } from './sshConfig/resolve';

export function labelsOf({ name, group, tags, colour, notes }: HostLabels): HostLabels {
  return {
    name,
    ...(group === undefined ? {} : { group }),
    ...(tags === undefined ? {} : { tags }),
    ...(colour === undefined ? {} : { colour }),
    ...(notes === undefined ? {} : { notes }),
  };
}

/** Undefined where no Host line of the files has this name any more. */
export function entryOf(reading: Reading | undefined, alias: string): Resolution | undefined {
  const found = reading?.has(alias) === true ? reading.resolve({ host: alias }) : undefined;
  // A Host line in a file that is included only for other hosts never applies.
  return found?.named === true ? found : undefined;
}

/** What is kept for when the files give nothing usable. */
export function lastOf(found: Resolution & { kind: 'usable' }): Last {
  const { name: _, ...login } = found.hop;
  return { ...login, ...(found.via.length === 0 ? {} : { via: [...found.via] }) };
}

/** With the logins that the files give now; the same array when nothing differs. */
export function settled(hosts: readonly StoredHost[], reading: Reading | undefined): readonly StoredHost[] {
  let differs = false;
  const out = hosts.map((host) => {
    const found = host.kind === 'following' ? entryOf(reading, host.alias) : undefined;
    if (host.kind === 'own' || found?.kind !== 'usable') return host;
    const last = lastOf(found);
    if (JSON.stringify(last) === JSON.stringify(host.last)) return host;
    differs = true;
    return { ...host, last };
  });
  return differs ? out : hosts;
}

export function listed(hosts: readonly StoredHost[], reading: Reading | undefined, file: string): Host[] {
  const world: JumpWorld = { hosts, reading, following: ({ last }) => last };
  return hosts.map((host) => (host.kind === 'own' ? ownHost(host, world) : followingHost(host, reading, file)));
}

export function ownHost(host: Own, world: JumpWorld): Host {
  const way = wayTo(host, world);
  const ssh = { ...hashingFor(world.reading, host.address), ...host.ssh };
  return {
    id: host.id,
    ...labelsOf(host),
    address: host.address,
    port: host.port,
    user: host.user,
    auth: host.auth,
    ...(host.jump === undefined ? {} : { jump: host.jump }),
    ...(way.kind === 'problem' ? { jumpProblem: way.why } : way.via.length === 0 ? {} : { via: [...way.via] }),
    ...(Object.keys(ssh).length === 0 ? {} : { ssh }),
  };
}

function followingHost(host: Following, reading: Reading | undefined, file: string): Host {
  const found = entryOf(reading, host.alias);
  const problem =
    found?.kind === 'usable' ? undefined : (found?.why ?? reading?.failure ?? `${file} has no Host “${host.alias}” any more.`);
  return {
    id: host.id,
    ...labelsOf(host),
    ...host.last,
    source: {
      alias: host.alias,
      origins: [...(found?.origins ?? [])],
      ...(problem === undefined ? {} : { problem: plainText(problem, 390) }),
    },
  };
}

/** What importing `alias` would add. */
export function previewOf(alias: string, found: Resolution & { kind: 'usable' }): NonNullable<HostProposal['host']> {
  return { name: nameFor(alias), ...lastOf(found), source: { alias, origins: [...found.origins] } };
}

/** An alias may be longer than a name. */
export const nameFor = (alias: string): string => alias.slice(0, 128);

export const loginOf = (host: Pick<Hop, 'user' | 'address' | 'port'>): string => `${host.user}@${host.address.toLowerCase()}:${host.port}`;

/** Two entries with one login over one way would share its connection and its desktops. */
export function twinOf(hosts: readonly Host[], host: Omit<Host, 'id'> & { id?: string }): Host | undefined {
  const key = (each: Omit<Host, 'id'>): string =>
    [loginOf(each), ...(each.jumpProblem === undefined ? (each.via ?? []).map(loginOf) : ['?', each.jump])].join(' ');
  return hosts.find((each) => each.id !== host.id && key(each) === key(host));
}
