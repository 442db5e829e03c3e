/** The head of a table: what each column is called. */
import type { ReactNode } from 'react';

export interface Column {
  readonly name: string;
  readonly className?: string | undefined;
  /** What stands there instead of the name. */
  readonly head?: ReactNode;
}

export function TableHead({ columns }: { readonly columns: readonly (string | Column)[] }) {
  return (
    <thead>
      <tr>
        {columns
          .map((column): Column => (typeof column === 'string' ? { name: column } : column))
          .map(({ name, className, head = name }) => (
            <th key={name} scope="col" className={className}>
              {head}
            </th>
          ))}
      </tr>
    </thead>
  );
}
