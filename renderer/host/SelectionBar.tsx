/** What can be done with the selected hosts, at the foot of the list while there are any. */
import { Trash2, Wrench, X } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { Button, IconButton } from '../base/Button';
import type { HostBulk } from './bulkMenu';
import styles from './SelectionBar.module.css';
import { hostsOf, markHosts, showHostDialog, useHosts } from './store';
import { hostTexts as texts } from './texts';

export function SelectionBar({ bulk }: { readonly bulk: HostBulk }) {
  const hosts = useHosts(useShallow((store) => hostsOf(store).filter(({ id }) => store.marked.has(id))));
  return (
    <section className={styles.bar} aria-label={texts.selection}>
      <div className={styles.line}>
        <output className={styles.count}>{texts.selectedCount(hosts.length)}</output>
        <IconButton icon={X} label={texts.clearSelection} small onClick={() => markHosts([])} />
      </div>
      <div className={styles.line}>
        <Button small onClick={() => bulk.connect(hosts)}>
          {texts.connect}
        </Button>
        <Button small onClick={() => bulk.disconnect(hosts)}>
          {texts.disconnect}
        </Button>
        <span className={styles.gap} />
        <IconButton icon={Wrench} label={texts.setUp} small onClick={() => bulk.setUp(hosts)} />
        <IconButton icon={Trash2} label={texts.removeMore} small onClick={() => showHostDialog({ kind: 'remove', hosts })} />
      </div>
    </section>
  );
}
