/** The head of a view: what it is, a line of words, and what can be done. */
import type { ReactNode } from 'react';
import styles from './ViewHead.module.css';

interface ViewHeadProps {
  readonly title: string;
  readonly line: ReactNode;
  readonly children: ReactNode;
}

export function ViewHead({ title, line, children }: ViewHeadProps) {
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        <h2 className={styles.title}>{title}</h2>
        {line}
      </div>
      <div className={styles.actions}>{children}</div>
    </header>
  );
}
