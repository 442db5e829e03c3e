/** What can be done with several hosts at once: with a group, with all, with those selected. */
import { ArrowDown, ArrowUp, FileText, ListChecks, Plug, Trash2, Unplug, Wrench } from 'lucide-react';
import type { Host } from '../../electron/contract/host';
import type { MenuItem } from '../base/menus';
import { markHosts, moveGroup, showHostDialog } from './store';
import { hostTexts as texts } from './texts';

/** What the nouns to the right do with several hosts. */
export interface HostBulk {
  readonly connect: (hosts: readonly Host[]) => void;
  readonly disconnect: (hosts: readonly Host[]) => void;
  readonly setUp: (hosts: readonly Host[]) => void;
}

const connections = (hosts: readonly Host[], { connect, disconnect, setUp }: HostBulk): readonly MenuItem[] => [
  { label: texts.connectAll, icon: Plug, run: () => connect(hosts) },
  { label: texts.disconnectAll, icon: Unplug, run: () => disconnect(hosts) },
  { label: texts.setUpAll, icon: Wrench, run: () => setUp(hosts) },
];

const select = (hosts: readonly Host[]): MenuItem => ({
  label: texts.selectAll,
  icon: ListChecks,
  apart: true,
  run: () => markHosts(hosts.map(({ id }) => id)),
});

export const allMenu = (hosts: readonly Host[], bulk: HostBulk): readonly MenuItem[] => [
  { label: texts.fromConfig, icon: FileText, run: () => showHostDialog({ kind: 'import' }) },
  ...connections(hosts, bulk).map((item, at) => ({ ...item, apart: at === 0 })),
  select(hosts),
];

export const groupMenu = (name: string, hosts: readonly Host[], bulk: HostBulk): readonly MenuItem[] => [
  ...connections(hosts, bulk),
  select(hosts),
  { label: texts.groupUp, icon: ArrowUp, keys: 'Alt-↑', apart: true, run: () => void moveGroup(name, -1) },
  { label: texts.groupDown, icon: ArrowDown, keys: 'Alt-↓', run: () => void moveGroup(name, 1) },
];

export const selectionMenu = (hosts: readonly Host[], { connect, disconnect, setUp }: HostBulk): readonly MenuItem[] => [
  { label: texts.connect, icon: Plug, run: () => connect(hosts) },
  { label: texts.disconnect, icon: Unplug, run: () => disconnect(hosts) },
  { label: texts.setUp, icon: Wrench, run: () => setUp(hosts) },
  { label: texts.removeMore, icon: Trash2, danger: true, apart: true, run: () => showHostDialog({ kind: 'remove', hosts }) },
];
