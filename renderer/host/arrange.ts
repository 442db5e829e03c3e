/** The order of hosts: groups, what a search shows, and where a move leads. */
import type { Host, HostId, HostLabels } from '../../electron/contract/host';

export interface HostGroup {
  /** Undefined: the hosts without one. */
  readonly name: string | undefined;
  readonly hosts: readonly Host[];
}

/** Hosts without a group first, then groups as their first hosts come. */
export function groupsOf(hosts: readonly Host[]): readonly HostGroup[] {
  const groups = new Map<string | undefined, Host[]>([[undefined, []]]);
  for (const host of hosts) {
    const group = groups.get(host.group) ?? [];
    groups.set(host.group, [...group, host]);
  }
  return [...groups].map(([name, members]) => ({ name, hosts: members })).filter((group) => group.hosts.length > 0);
}

export const groupNames = (hosts: readonly Host[]): readonly string[] =>
  groupsOf(hosts).flatMap(({ name }) => (name === undefined ? [] : [name]));

/** Whether every word typed is in what the operator knows the host by. */
export function matchesHost(host: Host, typed: string): boolean {
  const whole = [host.name, host.address, host.user, host.group, host.source?.alias, host.notes, ...(host.tags ?? [])]
    .join(' ')
    .toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word));
}

export const labelsOf = ({ name, group, tags, colour, notes }: Host): HostLabels => ({
  name,
  ...(group === undefined ? {} : { group }),
  ...(tags === undefined ? {} : { tags }),
  ...(colour === undefined ? {} : { colour }),
  ...(notes === undefined ? {} : { notes }),
});

/** Where a host goes: in front of another one, or to the end; and into which group. */
export interface Place {
  readonly before: HostId | undefined;
  readonly group: string | undefined;
}

/** In front of a host, or behind it. */
export function beside(hosts: readonly Host[], id: HostId, edge: 'before' | 'after'): Place | undefined {
  const at = hosts.findIndex((host) => host.id === id);
  const host = hosts[at];
  if (host === undefined) return undefined;
  return { before: edge === 'before' ? id : hosts[at + 1]?.id, group: host.group };
}

/** One up or down as the list shows it: past its neighbour, and at the edge of a group into the next one. */
export function stepped(hosts: readonly Host[], id: HostId, by: -1 | 1): Place | undefined {
  const shown = groupsOf(hosts).flatMap((group) => group.hosts);
  const at = shown.findIndex((host) => host.id === id);
  const [host, neighbour] = [shown[at], shown[at + by]];
  if (host === undefined || neighbour === undefined) return undefined;
  const passes = neighbour.group === host.group;
  return beside(hosts, neighbour.id, (by === 1) === passes ? 'after' : 'before');
}

/** The hosts as they stand after a move. */
export function moved(hosts: readonly Host[], id: HostId, before: HostId | undefined): readonly Host[] {
  const host = hosts.find((each) => each.id === id);
  if (host === undefined || id === before) return hosts;
  const rest = hosts.filter((each) => each.id !== id);
  const at = rest.findIndex((each) => each.id === before);
  return at === -1 ? [...rest, host] : rest.toSpliced(at, 0, host);
}

/** Which hosts to put in front of which, so that a group changes places with its neighbour; empty at the edge. */
export function groupMoves(hosts: readonly Host[], name: string, by: -1 | 1): readonly { readonly id: HostId; readonly before: HostId }[] {
  const groups = groupsOf(hosts).filter((group) => group.name !== undefined);
  const at = groups.findIndex((group) => group.name === name);
  const [upper, lower] = by === 1 ? [groups[at], groups[at + 1]] : [groups[at - 1], groups[at]];
  const before = upper?.hosts[0]?.id;
  if (at === -1 || lower === undefined || before === undefined) return [];
  return lower.hosts.map(({ id }) => ({ id, before }));
}
