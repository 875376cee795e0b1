import type { KnownFingerprintView, PrivacyLevel } from '../../../shared/views.ts';

export type Column = 'buddy' | 'account' | 'now' | 'verified' | 'seen';
export type Sorting = { readonly by: Column; readonly descending: boolean };

/** A fingerprint as the table shows it. */
export type Row = KnownFingerprintView & {
  /** What tells it from every other row. */
  readonly id: string;
  readonly account: string;
  /** The row above is another key of the same buddy. */
  readonly isFurther: boolean;
};

const useOrder: readonly (PrivacyLevel | null)[] = ['private', 'unverified', 'finished', 'not-private', null];

const compare: Record<Column, (a: KnownFingerprintView & { readonly account: string }, b: typeof a) => number> = {
  buddy: (a, b) => a.name.localeCompare(b.name) || a.address.localeCompare(b.address),
  account: (a, b) => a.account.localeCompare(b.account),
  now: (a, b) => useOrder.indexOf(a.use) - useOrder.indexOf(b.use),
  verified: (a, b) => Number(b.verified) - Number(a.verified) || (b.verifiedAtMs ?? 0) - (a.verifiedAtMs ?? 0),
  seen: (a, b) => b.lastSeenMs - a.lastSeenMs,
};

/**
 * The rows that a filter leaves, in order. The filter's words may stand in the name, the address, the account or
 * the fingerprint, whose groups may be written with spaces. Rows that are equal in the chosen column stand by
 * buddy, the key seen last first.
 */
export function rowsOf(
  known: readonly KnownFingerprintView[],
  accountOf: (accountId: string) => string,
  filter: string,
  { by, descending }: Sorting,
): readonly Row[] {
  const wanted = filter.trim().toLowerCase();
  const digits = wanted.replace(/\s+/g, '');
  const rows = known
    .map((view) => ({ ...view, account: accountOf(view.accountId) }))
    .filter(
      (row) =>
        wanted === '' ||
        [row.name, row.address, row.account].some((text) => text.toLowerCase().includes(wanted)) ||
        row.fingerprint.includes(digits),
    )
    .sort((a, b) => (descending ? -1 : 1) * compare[by](a, b) || compare.buddy(a, b) || compare.seen(a, b));
  return rows.map((row, at) => {
    const above = rows[at - 1];
    const isFurther = by === 'buddy' && above?.address === row.address && above.accountId === row.accountId;
    return { ...row, id: `${row.accountId} ${row.address} ${row.fingerprint}`, isFurther };
  });
}
