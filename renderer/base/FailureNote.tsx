/** A failure in the page: what it is, what to do, and the details for whoever helps. */
import { CircleAlert } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import type { FailureData } from '../../electron/contract';
import { Button } from './Button';
import { classes } from './classes';
import { CopyButton } from './CopyButton';
import styles from './FailureNote.module.css';
import { baseTexts, failureHelp } from './texts';

interface FailureNoteProps {
  readonly failure: FailureData;
  readonly onRetry?: () => void;
  readonly onEdit?: () => void;
  readonly onDismiss?: () => void;
  /** What helps beside the sentence. */
  readonly children?: ReactNode;
  /** Without a frame of its own, inside a card or dialog. */
  readonly bare?: boolean;
}

export function FailureNote({ failure, onRetry, onEdit, onDismiss, children, bare = false }: FailureNoteProps) {
  const id = useId();
  const help = failureHelp(failure.code);
  const retry = onRetry !== undefined && (help.action === 'retry' || failure.retry === true || help.action === 'edit') && (
    <Button key="retry" small onClick={onRetry}>
      {baseTexts.tryAgain}
    </Button>
  );
  const edit = onEdit !== undefined && help.action === 'edit' && (
    <Button key="edit" small onClick={onEdit}>
      {baseTexts.editHost}
    </Button>
  );
  return (
    <section role="alert" aria-labelledby={id} className={classes(styles.note, bare && styles.bare)}>
      <CircleAlert className={styles.mark} size={16} strokeWidth={2} aria-hidden />
      <div className={styles.content}>
        <p id={id} className={styles.title}>
          {help.title}
        </p>
        <p className={styles.message}>{failure.message}</p>
        {children}
        {(retry !== false || edit !== false || onDismiss !== undefined) && (
          <div className={styles.actions}>
            {help.action === 'edit' ? [edit, retry] : [retry, edit]}
            {onDismiss !== undefined && (
              <Button small kind="quiet" onClick={onDismiss}>
                {baseTexts.dismiss}
              </Button>
            )}
          </div>
        )}
        {failure.detail !== undefined && <FailureDetails failure={failure} detail={failure.detail} />}
      </div>
    </section>
  );
}

function FailureDetails({ failure, detail }: { readonly failure: FailureData; readonly detail: string }) {
  return (
    <details className={styles.details}>
      <summary>{baseTexts.details}</summary>
      <pre className={styles.log}>{detail}</pre>
      <CopyButton text={`${failure.message}\n[${failure.code}]\n${detail}`} label={baseTexts.copyDetails} words />
    </details>
  );
}
