/** A fingerprint as ssh-keygen -lv draws it: for eyes alone, so others get the sentence that says what to use instead. */
import styles from './Keys.module.css';
import { connectionTexts } from './texts';

export function Randomart({ art }: { readonly art: string }) {
  return (
    <figure className={styles.art}>
      <pre aria-hidden="true">{art}</pre>
      <figcaption className="hidden-text">{connectionTexts.artOf}</figcaption>
    </figure>
  );
}
