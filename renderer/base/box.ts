/** The class of a box with a line around it, in the colour of what it says. */
import styles from './box.module.css';
import { classes } from './classes';

export const box = (tone: 'plain' | 'good' | 'warn' | 'bad' = 'plain'): string => classes(styles.box, styles[tone]);
