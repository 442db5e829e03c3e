/** Why a host cannot be had now, when only the operator can help: what helps most comes first. */
import type { FailureData } from '../../electron/contract';
import type { Host } from '../../electron/contract/host';
import { Button } from '../base/Button';
import { FailureNote } from '../base/FailureNote';
import { baseTexts, failureHelp } from '../base/texts';
import { showHostDialog } from '../host/store';
import styles from './ConnectionPanel.module.css';
import { showKeyChange } from './dialogs';
import { LogButton } from './LogButton';
import { openConnection } from './store';
import { connectionTexts as texts } from './texts';

export function LostNote({ host, failure, bare = false }: { readonly host: Host; readonly failure: FailureData; readonly bare?: boolean }) {
  const retry = (
    <Button key="retry" small onClick={() => openConnection(host.id)}>
      {baseTexts.tryAgain}
    </Button>
  );
  const edit = (
    <Button key="edit" small onClick={() => showHostDialog({ kind: 'edit', host })}>
      {baseTexts.editHost}
    </Button>
  );
  return (
    <FailureNote failure={failure} bare={bare}>
      <div className={styles.lostActions}>
        {failure.code === 'host-key-changed' ? (
          <>
            <Button small kind="primary" onClick={() => showKeyChange(host)}>
              {texts.compareKeys}
            </Button>
            {retry}
          </>
        ) : (
          <>{failureHelp(failure.code).action === 'edit' ? [edit, retry] : [retry, edit]}</>
        )}
        <LogButton host={host} />
      </div>
    </FailureNote>
  );
}
