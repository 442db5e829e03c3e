/** A dialog with room to read: it takes most of the window, and its middle scrolls. */
import { X } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { IconButton } from '../base/Button';
import { useModal } from '../base/Dialog';
import { baseTexts } from '../base/texts';
import styles from './WorkDialog.module.css';

interface WorkDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** Above the middle, always in sight. */
  readonly bar?: ReactNode;
  readonly children: ReactNode;
  readonly footer: ReactNode;
}

export function WorkDialog({ title, onClose, bar, children, footer }: WorkDialogProps) {
  const id = useId();
  const modal = useModal(onClose);
  return (
    <dialog {...modal} className={styles.dialog} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id} className={styles.title} title={title}>
          {title}
        </h2>
        <IconButton icon={X} label={baseTexts.close} small onClick={onClose} />
      </header>
      {bar !== undefined && <div className={styles.bar}>{bar}</div>}
      <div className={styles.middle}>{children}</div>
      <footer className={styles.footer}>{footer}</footer>
    </dialog>
  );
}
