/** Asks once before something is lost, and names what. Cancel has the focus. */
import { useState, type ReactNode } from 'react';
import type { FailureData } from '../../electron/contract';
import { Button } from './Button';
import { Dialog } from './Dialog';
import styles from './ConfirmDialog.module.css';
import { failureOf } from './failure';
import { FailureNote } from './FailureNote';
import { baseTexts } from './texts';

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** The verb on the button. */
  readonly confirm: string;
  /** Rejects with a Failure, which is shown; the dialog stays. */
  readonly run: () => Promise<void>;
  readonly onClose: () => void;
}

export function ConfirmDialog({ title, children, confirm, run, onClose }: ConfirmDialogProps) {
  const [state, setState] = useState<'asking' | 'running' | FailureData>('asking');
  const go = (): void => {
    setState('running');
    run().then(onClose, (error: unknown) => setState(failureOf(error)));
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{baseTexts.cancel}</Button>
          <Button kind="danger" busy={state === 'running'} onClick={go}>
            {confirm}
          </Button>
        </>
      }
    >
      <div className={styles.text}>{children}</div>
      {typeof state === 'object' && <FailureNote failure={state} />}
    </Dialog>
  );
}
