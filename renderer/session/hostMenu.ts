/** What can be done with a host: the same in its row, its head and the command palette. */
import { Pencil, Plug, Plus, Trash2, Unplug } from 'lucide-react';
import type { Host } from '../../electron/contract/host';
import type { MenuItem } from '../base/menus';
import { closeConnection, connectionOf, openConnection } from '../connection/store';
import { connectionTexts } from '../connection/texts';
import { showHostDialog } from '../host/store';
import { hostTexts } from '../host/texts';
import { newDesktop } from './newDesktop';
import { showSessionDialog } from './store';
import { sessionTexts as texts } from './texts';

export function hostMenu(host: Host): readonly MenuItem[] {
  const { kind } = connectionOf(host.id);
  const connected = kind === 'ready' || kind === 'connecting';
  return [
    connected
      ? { label: connectionTexts.disconnect, icon: Unplug, run: () => closeConnection(host.id) }
      : { label: connectionTexts.connect, icon: Plug, run: () => openConnection(host.id) },
    { label: texts.newDesktop, icon: Plus, run: () => newDesktop(host.id) },
    { label: texts.optionsMore, run: () => showSessionDialog({ kind: 'options', hostId: host.id }) },
    { label: hostTexts.editMore, icon: Pencil, apart: true, run: () => showHostDialog({ kind: 'edit', host }) },
    { label: hostTexts.removeMore, icon: Trash2, danger: true, run: () => showHostDialog({ kind: 'remove', host }) },
  ];
}
