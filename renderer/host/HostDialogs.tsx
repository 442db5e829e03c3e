/** The dialogs of hosts, whichever is open. */
import { assertNever } from '../../electron/contract';
import type { Host } from '../../electron/contract/host';
import { ConfirmDialog } from '../base/ConfirmDialog';
import { HostForm } from './HostForm';
import { removeHost, showHostDialog, useHosts } from './store';
import { hostTexts } from './texts';

/** `onAdded`: what follows when a new host was saved. */
export function HostDialogs({ onAdded }: { readonly onAdded: (host: Host) => void }) {
  const dialog = useHosts((store) => store.dialog);
  const close = (): void => showHostDialog({ kind: 'none' });
  switch (dialog.kind) {
    case 'none':
      return null;
    case 'add':
      return <HostForm onClose={close} onSaved={onAdded} />;
    case 'edit':
      return <HostForm host={dialog.host} onClose={close} onSaved={() => undefined} />;
    case 'remove':
      return (
        <ConfirmDialog
          title={hostTexts.removeTitle(dialog.host.name)}
          confirm={hostTexts.remove}
          run={() => removeHost(dialog.host.id)}
          onClose={close}
        >
          <p>
            {hostTexts.removeText} <strong>{hostTexts.removeLives}</strong>
          </p>
        </ConfirmDialog>
      );
    default:
      return assertNever(dialog);
  }
}
