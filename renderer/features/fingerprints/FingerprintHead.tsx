import { ArrowDown, ArrowUp } from 'lucide-react';
import { t } from '../../strings/index.ts';
import { columns, sortingAfter, type Column, type Sorting } from './rows.ts';

type Props = { readonly sorting: Sorting; readonly onSort: (sorting: Sorting) => void };

/** The heads of the columns; each sorts. */
export function FingerprintHead({ sorting, onSort }: Props) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column) => (
          <Head key={column} column={column} sorting={sorting} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}

function Head({ column, sorting, onSort }: Props & { readonly column: Column }) {
  const isSorted = sorting.by === column;
  const Arrow = sorting.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={`column-${column}`}
      aria-sort={isSorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" onClick={() => onSort(sortingAfter(sorting, column))}>
        {t.fingerprints.columns[column]}
        {isSorted && <Arrow size={12} aria-hidden />}
      </button>
    </th>
  );
}
