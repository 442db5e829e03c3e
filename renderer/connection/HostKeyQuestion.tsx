/** An unknown host key: what the operator needs to decide, with “Cancel” as the answer that costs nothing. */
import { Button } from '../base/Button';
import { Dialog } from '../base/Dialog';
import { Facts } from '../base/Facts';
import { baseTexts } from '../base/texts';
import { CommandLine } from './CommandLine';
import { Fingerprint } from './Fingerprint';
import { hostFingerprintCommand } from './keyCommands';
import type { QuestionProps } from './Questions';
import { QuestionState } from './QuestionState';
import styles from './Questions.module.css';
import { Randomart } from './Randomart';
import { connectionTexts as texts } from './texts';

export function HostKeyQuestion({ question, more, reply, cancel }: QuestionProps<'host-key'>) {
  const { hostName, address, port, keyType, fingerprint, reason, randomart, file } = question;
  return (
    <Dialog
      title={texts.hostKeyTitle(hostName)}
      wide
      onClose={cancel}
      footer={
        <>
          <QuestionState more={more} expiresAt={question.expiresAt} />
          <Button onClick={cancel}>{baseTexts.cancel}</Button>
          <Button kind={file === undefined ? 'primary' : 'plain'} onClick={() => reply({ kind: 'host-key', accept: 'once' })}>
            {texts.trustOnce}
          </Button>
          {file !== undefined && (
            <Button kind="primary" onClick={() => reply({ kind: 'host-key', accept: 'save' })}>
              {texts.trustSave}
            </Button>
          )}
        </>
      }
    >
      <p className={styles.text}>{reason}</p>
      <div className={styles.keyRow}>
        <Facts
          facts={[
            { name: texts.hostKeyFrom, value: `${address}:${port}` },
            { name: texts.hostKeyType, value: keyType },
            { name: texts.fingerprint, value: <Fingerprint text={fingerprint} /> },
          ]}
        />
        <Randomart art={randomart} />
      </div>
      <div className={styles.compare}>
        <p>{texts.hostKeyCompare}</p>
        <CommandLine command={hostFingerprintCommand(keyType)} />
        <p>{file === undefined ? texts.trustOnceNote : texts.trustNote(file)}</p>
      </div>
    </Dialog>
  );
}
