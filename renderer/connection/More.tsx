/** That further questions wait behind this one. */
import styles from './Questions.module.css';
import { connectionTexts } from './texts';

export function More({ count }: { readonly count: number }) {
  return count === 0 ? null : <span className={styles.more}>{connectionTexts.more(count)}</span>;
}
