import { ArrowDown, ArrowUp, Check } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { PrivacyIcon } from '../../components/PrivacyIcon.tsx';
import { dateOf, dateTimeOf, t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import { fingerprintGroups } from '../../text/person.ts';
import type { Column, Row, Sorting } from './rows.ts';
import { rowAt, select, selectAll, type How, type Selection } from './selection.ts';

const columns: readonly Column[] = ['buddy', 'account', 'now', 'verified', 'seen'];

type Props = {
  readonly rows: readonly Row[];
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
};

/** The table: headers sort, rows are selected by click and keyboard as in a file manager. */
export function FingerprintTable({ rows, sorting, onSort, selection, onSelect }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const ids = rows.map(({ id }) => id);
  const tabStop = selection.active !== null && ids.includes(selection.active) ? selection.active : ids[0];

  useEffect(() => {
    const focused = document.activeElement?.closest('.fingerprint-table tbody') !== null;
    if (focused && selection.active !== null) rowElement(body.current, selection.active)?.focus();
  }, [selection.active]);

  const onKeyDown = (event: KeyboardEvent) => {
    const next = rowAt(selection, ids, event.key);
    if (next !== null) onSelect(select(selection, ids, next, event.shiftKey ? 'range' : 'only'));
    else if (event.key === ' ' && tabStop !== undefined) onSelect(select(selection, ids, selection.active ?? tabStop, 'toggle'));
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) onSelect(selectAll(ids));
    else return;
    event.preventDefault();
  };

  return (
    <div className="fingerprint-table-frame">
      <table className="fingerprint-table" role="grid" aria-multiselectable="true" aria-label={t.fingerprints.known}>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column} column={column} sorting={sorting} onSort={onSort} />
            ))}
            <th scope="col">{t.fingerprints.columns.fingerprint}</th>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {rows.map((row) => (
            <FingerprintRow
              key={row.id}
              row={row}
              chosen={selection.chosen.has(row.id)}
              tabStop={row.id === tabStop}
              onSelect={(how) => onSelect(select(selection, ids, row.id, how))}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function rowElement(body: HTMLElement | null, id: string): HTMLElement | null {
  return body?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`) ?? null;
}

type HeaderProps = { readonly column: Column; readonly sorting: Sorting; readonly onSort: (sorting: Sorting) => void };

function HeaderCell({ column, sorting, onSort }: HeaderProps) {
  const isSorted = sorting.by === column;
  const Arrow = sorting.descending ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      className={`column-${column}`}
      aria-sort={isSorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" onClick={() => onSort({ by: column, descending: isSorted && !sorting.descending })}>
        {t.fingerprints.columns[column]}
        {isSorted && <Arrow size={12} aria-hidden />}
      </button>
    </th>
  );
}

function verifiedWords({ verifiedHow, verifiedAtMs }: Row): string {
  const how = verifiedHow === null ? t.fingerprints.verifiedYes : t.fingerprints.how[verifiedHow];
  return verifiedAtMs === null ? how : `${how}, ${dateOf(verifiedAtMs)}`;
}

type RowProps = {
  readonly row: Row;
  readonly chosen: boolean;
  readonly tabStop: boolean;
  readonly onSelect: (how: How) => void;
};

function FingerprintRow({ row, chosen, tabStop, onSelect }: RowProps) {
  const onClick = (event: MouseEvent<HTMLElement>) => {
    event.currentTarget.focus();
    onSelect(event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'only');
  };
  const groups = fingerprintGroups(row.fingerprint);
  return (
    <tr
      data-id={row.id}
      aria-selected={chosen}
      tabIndex={tabStop ? 0 : -1}
      onClick={onClick}
    >
      <td className={row.isFurther ? 'muted' : 'strong'} title={row.address}>
        <bdi>{showableLine(row.name)}</bdi>
      </td>
      <td className="column-account muted">{row.account}</td>
      <td className="column-now">
        {row.use === null ? (
          <span className="muted">{t.fingerprints.notInUse}</span>
        ) : (
          <span className={`use-pill use-${row.use}`}>
            <PrivacyIcon level={row.use} size={14} />
            {t.privacy.levels[row.use]}
          </span>
        )}
      </td>
      <td className="column-verified">
        {row.verified ? (
          <span className="verified-words">
            <Check size={14} aria-hidden />
            <span className="one-line">{verifiedWords(row)}</span>
          </span>
        ) : (
          <span className="muted">{t.fingerprints.verifiedNo}</span>
        )}
      </td>
      <td className="column-seen muted" title={dateTimeOf(row.lastSeenMs)}>
        {dateOf(row.lastSeenMs)}
      </td>
      <td title={groups.join(' ')}>
        <code>{`${groups[0] ?? ''} ${groups[1]?.slice(0, 4) ?? ''}…${groups[4]?.slice(-4) ?? ''}`}</code>
      </td>
    </tr>
  );
}
