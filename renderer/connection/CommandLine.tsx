/** A command for the operator to run elsewhere, with a button that copies it. */
import { CopyButton } from '../base/CopyButton';
import styles from './Keys.module.css';
import { connectionTexts } from './texts';

export function CommandLine({ command }: { readonly command: string }) {
  return (
    <span className={styles.command}>
      <code>{command}</code>
      <CopyButton text={command} label={connectionTexts.copyCommand} />
    </span>
  );
}
