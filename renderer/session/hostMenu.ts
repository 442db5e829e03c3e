/** What can be done with a host: the same in its row, its head and the command palette. */
import {
  ArrowDown,
  ArrowUp,
  CopyPlus,
  HeartPulse,
  ListChecks,
  Pencil,
  Plug,
  Plus,
  ScrollText,
  Trash2,
  Undo2,
  Unplug,
  Wrench,
} from 'lucide-react';
import type { Host } from '../../electron/contract/host';
import type { MenuItem } from '../base/menus';
import { showHostLog } from '../connection/dialogs';
import { closeConnection, connectionOf, openConnection } from '../connection/store';
import { connectionTexts } from '../connection/texts';
import { isWaiting } from '../connection/words';
import { stepped } from '../host/arrange';
import { hostsOf, placeHosts, showHostDialog, toggleMark, useHosts } from '../host/store';
import { hostTexts } from '../host/texts';
import { probeTexts } from '../probe/texts';
import { runTexts } from '../recipe/run/runTexts';
import { setUpOf, standingOf } from '../recipe/setUpStore';
import { setUpTexts } from '../recipe/setUpTexts';
import { showUndo } from '../recipe/undo/undo';
import { showHost } from './centre';
import { newDesktop } from './newDesktop';
import { showSessionDialog } from './store';
import { sessionTexts as texts } from './texts';

export function hostMenu(host: Host): readonly MenuItem[] {
  const state = connectionOf(host.id);
  const wanted = state.kind === 'ready' || state.kind === 'connecting' || isWaiting(state);
  const { marked } = useHosts.getState();
  return [
    wanted
      ? { label: connectionTexts.disconnect, icon: Unplug, run: () => closeConnection(host.id) }
      : { label: connectionTexts.connect, icon: Plug, run: () => openConnection(host.id) },
    { label: texts.newDesktop, icon: Plus, run: () => newDesktop(host.id) },
    { label: texts.optionsMore, run: () => showSessionDialog({ kind: 'options', hostId: host.id }) },
    { label: probeTexts.health, icon: HeartPulse, run: () => showHost(host.id, 'health') },
    { label: setUpTexts.menu, icon: Wrench, run: () => showHost(host.id, 'set-up') },
    ...undo(host),
    { label: hostTexts.editMore, icon: Pencil, apart: true, run: () => showHostDialog({ kind: 'edit', host }) },
    { label: hostTexts.duplicate, icon: CopyPlus, run: () => showHostDialog({ kind: 'add', from: host }) },
    { label: connectionTexts.log, icon: ScrollText, run: () => showHostLog(host) },
    ...moves(host),
    { label: marked.has(host.id) ? hostTexts.unselect : hostTexts.select, icon: ListChecks, keys: 'Space', run: () => toggleMark(host.id) },
    { label: hostTexts.removeMore, icon: Trash2, danger: true, apart: true, run: () => showHostDialog({ kind: 'remove', hosts: [host] }) },
  ];
}

/** Unless it is known that nothing is there to be taken back. */
function undo(host: Host): readonly MenuItem[] {
  if (standingOf(setUpOf(host.id))?.journal.length === 0) return [];
  const run = (): void => {
    showHost(host.id, 'set-up');
    showUndo(host.id);
  };
  return [{ label: runTexts.undoMore, icon: Undo2, run }];
}

/** Only where there is a place to move to. */
function moves(host: Host): readonly MenuItem[] {
  const [up, down] = [stepped(hostsOf(useHosts.getState()), host.id, -1), stepped(hostsOf(useHosts.getState()), host.id, 1)];
  return [
    ...(up === undefined
      ? []
      : [{ label: hostTexts.moveUp, icon: ArrowUp, keys: 'Alt-↑', apart: true, run: () => void placeHosts([host], up) }]),
    ...(down === undefined
      ? []
      : [{ label: hostTexts.moveDown, icon: ArrowDown, keys: 'Alt-↓', apart: up === undefined, run: () => void placeHosts([host], down) }]),
  ];
}
