import type { KnownFingerprintView, PrivacyLevel } from '../../../shared/views.ts';

export const columns = ['buddy', 'account', 'now', 'verified', 'first', 'seen', 'fingerprint'] as const;
export type Column = (typeof columns)[number];
export type Sorting = { readonly by: Column; readonly descending: boolean };

/** Which keys are wanted, by what is known of them. */
export const states = ['all', 'verified', 'unverified', 'used', 'unused'] as const;
export type State = (typeof states)[number];

/** What narrows the table: words, one account or all (`null`), and a state. */
export type Filter = { readonly words: string; readonly accountId: string | null; readonly state: State };
export const noFilter: Filter = { words: '', accountId: null, state: 'all' };

/** A fingerprint as the table shows it. */
export type Row = KnownFingerprintView & {
  /** What tells it from every other row. */
  readonly id: string;
  readonly account: string;
  /** How many keys of this buddy the table shows, and which of them this is, from 0. */
  readonly of: number;
  readonly place: number;
};

type Sorted = KnownFingerprintView & { readonly account: string };

const useOrder: readonly (PrivacyLevel | null)[] = ['private', 'unverified', 'finished', 'not-private', null];
const { compare: words } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const compare: Record<Column, (a: Sorted, b: Sorted) => number> = {
  buddy: (a, b) => words(a.name, b.name) || words(a.address, b.address),
  account: (a, b) => words(a.account, b.account),
  now: (a, b) => useOrder.indexOf(a.use) - useOrder.indexOf(b.use),
  verified: (a, b) => Number(a.verified) - Number(b.verified) || (a.verifiedAtMs ?? 0) - (b.verifiedAtMs ?? 0),
  first: (a, b) => a.firstSeenMs - b.firstSeenMs,
  seen: (a, b) => a.lastSeenMs - b.lastSeenMs,
  fingerprint: (a, b) => (a.fingerprint < b.fingerprint ? -1 : Number(a.fingerprint > b.fingerprint)),
};

/** The order that a column has at first: times with the newest on top. */
const startsDescending: readonly Column[] = ['verified', 'first', 'seen'];

/** What a click on a column's head asks for. */
export function sortingAfter({ by, descending }: Sorting, column: Column): Sorting {
  return { by: column, descending: by === column ? !descending : startsDescending.includes(column) };
}

const fits: Record<State, (view: KnownFingerprintView) => boolean> = {
  all: () => true,
  verified: ({ verified }) => verified,
  unverified: ({ verified }) => !verified,
  used: ({ use }) => use !== null,
  unused: ({ use }) => use === null,
};

/**
 * The rows that a filter leaves, in order. Its words may stand in the name, the address, the account or the
 * fingerprint, whose groups may be written with spaces. The keys of one buddy stay together, where the first of
 * them belongs; among those that are equal in the chosen column the key seen last comes first.
 */
export function rowsOf(
  known: readonly KnownFingerprintView[],
  accountOf: (accountId: string) => string,
  filter: Filter,
  { by, descending }: Sorting,
): readonly Row[] {
  const sign = descending ? -1 : 1;
  const inOrder = (a: Sorted, b: Sorted) => sign * compare[by](a, b);
  const groups = new Map<string, Sorted[]>();
  for (const view of known) {
    const account = accountOf(view.accountId);
    if (!isWanted(view, account, filter)) continue;
    const key = `${view.accountId} ${view.address}`;
    const group = groups.get(key);
    if (group) group.push({ ...view, account });
    else groups.set(key, [{ ...view, account }]);
  }
  for (const group of groups.values()) group.sort((a, b) => inOrder(a, b) || b.lastSeenMs - a.lastSeenMs);
  const ordered = [...groups].sort(([keyA, [a]], [keyB, [b]]) =>
    a && b ? inOrder(a, b) || compare.buddy(a, b) || words(keyA, keyB) : 0,
  );
  return ordered.flatMap(([key, group]) =>
    group.map((view, place) => ({ ...view, id: `${key} ${view.fingerprint}`, place, of: group.length })),
  );
}

function isWanted(view: KnownFingerprintView, account: string, { words: typed, accountId, state }: Filter): boolean {
  if ((accountId !== null && view.accountId !== accountId) || !fits[state](view)) return false;
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return true;
  const inText = [view.name, view.address, account].some((text) => text.toLowerCase().includes(wanted));
  return inText || view.fingerprint.includes(wanted.replace(/\s+/g, ''));
}
