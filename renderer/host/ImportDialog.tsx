/** Imports from ~/.ssh/config at any time; what is already added is marked. */
import { FileText } from 'lucide-react';
import { assertNever } from '../../electron/contract';
import type { Host } from '../../electron/contract/host';
import { Button } from '../base/Button';
import { Dialog } from '../base/Dialog';
import { EmptyState } from '../base/EmptyState';
import { FailureNote } from '../base/FailureNote';
import { Progress } from '../base/Spinner';
import { baseTexts } from '../base/texts';
import styles from './ImportDialog.module.css';
import { ProposalList } from './ProposalList';
import { useImport, type Import } from './proposals';
import { showHostDialog } from './store';
import { hostTexts as texts } from './texts';

interface ImportDialogProps {
  readonly onClose: () => void;
  readonly onConnect: (hosts: readonly Host[]) => void;
}

export function ImportDialog({ onClose, onConnect }: ImportDialogProps) {
  const importing = useImport();
  const count = importing.chosen.size;
  const add = async (connect: boolean): Promise<void> => {
    const added = await importing.add();
    if (added === undefined) return;
    onClose();
    if (connect) onConnect(added);
  };
  return (
    <Dialog
      title={texts.importTitle}
      wide
      onClose={onClose}
      footer={
        <>
          <Button kind="quiet" className={styles.byHand} onClick={() => showHostDialog({ kind: 'add' })}>
            {texts.byHand}
          </Button>
          <Button onClick={onClose}>{baseTexts.cancel}</Button>
          {count > 0 && <ImportButtons count={count} busy={importing.busy} add={add} />}
        </>
      }
    >
      <Content importing={importing} />
    </Dialog>
  );
}

/** Both ways to add, in front of each other as importance has it. */
export function ImportButtons({
  count,
  busy,
  add,
}: {
  readonly count: number;
  readonly busy: boolean;
  readonly add: (connect: boolean) => Promise<void>;
}) {
  return (
    <>
      <Button busy={busy} onClick={() => void add(true)}>
        {texts.addConnect(count)}
      </Button>
      <Button kind="primary" busy={busy} onClick={() => void add(false)}>
        {texts.addCount(count)}
      </Button>
    </>
  );
}

function Content({ importing: { reading, chosen, choose, failure, readAgain } }: { readonly importing: Import }) {
  switch (reading.kind) {
    case 'loading':
      return (
        <div className={styles.loading}>
          <output>{texts.reading}</output>
          <Progress label={texts.reading} />
        </div>
      );
    case 'failed':
      return <FailureNote failure={reading.failure} onRetry={readAgain} />;
    case 'ready':
      if (reading.found.proposals.length === 0 && reading.found.problems.length === 0) {
        return (
          <EmptyState
            icon={FileText}
            title={texts.importNone}
            actions={
              <Button small onClick={readAgain}>
                {texts.readAgain}
              </Button>
            }
          >
            {texts.importNoneText}
          </EmptyState>
        );
      }
      return (
        <>
          <p className={styles.text}>{texts.importText}</p>
          <ProposalList found={reading.found} chosen={chosen} choose={choose} />
          {failure !== undefined && <FailureNote failure={failure} />}
        </>
      );
    default:
      return assertNever(reading);
  }
}
