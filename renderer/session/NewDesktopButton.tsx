/** One click for a desktop as last time, and a small arrow for its options. */
import { ChevronDown, Plus } from 'lucide-react';
import type { HostId } from '../../electron/contract/host';
import { Button } from '../base/Button';
import { classes } from '../base/classes';
import { newDesktop } from './newDesktop';
import styles from './NewDesktopButton.module.css';
import { showSessionDialog } from './store';
import { sessionTexts as texts } from './texts';

export function NewDesktopButton({ hostId, plain = false }: { readonly hostId: HostId; readonly plain?: boolean }) {
  return (
    <div className={classes(styles.split, plain && styles.plain)}>
      <Button kind={plain ? 'plain' : 'primary'} small={plain} icon={Plus} className={styles.main} onClick={() => newDesktop(hostId)}>
        {texts.newDesktop}
      </Button>
      <button
        type="button"
        className={styles.more}
        aria-label={texts.options}
        title={texts.options}
        aria-haspopup="dialog"
        onClick={() => showSessionDialog({ kind: 'options', hostId })}
      >
        <ChevronDown size={14} aria-hidden />
      </button>
    </div>
  );
}
