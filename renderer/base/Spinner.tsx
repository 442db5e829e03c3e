/** Something is under way; what it is stands in words beside it. */
import styles from './Spinner.module.css';

export function Spinner({ size = 14 }: { readonly size?: number }) {
  return (
    <svg className={styles.spinner} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6.25" className={styles.track} />
      <path d="M8 1.75A6.25 6.25 0 0 1 14.25 8" className={styles.arc} />
    </svg>
  );
}

/** A known share (0..1), or only that it goes on. */
export function Progress({ label, share }: { readonly label: string; readonly share?: number }) {
  return <progress className={styles.progress} aria-label={label} {...(share === undefined ? {} : { value: Math.min(1, share) })} />;
}
