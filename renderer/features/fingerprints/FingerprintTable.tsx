import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { letterScale } from '../../components/letters.ts';
import { useWindow } from '../../components/use-window.ts';
import { t } from '../../strings/index.ts';
import { FingerprintHead } from './FingerprintHead.tsx';
import { FingerprintRow } from './FingerprintRow.tsx';
import type { Row, Sorting } from './rows.ts';
import { rowAt, select, selectAll, type Selection } from './selection.ts';
import './fingerprint-table.css';

/** Heights in CSS pixels with letters of the usual size; the rows are windowed by them. */
const heights = { head: 36, row: 44 };

type Props = {
  readonly ref: Ref<HTMLTableElement>;
  readonly rows: readonly Row[];
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  /** A double click or Enter on a row. */
  readonly onOpen: (row: Row) => void;
};

/** The table: heads sort, rows are selected by click and keyboard as in a file manager. Only what is in sight is rendered. */
export function FingerprintTable({ ref, rows, sorting, onSort, selection, onSelect, onOpen }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(false);
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const [scale] = useState(letterScale);
  const offsets = useMemo(() => Array.from({ length: rows.length + 1 }, (_, at) => at * heights.row * scale), [rows.length, scale]);
  const [first, end] = useWindow(frame, offsets);
  const active = selection.active === null ? -1 : ids.indexOf(selection.active);

  useEffect(() => {
    if (active >= 0) bringIntoSight(frame.current, active, scale);
  }, [active, scale]);

  const onKeyDown = (event: KeyboardEvent) => {
    // The heads are buttons of their own.
    if (event.target !== event.currentTarget) return;
    const next = rowAt({ ...selection, active: active < 0 ? null : selection.active }, ids, event.key);
    const current = rows[Math.max(0, active)];
    if (next !== null) onSelect(select(selection, ids, next, event.shiftKey ? 'range' : 'only'));
    else if (event.key === ' ' && current) onSelect(select(selection, ids, current.id, 'toggle'));
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) onSelect(selectAll(ids));
    else if (event.key === 'Enter' && current) onOpen(current);
    else return;
    event.preventDefault();
  };

  return (
    <div ref={frame} className="fingerprint-table-frame">
      <table
        ref={ref}
        className={focused ? 'fingerprint-table fingerprint-table-focused' : 'fingerprint-table'}
        role="grid"
        aria-multiselectable="true"
        aria-label={t.fingerprints.known}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={active >= first && active < end ? rowId(active) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={(event) => setFocused(event.target === event.currentTarget)}
        onBlur={() => setFocused(false)}
      >
        <FingerprintHead sorting={sorting} onSort={onSort} />
        <tbody>
          <Space height={offsets[first] ?? 0} />
          {rows.slice(first, end).map((row, n) => (
            <FingerprintRow
              key={row.id}
              row={row}
              id={rowId(first + n)}
              rowIndex={first + n + 2}
              chosen={selection.chosen.has(row.id)}
              active={first + n === active}
              onSelect={(how) => onSelect(select(selection, ids, row.id, how))}
              onOpen={() => onOpen(row)}
            />
          ))}
          <Space height={(offsets.at(-1) ?? 0) - (offsets[end] ?? 0)} />
        </tbody>
      </table>
    </div>
  );
}

const rowId = (at: number) => `fingerprint-row-${at}`;

/** Stands where rows are that nobody sees. Of one cell: more would make a column of one that a narrow window hides. */
function Space({ height }: { readonly height: number }) {
  if (height === 0) return null;
  return (
    <tr aria-hidden="true" className="fingerprint-space">
      <td style={{ height }} />
    </tr>
  );
}

function bringIntoSight(frame: HTMLElement | null, at: number, scale: number): void {
  if (!frame) return;
  const top = at * heights.row * scale;
  const bottom = top + (heights.row + heights.head) * scale;
  if (top < frame.scrollTop) frame.scrollTop = top;
  else if (bottom > frame.scrollTop + frame.clientHeight) frame.scrollTop = bottom - frame.clientHeight;
}
