/** Who looks at which hosts. */

export interface Viewers {
  /** The viewer looks at these, and no more at others. Returns the hosts for which that may change something. */
  look(viewer: object, hostIds: readonly string[]): readonly string[];
  leave(viewer: object): readonly string[];
  isWatched(hostId: string): boolean;
  /** Every host that somebody looks at. */
  leaveAll(): readonly string[];
}

export function createViewers(): Viewers {
  const looks = new Map<object, ReadonlySet<string>>();

  function look(viewer: object, hostIds: readonly string[]): readonly string[] {
    const before = looks.get(viewer) ?? [];
    if (hostIds.length === 0) looks.delete(viewer);
    else looks.set(viewer, new Set(hostIds));
    return [...new Set([...before, ...hostIds])];
  }

  return {
    look,
    leave: (viewer) => look(viewer, []),
    isWatched: (hostId) => [...looks.values()].some((hosts) => hosts.has(hostId)),
    leaveAll: () => [...looks.keys()].flatMap((viewer) => look(viewer, [])),
  };
}
