/** Asks once before a desktop ends, and names what dies. */
import type { Session } from '../../electron/contract/session';
import { ConfirmDialog } from '../base/ConfirmDialog';
import { say } from '../base/notices';
import { useHost } from '../host/store';
import { stopSession } from './store';
import { sessionTexts as texts } from './texts';

export function KillDialog({ session, onClose }: { readonly session: Session; readonly onClose: () => void }) {
  const host = useHost(session.hostId)?.name ?? '';
  const run = async (): Promise<void> => {
    await stopSession(session);
    say(texts.killed(session.display, host));
  };
  const text = texts.killText(session.name === '' ? `:${session.display}` : session.name, host);
  return (
    <ConfirmDialog title={texts.killTitle(session.display)} confirm={texts.kill} run={run} onClose={onClose}>
      <p>
        {text.before}
        <strong>{text.name}</strong>
        {text.after}
      </p>
      {!session.ours && <p>{texts.foreignText}</p>}
    </ConfirmDialog>
  );
}
