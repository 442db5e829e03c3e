/** A place with nothing in it yet: what will be there, and the button that brings it. */
import type { ReactNode } from 'react';
import type { Icon } from './Button';
import styles from './EmptyState.module.css';

interface EmptyStateProps {
  readonly icon: Icon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export function EmptyState({ icon: Glyph, title, children, actions }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <div className={styles.mark}>
        <Glyph size={22} strokeWidth={1.5} aria-hidden />
      </div>
      <h2 className={styles.title}>{title}</h2>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
