/** A key's fingerprint, whole, with a button that copies it. */
import { CopyButton } from '../base/CopyButton';
import styles from './Keys.module.css';
import { connectionTexts } from './texts';

export function Fingerprint({ text }: { readonly text: string }) {
  return (
    <span className={styles.fingerprint}>
      <code>{text}</code>
      <CopyButton text={text} label={connectionTexts.copyFingerprint} />
    </span>
  );
}
