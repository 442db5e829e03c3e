/** The hosts, which of them is selected, and which of their dialogs is open. */
import { create } from 'zustand';
import type { FailureData } from '../../electron/contract';
import type { Host, HostDraft, HostId } from '../../electron/contract/host';
import { failureOf } from '../base/failure';
import { worker } from '../base/ports';

export type HostList =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly hosts: readonly Host[] }
  | { readonly kind: 'failed'; readonly failure: FailureData };

export type HostDialog =
  | { readonly kind: 'none' }
  | { readonly kind: 'add' }
  | { readonly kind: 'edit'; readonly host: Host }
  | { readonly kind: 'remove'; readonly host: Host };

interface HostStore {
  readonly list: HostList;
  /** Undefined: all of them, the wall. */
  readonly selected: HostId | undefined;
  readonly dialog: HostDialog;
}

export const useHosts = create<HostStore>(() => ({ list: { kind: 'loading' }, selected: undefined, dialog: { kind: 'none' } }));

const NO_HOSTS: readonly Host[] = [];

/** Always the same array for the same state, so that it can be a selector. */
export const hostsOf = ({ list }: Pick<HostStore, 'list'>): readonly Host[] => (list.kind === 'ready' ? list.hosts : NO_HOSTS);

export const hostById = (id: HostId): Host | undefined => hostsOf(useHosts.getState()).find((host) => host.id === id);

export const useHost = (id: HostId | undefined): Host | undefined => useHosts((store) => hostsOf(store).find((host) => host.id === id));

export const selectHost = (selected: HostId | undefined): void => useHosts.setState({ selected });

export const showHostDialog = (dialog: HostDialog): void => useHosts.setState({ dialog });

function take(hosts: readonly Host[]): void {
  useHosts.setState(({ selected }) => ({
    list: { kind: 'ready', hosts },
    selected: hosts.some((host) => host.id === selected) ? selected : undefined,
  }));
}

export async function loadHosts(): Promise<void> {
  try {
    take(await worker.call('host.list', undefined));
  } catch (error) {
    useHosts.setState(({ list }) => (list.kind === 'ready' ? {} : { list: { kind: 'failed', failure: failureOf(error) } }));
  }
}

/** Rejects with a Failure, whose `fields` belong to the form. */
export async function saveHost(draft: HostDraft): Promise<Host> {
  const saved = await worker.call('host.save', draft);
  // The event may come after the answer: what was saved can be selected at once.
  const rest = hostsOf(useHosts.getState());
  take(rest.some((host) => host.id === saved.id) ? rest.map((host) => (host.id === saved.id ? saved : host)) : [...rest, saved]);
  return saved;
}

export async function removeHost(id: HostId): Promise<void> {
  await worker.call('host.remove', id);
  take(hostsOf(useHosts.getState()).filter((host) => host.id !== id));
}

export function followHosts(): void {
  worker.onReady(() => void loadHosts());
  worker.on('host.changed', take);
}
