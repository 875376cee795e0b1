import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { accountStore } from '../../store/account-store.ts';
import { fingerprintStore } from '../../store/fingerprint-store.ts';
import { t } from '../../strings/index.ts';
import { FingerprintActions } from './FingerprintActions.tsx';
import { FingerprintTable } from './FingerprintTable.tsx';
import { rowsOf, type Sorting } from './rows.ts';
import { nothingSelected } from './selection.ts';

/** The table of every known fingerprint, and what can be done with the selected ones. */
export function KnownFingerprints({ filter }: { readonly filter: string }) {
  const known = useStore(fingerprintStore, (state) => state.known);
  const accounts = useStore(accountStore, (state) => state.accounts);
  const [sorting, setSorting] = useState<Sorting>({ by: 'buddy', descending: false });
  const [selection, setSelection] = useState(nothingSelected);
  const rows = useMemo(() => {
    const addresses = new Map(accounts.map(({ id, settings }) => [id, settings.address]));
    return rowsOf(known ?? [], (id) => addresses.get(id) ?? '', filter, sorting);
  }, [known, accounts, filter, sorting]);
  const chosen = rows.filter(({ id }) => selection.chosen.has(id));

  if (known !== null && rows.length === 0) {
    return <p className="fingerprints-empty muted">{known.length === 0 ? t.fingerprints.empty : t.fingerprints.nothingFound}</p>;
  }
  return (
    <>
      <FingerprintTable rows={rows} sorting={sorting} onSort={setSorting} selection={selection} onSelect={setSelection} />
      <FingerprintActions chosen={chosen} onForgotten={() => setSelection(nothingSelected)} />
    </>
  );
}
