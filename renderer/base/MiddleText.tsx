/** A long name on one line, cut in the middle where names differ least; the whole on hover, and for screen readers. */
import { classes } from './classes';
import { splitName } from './splitName';
import styles from './MiddleText.module.css';

export function MiddleText({ text, className }: { readonly text: string; readonly className?: string | undefined }) {
  const { head, tail } = splitName(text);
  if (tail === '') {
    return (
      <span className={classes(styles.short, className)} title={text}>
        {text}
      </span>
    );
  }
  return (
    <span className={classes(styles.text, className)} title={text}>
      <span className="hidden-text">{text}</span>
      <span className={styles.head} aria-hidden="true">
        {head}
      </span>
      <span className={styles.tail} aria-hidden="true">
        {tail}
      </span>
    </span>
  );
}
