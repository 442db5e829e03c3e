/** A host key that differs from the record: both keys side by side, what to check, and the explicit replacement. Never “connect anyway”. */
import { useState } from 'react';
import type { FailureData } from '../../electron/contract';
import type { KeyChange } from '../../electron/contract/connection';
import type { Host } from '../../electron/contract/host';
import { Button } from '../base/Button';
import { Dialog } from '../base/Dialog';
import { failureOf } from '../base/failure';
import { FailureNote } from '../base/FailureNote';
import { Choice } from '../base/Field';
import { say } from '../base/notices';
import { worker } from '../base/ports';
import { Progress } from '../base/Spinner';
import { baseTexts } from '../base/texts';
import { ChangedKeys } from './ChangedKeys';
import styles from './Keys.module.css';
import { openConnection } from './store';
import { connectionTexts as texts } from './texts';
import { useAsked } from './useAsked';

export function KeyChangeDialog({ host, onClose }: { readonly host: Host; readonly onClose: () => void }) {
  const { asked, again } = useAsked(() => worker.call('connection.keyChange', host.id));
  const [compared, setCompared] = useState(false);
  const [replacing, setReplacing] = useState<'no' | 'running' | FailureData>('no');
  const change = asked.kind === 'ready' ? asked.value : undefined;
  const replaceable = change?.onRecord.some(({ locked }) => locked === undefined) ?? false;
  const replace = (): void => {
    if (change === undefined) return;
    setReplacing('running');
    worker.call('connection.replaceKey', { hostId: host.id, fingerprint: change.shown.fingerprint }).then(
      () => {
        onClose();
        say(texts.replaced(change.hostName));
        openConnection(host.id);
      },
      (error: unknown) => setReplacing(failureOf(error)),
    );
  };
  return (
    <Dialog
      title={texts.changedTitle(change?.hostName ?? host.name)}
      wide
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{baseTexts.cancel}</Button>
          {replaceable && (
            <Button kind="danger" busy={replacing === 'running'} disabled={!compared} onClick={replace}>
              {texts.replace}
            </Button>
          )}
        </>
      }
    >
      {asked.kind === 'loading' && (
        <div className={styles.wait}>
          <output>{texts.changedLoading}</output>
          <Progress label={texts.changedLoading} />
        </div>
      )}
      {asked.kind === 'failed' && <FailureNote failure={asked.failure} onRetry={again} />}
      {change !== undefined && (
        <>
          <ChangedKeys change={change} recordName={nameOnRecord(host, change)} />
          <div className={styles.compared}>
            {replaceable ? (
              <Choice label={texts.compared} checked={compared} onChange={setCompared} />
            ) : (
              <p className={styles.text}>{texts.nothingToReplace}</p>
            )}
          </div>
        </>
      )}
      {typeof replacing === 'object' && (
        <div className={styles.failed}>
          <FailureNote failure={replacing} />
        </div>
      )}
    </Dialog>
  );
}

/** Under which name known_hosts has the key: ssh_config(5), HostKeyAlias, which stands there without port. */
function nameOnRecord(host: Host, { hostName, address, port }: KeyChange): { readonly address: string; readonly port: number } {
  const machine = [host, ...(host.via ?? [])].find((each) => each.address === address && each.port === port && each.name === hostName);
  const alias = machine?.ssh?.hostKeyAlias;
  return alias === undefined ? { address, port } : { address: alias, port: 22 };
}
