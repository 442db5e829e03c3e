/** A modal dialog, named by its title. Escape and the cancel button leave it; the focus returns to where it was. */
import { X } from 'lucide-react';
import { useId, useLayoutEffect, useRef, type ReactNode, type SubmitEvent } from 'react';
import { IconButton } from './Button';
import { classes } from './classes';
import styles from './Dialog.module.css';
import { baseTexts } from './texts';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** Present: the dialog is a form, and Enter sends it. */
  readonly onSubmit?: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
  /** The row of buttons. */
  readonly footer?: ReactNode;
}

/** What gets the focus: the first input, else the first answer (which is “Cancel”); the cross only when it is alone. */
const FIRST = ['input, select, textarea', 'footer button', 'button'];

/** Opens the element as modal dialog while it is mounted. */
export function useModal(onClose: () => void) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    const first = FIRST.map((selector) => element?.querySelector<HTMLElement>(selector)).find((control) => control !== null);
    first?.focus();
    // close() and not only unmounting: it gives the focus back.
    return () => element?.close();
  }, []);
  return {
    ref: dialog,
    // The page decides what is open; the element only says that Escape was pressed.
    onCancel: (event: { preventDefault(): void }) => {
      event.preventDefault();
      onClose();
    },
  };
}

export function Dialog({ title, onClose, onSubmit, wide = false, children, footer }: DialogProps) {
  const titleId = useId();
  const modal = useModal(onClose);
  const body = (
    <>
      <div className={styles.body}>{children}</div>
      {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
    </>
  );
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <dialog {...modal} className={classes(styles.dialog, wide && styles.wide)} aria-labelledby={titleId}>
      <header className={styles.header}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        <IconButton icon={X} label={baseTexts.close} small onClick={onClose} />
      </header>
      {onSubmit === undefined ? (
        body
      ) : (
        <form className={styles.form} onSubmit={submit} noValidate>
          {body}
        </form>
      )}
    </dialog>
  );
}
