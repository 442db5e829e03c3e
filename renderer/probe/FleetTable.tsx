/** The table of the fleet: sticky head and names, columns that sort, values that differ marked by shape and words. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { classes } from '../base/classes';
import { MiddleText } from '../base/MiddleText';
import { RelativeTime } from '../base/RelativeTime';
import { StatusShape } from '../base/StatusShape';
import type { FleetProps } from './Fleet';
import { differs, type Column, type Compared, type FleetRow, type Majority, type Order } from './fleet';
import styles from './FleetTable.module.css';
import { probeTexts as texts } from './texts';

interface FleetTableProps extends Pick<FleetProps, 'onHost' | 'onHealth'> {
  readonly rows: readonly FleetRow[];
  readonly majorities: ReadonlyMap<Compared, Majority>;
  readonly columns: readonly Compared[];
  /** Undefined: the operator's own. */
  readonly order: Order | undefined;
  readonly onOrder: (order: Order | undefined) => void;
}

export function FleetTable({ rows, majorities, columns, order, onOrder, onHost, onHealth }: FleetTableProps) {
  return (
    // A keyboard scrolls only what has the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles.scroller} tabIndex={0} aria-label={texts.fleetTable}>
      <table className={styles.table}>
        <thead>
          <tr>
            {(['host', 'state', 'problems', ...columns] as const).map((column) => (
              <Head key={column} column={column} order={order} onOrder={onOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.host.id} className={classes(!row.isConnected && styles.away)}>
              <th scope="row" className={styles.host}>
                <button type="button" className={styles.link} onClick={() => onHost(row.host)}>
                  <MiddleText text={row.host.name} />
                </button>
              </th>
              <td>
                <State row={row} />
              </td>
              <td>
                <Problems row={row} onHealth={onHealth} />
              </td>
              {columns.map((column) => (
                <td key={column}>
                  <Value value={row.values[column]} majority={differs(row, column, majorities)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** First up, then down, then the operator's own order; of problems the many come first. */
function next(column: Column, order: Order | undefined): Order | undefined {
  const first = column === 'problems';
  if (order?.column !== column) return { column, descending: first };
  return order.descending === first ? { column, descending: !first } : undefined;
}

function Head({ column, order, onOrder }: { readonly column: Column } & Pick<FleetTableProps, 'order' | 'onOrder'>) {
  const on = order?.column === column ? order : undefined;
  const Arrow = on?.descending === true ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={classes(column === 'host' && styles.host)}
      aria-sort={on === undefined ? 'none' : on.descending ? 'descending' : 'ascending'}
    >
      <button type="button" className={styles.sort} onClick={() => onOrder(next(column, order))}>
        {texts.columns[column]}
        {on !== undefined && <Arrow size={12} strokeWidth={2} aria-hidden />}
      </button>
    </th>
  );
}

function State({ row: { state, shape, isConnected, seen } }: { readonly row: FleetRow }) {
  return (
    <span className={styles.state}>
      <StatusShape shape={shape} />
      {state}
      {!isConnected && seen !== undefined && (
        <span className={styles.quiet}>
          {texts.lastSeen} <RelativeTime at={seen} />
        </span>
      )}
    </span>
  );
}

function Value({ value, majority }: { readonly value: string | undefined; readonly majority: Majority | undefined }) {
  if (value === undefined) {
    return (
      <span className={styles.quiet}>
        <span aria-hidden="true">{texts.unknown}</span>
        <span className="hidden-text">{texts.unknownWords}</span>
      </span>
    );
  }
  if (majority === undefined) {
    return (
      <span className={styles.value} title={value}>
        {value}
      </span>
    );
  }
  const words = texts.differs(majority.value, majority.count, majority.of);
  return (
    <span className={classes(styles.value, styles.differs)} title={`${value}. ${words}`}>
      <span className={styles.mark} aria-hidden="true">
        ≠
      </span>
      {value}
      <span className="hidden-text">. {words}</span>
    </span>
  );
}

function Problems({ row, onHealth }: { readonly row: FleetRow } & Pick<FleetProps, 'onHealth'>) {
  const { host, mark, problems } = row;
  if (problems === undefined) return <Value value={undefined} majority={undefined} />;
  if (mark === undefined) return <span className={styles.quiet}>{texts.none}</span>;
  return (
    <button
      type="button"
      className={classes(styles.link, styles.problems)}
      aria-label={texts.healthOfHost(host.name, mark.words)}
      title={mark.words}
      onClick={() => onHealth(host)}
    >
      <StatusShape shape={mark.shape} />
      {mark.number}
    </button>
  );
}
