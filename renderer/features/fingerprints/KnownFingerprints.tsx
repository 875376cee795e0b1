import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../components/Button.tsx';
import { accountStore } from '../../store/account-store.ts';
import { fingerprintStore, undoFingerprints } from '../../store/fingerprint-store.ts';
import { attempt, openDialog } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { FingerprintActions } from './FingerprintActions.tsx';
import { FingerprintTable } from './FingerprintTable.tsx';
import { KeyDialog } from './KeyDialog.tsx';
import { rowsOf, type Filter, type Row, type Sorting } from './rows.ts';
import { nothingSelected } from './selection.ts';
import { UndoNote } from './UndoNote.tsx';

/** What was done that can be taken back; `turn` tells one from the next. */
export type Done = { readonly what: 'withdrawn' | 'forgotten'; readonly count: number; readonly turn: number };

type Props = { readonly filter: Filter; readonly onClearFilter: () => void };

/** The table of every known fingerprint, and what can be done with the selected ones. */
export function KnownFingerprints({ filter, onClearFilter }: Props) {
  const known = useStore(fingerprintStore, (state) => state.known);
  const accounts = useStore(accountStore, (state) => state.accounts);
  const [sorting, setSorting] = useState<Sorting>({ by: 'buddy', descending: false });
  const [selection, setSelection] = useState(nothingSelected);
  const [shown, setShown] = useState<Row | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const rows = useMemo(() => {
    const addresses = new Map(accounts.map(({ id, settings }) => [id, settings.address]));
    return rowsOf(known ?? [], (id) => addresses.get(id) ?? '', filter, sorting);
  }, [known, accounts, filter, sorting]);
  const chosen = useMemo(() => rows.filter(({ id }) => selection.chosen.has(id)), [rows, selection.chosen]);

  // What was done gives the keyboard back to the table, whose buttons may be gone.
  useEffect(() => {
    if (done) table.current?.focus();
  }, [done]);

  const forgetDone = useCallback(() => setDone(null), []);
  const undo = () => {
    setDone(null);
    attempt(undoFingerprints());
    table.current?.focus();
  };
  return (
    <>
      {known !== null && rows.length === 0 ? (
        <Nothing filtered={known.length > 0} onClearFilter={onClearFilter} />
      ) : (
        <FingerprintTable
          ref={table}
          rows={rows}
          sorting={sorting}
          onSort={setSorting}
          selection={selection}
          onSelect={setSelection}
          onOpen={setShown}
        />
      )}
      {done && <UndoNote key={done.turn} done={done} onUndo={undo} onGone={forgetDone} />}
      {rows.length > 0 && (
        <FingerprintActions
          chosen={chosen}
          onOpen={setShown}
          onDone={(what, count) => {
            setDone((before) => ({ what, count, turn: (before?.turn ?? 0) + 1 }));
            if (what === 'forgotten') setSelection(nothingSelected);
          }}
        />
      )}
      {shown && <KeyDialog of={shown} onClose={() => setShown(null)} />}
    </>
  );
}

/** Why there is no row, and what to do about it. */
function Nothing({ filtered, onClearFilter }: { readonly filtered: boolean; readonly onClearFilter: () => void }) {
  if (filtered) {
    return (
      <div className="fingerprints-empty">
        <p className="muted">{t.fingerprints.nothingFound}</p>
        <Button onClick={onClearFilter}>{t.fingerprints.clearFilter}</Button>
      </div>
    );
  }
  return (
    <div className="fingerprints-empty">
      <p className="strong">{t.fingerprints.empty}</p>
      <p className="muted">{t.fingerprints.emptyAbout}</p>
      <Button onClick={() => openDialog({ kind: 'move-in' })}>{t.moving.open}</Button>
    </div>
  );
}
