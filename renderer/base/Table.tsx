/** A plain table: a quiet head, and a line above each row. */
import type { ReactNode } from 'react';
import { classes } from './classes';
import styles from './Table.module.css';
import { TableHead, type Column } from './TableHead';

interface TableProps {
  readonly label: string;
  readonly columns: readonly (string | Column)[];
  /** Says what is otherwise here: `--row` above and below each cell, `--gap` between two. */
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function Table({ label, columns, className, children }: TableProps) {
  return (
    <table className={classes(styles.table, className)} aria-label={label}>
      <TableHead columns={columns} />
      {children}
    </table>
  );
}
