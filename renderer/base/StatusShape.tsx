/** A state as a shape with a colour; the word stands beside it, or is its label. */
import { assertNever } from '../../electron/contract';
import { classes } from './classes';
import styles from './StatusShape.module.css';

/** good: disc. busy: turning arc. idle: ring. warn: triangle. bad: cross in a square. */
export type Shape = 'good' | 'busy' | 'idle' | 'warn' | 'bad';

interface StatusShapeProps {
  readonly shape: Shape;
  /** Only where no word stands beside it. */
  readonly label?: string;
}

export function StatusShape({ shape, label }: StatusShapeProps) {
  const named = label === undefined ? { 'aria-hidden': true as const } : { role: 'img', 'aria-label': label };
  return (
    <svg {...named} className={classes(styles.shape, styles[shape])} width="12" height="12" viewBox="0 0 12 12">
      {drawing(shape)}
    </svg>
  );
}

function drawing(shape: Shape) {
  switch (shape) {
    case 'good':
      return <circle cx="6" cy="6" r="4" fill="currentColor" />;
    case 'busy':
      return (
        <>
          <circle cx="6" cy="6" r="4" className={styles.track} />
          <path d="M6 2a4 4 0 0 1 4 4" className={styles.arc} />
        </>
      );
    case 'idle':
      return <circle cx="6" cy="6" r="3.5" className={styles.ring} />;
    case 'warn':
      return <path d="M6 1.6 11 10.4H1Z" fill="currentColor" strokeLinejoin="round" stroke="currentColor" />;
    case 'bad':
      return (
        <>
          <rect x="1.5" y="1.5" width="9" height="9" rx="2" fill="currentColor" />
          <path d="m4.2 4.2 3.6 3.6m0-3.6L4.2 7.8" className={styles.cross} />
        </>
      );
    default:
      return assertNever(shape);
  }
}
