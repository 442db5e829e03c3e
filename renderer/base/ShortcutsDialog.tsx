/** Which keys do what. */
import { Dialog } from './Dialog';
import styles from './ShortcutsDialog.module.css';
import { baseTexts } from './texts';

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly { readonly does: string; readonly keys: string }[];
}

export function ShortcutsDialog({ groups, onClose }: { readonly groups: readonly ShortcutGroup[]; readonly onClose: () => void }) {
  return (
    <Dialog title={baseTexts.shortcuts} onClose={onClose}>
      {groups.map((group) => (
        <section key={group.title} className={styles.group}>
          <h3 className={styles.title}>{group.title}</h3>
          <dl>
            {group.shortcuts.map(({ does, keys }) => (
              <div key={does} className={styles.row}>
                <dt>{does}</dt>
                <dd>
                  <kbd className={styles.keys}>{keys}</kbd>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
