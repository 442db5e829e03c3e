/** All facts of a host in groups; each says on demand how and when it was found. */
import { useId } from 'react';
import type { Facts } from '../../electron/contract/probe';
import styles from './FactGroups.module.css';
import { FactItem } from './FactItem';
import { factGroups } from './rows/groups';
import type { FactGroup } from './rows/row';
import { probeTexts as texts } from './texts';

/** The first two are long: they share the left side. */
const LEFT = 2;

export function FactGroups({ facts }: { readonly facts: Facts }) {
  const id = useId();
  const groups = factGroups(facts).filter(({ rows }) => rows.length > 0);
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={styles.heading}>
        {texts.facts}
      </h2>
      <div className={styles.columns}>
        {[groups.slice(0, LEFT), groups.slice(LEFT)].map((column) => (
          <div key={column.map(({ name }) => name).join()} className={styles.column}>
            {column.map((group) => (
              <Group key={group.name} group={group} facts={facts} />
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}

function Group({ group, facts }: { readonly group: FactGroup; readonly facts: Facts }) {
  const id = useId();
  return (
    <section className={styles.group} aria-labelledby={id}>
      <h3 id={id} className={styles.name}>
        {group.name}
      </h3>
      <dl>
        {group.rows.map((row) => (
          <FactItem key={row.name} row={row} hostId={facts.hostId} at={facts.at} />
        ))}
      </dl>
    </section>
  );
}
