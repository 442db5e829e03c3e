/** An unknown host key: what the operator needs to decide, with “Cancel” as the answer that costs nothing. */
import { Button } from '../base/Button';
import { CopyButton } from '../base/CopyButton';
import { Dialog } from '../base/Dialog';
import { Facts } from '../base/Facts';
import { baseTexts } from '../base/texts';
import { More } from './More';
import type { QuestionProps } from './Questions';
import styles from './Questions.module.css';
import { connectionTexts as texts } from './texts';

export function HostKeyQuestion({ question, more, reply, cancel }: QuestionProps<'host-key'>) {
  const { hostName, address, port, keyType, fingerprint, reason } = question;
  return (
    <Dialog
      title={texts.hostKeyTitle(hostName)}
      wide
      onClose={cancel}
      footer={
        <>
          <More count={more} />
          <Button onClick={cancel}>{baseTexts.cancel}</Button>
          <Button onClick={() => reply({ kind: 'host-key', accept: 'once' })}>{texts.trustOnce}</Button>
          <Button kind="primary" onClick={() => reply({ kind: 'host-key', accept: 'save' })}>
            {texts.trustSave}
          </Button>
        </>
      }
    >
      <p className={styles.text}>{reason}</p>
      <Facts
        facts={[
          { name: texts.hostKeyFrom, value: `${address}:${port}` },
          { name: texts.hostKeyType, value: keyType },
          {
            name: texts.fingerprint,
            value: (
              <span className={styles.fingerprint}>
                <code>{fingerprint}</code>
                <CopyButton text={fingerprint} label={texts.copyFingerprint} />
              </span>
            ),
          },
        ]}
      />
      <div className={styles.compare}>
        <p>{texts.hostKeyCompare}</p>
        <code>{texts.hostKeyCommand}</code>
        <p>{texts.trustNote}</p>
      </div>
    </Dialog>
  );
}
