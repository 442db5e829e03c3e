/** The dialogs of hosts, whichever is open. */
import { useRef } from 'react';
import { assertNever } from '../../electron/contract';
import type { Host } from '../../electron/contract/host';
import { ConfirmDialog } from '../base/ConfirmDialog';
import { HostForm } from './HostForm';
import { ImportDialog } from './ImportDialog';
import { detachHost, removeHosts, showHostDialog, useHosts } from './store';
import { hostTexts as texts } from './texts';

interface HostDialogsProps {
  /** What follows when a new host was saved. */
  readonly onAdded: (host: Host) => void;
  readonly onConnect: (hosts: readonly Host[]) => void;
}

const close = (): void => showHostDialog({ kind: 'none' });

export function HostDialogs({ onAdded, onConnect }: HostDialogsProps) {
  const dialog = useHosts((store) => store.dialog);
  switch (dialog.kind) {
    case 'none':
      return null;
    case 'add':
      return <HostForm key="add" {...(dialog.from === undefined ? {} : { from: dialog.from })} onClose={close} onSaved={onAdded} />;
    case 'edit':
      return <HostForm key={dialog.host.id} host={dialog.host} onClose={close} onSaved={() => undefined} />;
    case 'detach':
      return <DetachDialog host={dialog.host} />;
    case 'remove':
      return <RemoveDialog hosts={dialog.hosts} />;
    case 'import':
      return <ImportDialog onClose={close} onConnect={onConnect} />;
    default:
      return assertNever(dialog);
  }
}

function RemoveDialog({ hosts }: { readonly hosts: readonly Host[] }) {
  const [first] = hosts;
  const alone = hosts.length === 1;
  return (
    <ConfirmDialog
      title={alone && first !== undefined ? texts.removeTitle(first.name) : texts.removeSeveral(hosts.length)}
      confirm={texts.remove}
      run={() => removeHosts(hosts)}
      onClose={close}
    >
      {!alone && <p>{hosts.map(({ name }) => name).join(', ')}</p>}
      <p>
        {alone ? texts.removeText : texts.removeSeveralText} <strong>{alone ? texts.removeLives : texts.removeSeveralLive}</strong>
      </p>
    </ConfirmDialog>
  );
}

/** Leads to the form, which can be edited then. */
function DetachDialog({ host }: { readonly host: Host }) {
  const detached = useRef<Host>(undefined);
  return (
    <ConfirmDialog
      title={texts.detachTitle(host.name)}
      confirm={texts.detach}
      run={async () => void (detached.current = await detachHost(host.id))}
      onClose={() => (detached.current === undefined ? close() : showHostDialog({ kind: 'edit', host: detached.current }))}
    >
      <p>{texts.detachText}</p>
    </ConfirmDialog>
  );
}
