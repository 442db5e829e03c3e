/** The dialogs of desktops, whichever is open. */
import { assertNever } from '../../electron/contract';
import { KillDialog } from './KillDialog';
import { OptionsDialog } from './OptionsDialog';
import { showSessionDialog, useSessions } from './store';

export function SessionDialogs() {
  const dialog = useSessions((store) => store.dialog);
  const close = (): void => showSessionDialog({ kind: 'none' });
  switch (dialog.kind) {
    case 'none':
      return null;
    case 'options':
      return <OptionsDialog hostId={dialog.hostId} onClose={close} />;
    case 'kill':
      return <KillDialog session={dialog.session} onClose={close} />;
    default:
      return assertNever(dialog);
  }
}
