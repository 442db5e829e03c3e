/** What shows a fault: each command with the lines that it printed. */
import type { Evidence } from '../../electron/contract/doctor';
import { CommandBlock, Output } from './CommandBlock';
import styles from './FindingCard.module.css';
import { probeTexts as texts } from './texts';

export function EvidenceItems({ evidence }: { readonly evidence: readonly Evidence[] }) {
  return (
    <ol className={styles.evidence}>
      {evidence.map((each) => (
        <li key={`${each.command} ${each.text}`}>
          {each.command === '' ? <p className={styles.seen}>{texts.noCommand}</p> : <CommandBlock commands={[each.command]} />}
          {each.text !== '' && <Output text={each.text} />}
        </li>
      ))}
    </ol>
  );
}
