/** Entries of a log, one a row: when, how grave, what, and its details. */
import { memo } from 'react';
import type { LogEntry } from '../../electron/contract/log';
import { RelativeTime } from '../base/RelativeTime';
import { StatusShape, type Shape } from '../base/StatusShape';
import styles from './Log.module.css';
import { connectionTexts as texts } from './texts';

const SHAPES: Readonly<Record<LogEntry['level'], Shape>> = { info: 'idle', warn: 'warn', error: 'bad' };
/** Longer values open on demand. */
const SHORT = 240;

export function LogRows({ entries }: { readonly entries: readonly LogEntry[] }) {
  return (
    <ol className={styles.rows} aria-label={texts.logList}>
      {entries.map((entry) => (
        <LogRow key={entry.id} entry={entry} />
      ))}
    </ol>
  );
}

const LogRow = memo(function LogRow({ entry }: { readonly entry: LogEntry }) {
  return (
    <li className={styles.row}>
      <span className={styles.time}>
        <RelativeTime at={entry.at} />
      </span>
      <span className={styles.level} title={texts.logLevelWords[entry.level]}>
        <StatusShape shape={SHAPES[entry.level]} label={texts.logLevelWords[entry.level]} />
      </span>
      <div className={styles.what}>
        <p className={styles.event}>{entry.event}</p>
        {entry.fields.length > 0 && (
          <dl className={styles.fields}>
            {entry.fields.map(([name, value], at) => (
              // A name may come twice; what was written never changes.
              // oxlint-disable-next-line react/no-array-index-key
              <div key={at} className={styles.field}>
                <dt>{name}</dt>
                <dd>{value.length > SHORT || value.includes('\n') ? <Long value={value} /> : value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  );
});

function Long({ value }: { readonly value: string }) {
  const [first = ''] = value.split('\n', 1);
  return (
    <details>
      <summary>{first.slice(0, SHORT)}…</summary>
      <pre>{value}</pre>
    </details>
  );
}
