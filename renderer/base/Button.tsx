/** The page's buttons: one with words, one with an icon alone. */
import type { ButtonHTMLAttributes, ComponentType, ReactNode, Ref } from 'react';
import { classes } from './classes';
import { Spinner } from './Spinner';
import styles from './Button.module.css';

export type Icon = ComponentType<{ size?: number; strokeWidth?: number; 'aria-hidden'?: boolean }>;

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> & { ref?: Ref<HTMLButtonElement> };

interface ButtonProps extends Native {
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly small?: boolean;
  readonly icon?: Icon;
  /** Work is under way: shows it, and takes no second click. */
  readonly busy?: boolean;
  readonly submit?: boolean;
  readonly children: ReactNode;
}

export function Button({
  kind = 'plain',
  small = false,
  icon: Glyph,
  busy = false,
  submit = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={submit ? 'submit' : 'button'}
      aria-busy={busy || undefined}
      // Not `disabled`: that would drop the focus of who pressed it.
      aria-disabled={busy || rest['aria-disabled'] || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classes(styles.button, styles[kind], small && styles.small, className)}
    >
      {busy ? <Spinner /> : Glyph !== undefined && <Glyph size={small ? 13 : 14} strokeWidth={2} aria-hidden />}
      <span className={styles.label}>{children}</span>
    </button>
  );
}

interface IconButtonProps extends Native {
  readonly icon: Icon;
  /** Its name for everyone: spoken, and shown on hover. */
  readonly label: string;
  readonly small?: boolean;
  readonly hint?: string;
}

export function IconButton({ icon: Glyph, label, small = false, hint, className, ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      aria-label={label}
      title={hint === undefined ? label : `${label} (${hint})`}
      className={classes(styles.icon, small && styles.small, className)}
    >
      <Glyph size={small ? 14 : 16} strokeWidth={1.75} aria-hidden />
    </button>
  );
}
