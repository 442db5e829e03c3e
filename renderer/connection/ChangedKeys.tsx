/** The key on record and the key shown, side by side, and what to check before trusting the new one. */
import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { KeyChange } from '../../electron/contract/connection';
import { classes } from '../base/classes';
import { CommandLine } from './CommandLine';
import { Fingerprint } from './Fingerprint';
import { hostFingerprintCommand, removeKeyCommand } from './keyCommands';
import styles from './Keys.module.css';
import { Randomart } from './Randomart';
import { connectionTexts as texts } from './texts';

interface ChangedKeysProps {
  readonly change: KeyChange;
  /** As known_hosts names the machine. */
  readonly recordName: { readonly address: string; readonly port: number };
}

export function ChangedKeys({ change, recordName }: ChangedKeysProps) {
  const { hostName, address, port, shown, onRecord } = change;
  return (
    <>
      <p className={styles.text}>{texts.changedText(`${hostName} (${address}:${port})`)}</p>
      <div className={styles.pair}>
        <section className={styles.side}>
          <h3>{texts.keyOnRecord}</h3>
          {onRecord.map((key) => (
            <Key key={`${key.file}:${key.line} ${key.fingerprint}`} shown={key}>
              <span className={styles.where}>{key.line === 0 ? texts.keyOnce : texts.keyLine(key.file, key.line)}</span>
              {key.locked !== undefined && (
                <div className={styles.locked}>
                  <p>
                    <Lock size={12} aria-hidden />
                    {texts.keyLocked} {key.locked}
                  </p>
                  {key.line > 0 && (
                    <>
                      <p>{texts.keyCommand}</p>
                      <CommandLine command={removeKeyCommand(key.file, recordName.address, recordName.port)} />
                    </>
                  )}
                </div>
              )}
            </Key>
          ))}
        </section>
        <section className={styles.side}>
          <h3>{texts.keyShown}</h3>
          <Key shown={shown} isNew>
            <span className={styles.where}>{`${address}:${port}`}</span>
          </Key>
        </section>
      </div>
      <section className={styles.check}>
        <h3>{texts.checkTitle}</h3>
        <ol>
          <li>{texts.checkAsk}</li>
          <li>
            {texts.checkConsole}
            <CommandLine command={hostFingerprintCommand(shown.keyType)} />
          </li>
          <li>{texts.checkStop}</li>
        </ol>
      </section>
    </>
  );
}

function Key({
  shown,
  isNew = false,
  children,
}: {
  readonly shown: KeyChange['shown'];
  readonly isNew?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <div className={classes(styles.key, isNew && styles.shown)}>
      <span className={styles.type}>{shown.keyType}</span>
      <Fingerprint text={shown.fingerprint} />
      <Randomart art={shown.randomart} />
      {children}
    </div>
  );
}
