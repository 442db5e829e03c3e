/** The dialogs about a connection, whichever is open. */
import { assertNever } from '../../electron/contract';
import { BundleDialog } from './BundleDialog';
import { closeConnectionDialog, useConnectionDialog } from './dialogs';
import { HostLogDialog } from './HostLogDialog';
import { KeyChangeDialog } from './KeyChangeDialog';

export function ConnectionDialogs() {
  const dialog = useConnectionDialog((store) => store.dialog);
  switch (dialog.kind) {
    case 'none':
      return null;
    case 'keys':
      return <KeyChangeDialog key={dialog.host.id} host={dialog.host} onClose={closeConnectionDialog} />;
    case 'log':
      return <HostLogDialog key={dialog.host.id} host={dialog.host} onClose={closeConnectionDialog} />;
    case 'bundle':
      return <BundleDialog key={dialog.host.id} host={dialog.host} onClose={closeConnectionDialog} />;
    default:
      return assertNever(dialog);
  }
}
