/** The hosts, which of them is shown, which are selected for a common action, and which of their dialogs is open. */
import { create } from 'zustand';
import type { FailureData } from '../../electron/contract';
import type { Host, HostDraft, HostId, HostLabels } from '../../electron/contract/host';
import { failureOf } from '../base/failure';
import { say } from '../base/notices';
import { worker } from '../base/ports';
import { groupMoves, labelsOf, moved, type Place } from './arrange';
import { hostTexts } from './texts';

export type HostList =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly hosts: readonly Host[] }
  | { readonly kind: 'failed'; readonly failure: FailureData };

export type HostDialog =
  | { readonly kind: 'none' }
  /** `from`: the host that the form begins as a copy of. */
  | { readonly kind: 'add'; readonly from?: Host }
  | { readonly kind: 'edit'; readonly host: Host }
  | { readonly kind: 'detach'; readonly host: Host }
  | { readonly kind: 'remove'; readonly hosts: readonly Host[] }
  | { readonly kind: 'import' };

interface HostStore {
  readonly list: HostList;
  /** Undefined: all of them, the wall. */
  readonly selected: HostId | undefined;
  /** Chosen for an action on several. */
  readonly marked: ReadonlySet<HostId>;
  readonly dialog: HostDialog;
  /** Grows with each wish to search. */
  readonly searches: number;
}

export const useHosts = create<HostStore>(() => ({
  list: { kind: 'loading' },
  selected: undefined,
  marked: new Set(),
  dialog: { kind: 'none' },
  searches: 0,
}));

const NO_HOSTS: readonly Host[] = [];

/** Always the same array for the same state, so that it can be a selector. */
export const hostsOf = ({ list }: Pick<HostStore, 'list'>): readonly Host[] => (list.kind === 'ready' ? list.hosts : NO_HOSTS);

const known = (): readonly Host[] => hostsOf(useHosts.getState());

export const hostById = (id: HostId): Host | undefined => known().find((host) => host.id === id);

export const useHost = (id: HostId | undefined): Host | undefined => useHosts((store) => hostsOf(store).find((host) => host.id === id));

export const selectHost = (selected: HostId | undefined): void => useHosts.setState({ selected });

export const markHosts = (ids: Iterable<HostId>): void => useHosts.setState({ marked: new Set(ids) });

export const markedHosts = (): readonly Host[] => known().filter(({ id }) => useHosts.getState().marked.has(id));

export function toggleMark(id: HostId): void {
  const { marked } = useHosts.getState();
  markHosts(marked.has(id) ? [...marked].filter((each) => each !== id) : [...marked, id]);
}

export const showHostDialog = (dialog: HostDialog): void => useHosts.setState({ dialog });

export const searchHosts = (): void => useHosts.setState(({ searches }) => ({ searches: searches + 1 }));

function take(hosts: readonly Host[]): void {
  const has = (id: HostId | undefined): boolean => hosts.some((host) => host.id === id);
  useHosts.setState(({ selected, marked }) => ({
    list: { kind: 'ready', hosts },
    selected: has(selected) ? selected : undefined,
    marked: new Set([...marked].filter(has)),
  }));
}

/** The event may come after the answer: what was saved can be shown at once. */
function takeOne(saved: Host): Host {
  const rest = known();
  take(rest.some(({ id }) => id === saved.id) ? rest.map((host) => (host.id === saved.id ? saved : host)) : [...rest, saved]);
  return saved;
}

export async function loadHosts(): Promise<void> {
  try {
    take(await worker.call('host.list', undefined));
  } catch (error) {
    useHosts.setState(({ list }) => (list.kind === 'ready' ? {} : { list: { kind: 'failed', failure: failureOf(error) } }));
  }
}

/** Rejects with a Failure, whose `fields` belong to the form. */
export const saveHost = async (draft: HostDraft): Promise<Host> => takeOne(await worker.call('host.save', draft));

/** Rejects with a Failure, whose `fields` belong to the form. */
export const labelHost = async (id: HostId, labels: HostLabels): Promise<Host> => takeOne(await worker.call('host.label', { id, labels }));

/** Rejects with a Failure. */
export const detachHost = async (id: HostId): Promise<Host> => takeOne(await worker.call('host.detach', id));

/** One after the other; the first that fails ends it. Rejects with a Failure. */
export async function removeHosts(hosts: readonly Host[]): Promise<void> {
  for (const { id } of hosts) {
    await worker.call('host.remove', id);
    take(known().filter((host) => host.id !== id));
  }
}

/** Adds the Hosts of ~/.ssh/config with these aliases. Rejects with a Failure. */
export async function importHosts(aliases: readonly string[]): Promise<readonly Host[]> {
  const added = await worker.call('host.import', [...aliases]);
  for (const host of added) takeOne(host);
  return added;
}

async function move(id: HostId, before: HostId | undefined): Promise<void> {
  await worker.call('host.move', { id, ...(before === undefined ? {} : { before }) });
  take(moved(known(), id, before));
}

/** A failure is told; whether it is done. */
const told = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    (error: unknown) => {
      say(failureOf(error).message, 'bad');
      return false;
    },
  );

/** Puts hosts there in their order, into the group of the place. */
export function placeHosts(hosts: readonly Host[], { before, group }: Place): Promise<boolean> {
  const run = async (): Promise<void> => {
    // In front of one that moves itself is in front of the next that stays.
    const all = known();
    const from = before === undefined ? all.length : all.findIndex(({ id }) => id === before);
    const stays = all.slice(from).find(({ id }) => !hosts.some((host) => host.id === id))?.id;
    for (const host of hosts) {
      const { group: old, ...labels } = labelsOf(host);
      if (old !== group) await labelHost(host.id, group === undefined ? labels : { ...labels, group });
      await move(host.id, stays);
    }
  };
  return told(run());
}

export function moveGroup(name: string, by: -1 | 1): Promise<boolean> {
  const run = async (): Promise<void> => {
    for (const { id, before } of groupMoves(known(), name, by)) await move(id, before);
  };
  return told(run());
}

/** Once for each start of the worker: what it found damaged is kept aside and will not be found again. */
async function tellDamage(): Promise<void> {
  const kept = await worker.call('host.damaged', undefined).catch(() => undefined);
  if (kept !== undefined) say(hostTexts.damaged(kept), 'bad');
}

export function followHosts(): void {
  worker.onReady(() => void loadHosts().then(tellDamage));
  worker.on('host.changed', take);
}
