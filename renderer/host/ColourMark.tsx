/** The colour label of a host. Its name is on hover; who shows it says the name to screen readers. */
import type { Host } from '../../electron/contract/host';
import { classes } from '../base/classes';
import styles from './ColourMark.module.css';
import { COLOUR_NAMES } from './texts';

interface ColourMarkProps {
  readonly colour: NonNullable<Host['colour']>;
  readonly className?: string | undefined;
}

export function ColourMark({ colour, className }: ColourMarkProps) {
  return <span className={classes(styles.mark, styles[colour], className)} title={COLOUR_NAMES[colour]} aria-hidden="true" />;
}
