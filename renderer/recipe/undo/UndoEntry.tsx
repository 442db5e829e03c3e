/** Leads to where Gearview's changes are taken back, on a host that has some. */
import { Undo2 } from 'lucide-react';
import type { HostId } from '../../../electron/contract/host';
import { Button } from '../../base/Button';
import { runTexts as texts } from '../run/runTexts';
import { standingOf, useSetUp } from '../setUpStore';
import { showUndo } from './undo';
import styles from './UndoView.module.css';

export function UndoEntry({ hostId }: { readonly hostId: HostId }) {
  const count = standingOf(useSetUp(hostId))?.journal.length ?? 0;
  if (count === 0) return null;
  return (
    <div className={styles.entry}>
      <p className={styles.text}>{texts.changesThere(count)}</p>
      <Button kind="quiet" icon={Undo2} onClick={() => showUndo(hostId)}>
        {texts.undoMore}
      </Button>
    </div>
  );
}
