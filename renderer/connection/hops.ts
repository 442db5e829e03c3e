/** The machines on the way to a host, and how far a try has come. Pure. */
import type { ConnectionState } from '../../electron/contract/connection';
import type { Host } from '../../electron/contract/host';

export interface HopProgress {
  readonly name: string;
  readonly state: 'done' | 'now' | 'next';
}

/** First to be reached first, the host last; empty when nothing stands in between. */
export function hopsOf(host: Pick<Host, 'name' | 'via'>, state: Extract<ConnectionState, { kind: 'connecting' }>): readonly HopProgress[] {
  const { hop } = state;
  const names = [...(host.via ?? []).map(({ name }) => name), host.name];
  if (names.length < 2 || hop === undefined) return [];
  return names.map((name, at) => ({
    // The try may have begun before the host was edited: what it says of itself is true.
    name: at === hop.index - 1 ? hop.name : name,
    state: at < hop.index - 1 ? 'done' : at === hop.index - 1 ? 'now' : 'next',
  }));
}
