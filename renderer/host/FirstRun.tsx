/** What stands in the centre before there is any host: those of ~/.ssh/config, else what it is for and the one button. */
import { KeyRound, Monitor, Plus, RefreshCw, Zap } from 'lucide-react';
import type { Host } from '../../electron/contract/host';
import { Button, IconButton } from '../base/Button';
import { FailureNote } from '../base/FailureNote';
import { Progress } from '../base/Spinner';
import styles from './FirstRun.module.css';
import { ImportButtons } from './ImportDialog';
import { ProposalList } from './ProposalList';
import { useImport, type Import } from './proposals';
import { showHostDialog } from './store';
import { hostTexts as texts } from './texts';

const ICONS = [KeyRound, Monitor, Zap];

export function FirstRun({ onConnect }: { readonly onConnect: (hosts: readonly Host[]) => void }) {
  const importing = useImport();
  const { reading } = importing;
  const proposes = reading.kind === 'ready' && reading.found.proposals.length > 0;
  return (
    <div className={styles.first}>
      <h1 className={styles.title}>{proposes ? texts.firstTitleFound : texts.firstTitle}</h1>
      <p className={styles.text}>{texts.firstText}</p>
      <Proposed importing={importing} onConnect={onConnect} />
      {!proposes && (
        <>
          <AddByHand primary />
          <Needs />
        </>
      )}
    </div>
  );
}

function AddByHand({ primary = false }: { readonly primary?: boolean }) {
  return (
    <Button kind={primary ? 'primary' : 'plain'} icon={Plus} className={styles.byHand} onClick={() => showHostDialog({ kind: 'add' })}>
      {texts.add}
    </Button>
  );
}

function Proposed({ importing, onConnect }: { readonly importing: Import; readonly onConnect: (hosts: readonly Host[]) => void }) {
  const { reading, chosen, choose, busy, failure, readAgain } = importing;
  if (reading.kind === 'loading') {
    return (
      <div className={styles.reading}>
        <output>{texts.reading}</output>
        <Progress label={texts.reading} />
      </div>
    );
  }
  if (reading.kind === 'failed') {
    return (
      <div className={styles.failed}>
        <FailureNote failure={reading.failure} onRetry={readAgain} />
      </div>
    );
  }
  const { found } = reading;
  if (found.proposals.length === 0) return <p className={styles.none}>{texts.firstEmpty}</p>;
  const add = async (connect: boolean): Promise<void> => {
    const added = await importing.add();
    if (connect && added !== undefined) onConnect(added);
  };
  return (
    <>
      <div className={styles.foundHead}>
        <h2>{texts.found(found.proposals.length)}</h2>
        <IconButton icon={RefreshCw} label={texts.readAgain} small onClick={readAgain} />
      </div>
      <div className={styles.found}>
        <ProposalList found={found} chosen={chosen} choose={choose} />
      </div>
      <div className={styles.actions}>
        <AddByHand />
        {chosen.size > 0 && <ImportButtons count={chosen.size} busy={busy} add={add} />}
        {failure !== undefined && (
          <div className={styles.failed}>
            <FailureNote failure={failure} />
          </div>
        )}
      </div>
      <p className={styles.follow}>{texts.importText}</p>
    </>
  );
}

function Needs() {
  return (
    <>
      <h2 className={styles.needs}>{texts.needs}</h2>
      <ul className={styles.list}>
        {texts.needList.map(({ title, text }, index) => {
          const Glyph = ICONS[index] ?? Monitor;
          return (
            <li key={title} className={styles.need}>
              <Glyph size={16} strokeWidth={1.75} aria-hidden />
              <div>
                <h3>{title}</h3>
                <p>{text}</p>
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}
