/** What Gearview changed on a host, the latest first, and which of it is to be taken back. */
import type { SetUpStanding } from '../../../electron/contract/setUp';
import { RelativeTime } from '../../base/RelativeTime';
import { Table } from '../../base/Table';
import styles from './JournalTable.module.css';
import { runTexts as texts } from '../run/runTexts';

interface JournalTableProps {
  /** Oldest first. */
  readonly journal: SetUpStanding['journal'];
  /** Those that stay. */
  readonly left: ReadonlySet<string>;
  readonly onLeave: (left: ReadonlySet<string>) => void;
}

export function JournalTable({ journal, left, onLeave }: JournalTableProps) {
  const some = left.size > 0 && left.size < journal.length;
  const toggle = (id: string): void => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    onLeave(next);
  };
  const chooseAll = (
    <input
      type="checkbox"
      aria-label={texts.chooseAll}
      checked={left.size === 0}
      ref={(box) => {
        if (box !== null) box.indeterminate = some;
      }}
      onChange={() => onLeave(left.size === 0 ? new Set(journal.map(({ id }) => id)) : new Set())}
    />
  );
  return (
    <Table
      label={texts.journal}
      columns={[{ name: texts.chooseAll, className: styles.box, head: chooseAll }, texts.entry, texts.when, texts.who]}
    >
      <tbody>
        {journal.toReversed().map(({ id, title, at, user }) => (
          <tr key={id}>
            <td className={styles.box}>
              <input type="checkbox" aria-label={texts.chooseEntry(title)} checked={!left.has(id)} onChange={() => toggle(id)} />
            </td>
            <th scope="row" className={styles.title}>
              {title}
            </th>
            <td className={styles.quiet}>
              <RelativeTime at={at} />
            </td>
            <td className={styles.quiet}>{user}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
