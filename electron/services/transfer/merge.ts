import type { FingerprintRecord, PolicyRecord, Store } from '../../store/records.ts';
import type { AccountId, Fingerprint } from '../../../shared/ids.ts';
import { defaultSwitches } from '../../../shared/views.ts';
import type { OwnKeyView, SettingsView, TransferFoundView, TransferReportView, TransferSkippedView } from '../../../shared/views.ts';
import { isLaxer, switchesOf } from '../policy-service.ts';
import { readJson } from '../settings-service.ts';
import type { Came, CameAccount, SentFingerprint } from './payload.ts';

/** What the person wants of what came. */
export type TransferChoice = {
  /** Second yes: the other device's keys take the place of those that this device has for the same accounts. */
  readonly replaceKeys: boolean;
  /** Keys of buddies that are known here without being verified become verified where they are so there. */
  readonly takeVerified: boolean;
  readonly preferences: boolean;
};

export type Place = {
  readonly store: Store;
  readonly newId: () => AccountId;
  readonly nowMs: number;
  /** What this device has as an account's own key, by the account. */
  readonly ownKey: (accountId: AccountId) => OwnKeyView;
  /** Keeps an own key, in the store only. */
  readonly putKey: (accountId: AccountId, account: CameAccount) => void;
};

/** What changed, for the services that hold it. */
export type Merged = {
  readonly report: TransferReportView;
  readonly added: readonly AccountId[];
  readonly rekeyed: readonly AccountId[];
};

type Why = TransferSkippedView['why'];
type AccountReport = TransferReportView['accounts'][number];

/**
 * What becomes of one key of a buddy.
 *
 * What was decided here stays: a key that is verified here stays as it is, and one that is known here and not verified,
 * be it never looked at or withdrawn, becomes verified only where the person wants that. A key that is new here beside
 * another one is decided on only if it was verified there. When it was seen, and the highest version, only widen.
 */
export function mergeFingerprint(
  came: SentFingerprint,
  here: readonly FingerprintRecord[],
  accountId: AccountId,
  takeVerified: boolean,
): { readonly put: FingerprintRecord; readonly outcome: 'new' | 'verified' | 'known'; readonly why: Why | null } {
  const known = here.find(({ fingerprint }) => fingerprint === came.fingerprint);
  if (known === undefined) {
    const undecided = came.undecided || (here.length > 0 && !came.verified);
    return { put: { ...came, accountId, undecided }, outcome: 'new', why: null };
  }
  const seen: FingerprintRecord = {
    ...known,
    firstSeenMs: Math.min(known.firstSeenMs, came.firstSeenMs),
    lastSeenMs: Math.max(known.lastSeenMs, came.lastSeenMs),
    highestVersion: known.highestVersion === 3 ? 3 : (came.highestVersion ?? known.highestVersion),
  };
  if (known.verified || !came.verified) return { put: seen, outcome: 'known', why: null };
  if (known.undecided) return { put: seen, outcome: 'known', why: 'undecided-here' };
  if (!takeVerified) return { put: seen, outcome: 'known', why: 'not-verified-here' };
  const { verified, verifiedAtMs, verifiedHow } = came;
  return { put: { ...seen, verified, verifiedAtMs, verifiedHow }, outcome: 'verified', why: null };
}

/** What stands in what came, beside what is here, for the person to decide on. Nothing is written. */
export function look(came: Came, { store, ownKey }: Pick<Place, 'store' | 'ownKey'>): TransferFoundView {
  const ids = idsOf(store);
  let raised = 0;
  const accounts = came.accounts.map((account) => {
    const accountId = ids.get(account.address) ?? null;
    const own = accountId === null ? null : fingerprintOf(ownKey(accountId));
    const here = byBuddy(accountId === null ? [] : store.fingerprints.list(accountId));
    for (const record of account.fingerprints) {
      raised += Number(mergeFingerprint(record, here.get(record.address) ?? [], '', true).outcome === 'verified');
    }
    return {
      address: account.address,
      isHere: accountId !== null,
      key: keyState(account.keyFingerprint, own),
      fingerprint: account.keyFingerprint,
      ownFingerprint: own,
      fingerprints: account.fingerprints.length,
      verified: account.fingerprints.filter(({ verified }) => verified).length,
      hasPassword: account.password !== null,
    };
  });
  return { accounts, raised };
}

/** Writes what came into the store, all of it or, where anything fails, nothing. Throws the store's `Fault`. */
export function merge(came: Came, choice: TransferChoice, place: Place): Merged {
  const { store } = place;
  return store.transaction(() => {
    const ids = idsOf(store);
    const skipped: TransferSkippedView[] = [];
    const [added, rekeyed]: [AccountId[], AccountId[]] = [[], []];
    const accounts = came.accounts.map((account): AccountReport => {
      const skip = (why: Why, buddy: string | null = null) => void skipped.push({ account: account.address, buddy, why });
      const known = ids.get(account.address) ?? null;
      const accountId = known ?? addAccount(account, place);
      if (known === null) added.push(accountId);
      const key = mergeKey(account, known, accountId, { choice, place, skip });
      if (key === 'brought' && known !== null) rekeyed.push(accountId);
      const counts = mergeBuddies(account, accountId, { choice, place, skip });
      const policies = mergePolicies(account, accountId, known !== null, { choice, place, skip });
      return { address: account.address, added: known === null, key, ...counts, policies };
    });
    if (choice.preferences) keepPreferences(store, came.preferences);
    return { report: { accounts, skipped, preferences: choice.preferences }, added, rekeyed };
  });
}

type Task = { readonly choice: TransferChoice; readonly place: Place; readonly skip: (why: Why, buddy?: string | null) => void };

function addAccount({ address, settings, password, proxyPassword, pinnedCertificate }: CameAccount, { store, newId }: Place): AccountId {
  const id = newId();
  const position = Math.max(-1, ...store.accounts.list().map((record) => record.position)) + 1;
  const status = { show: 'available', text: '' } as const;
  store.accounts.put({ id, settings: { address, resource: '', ...settings }, password, pendingPassword: null, proxyPassword, status, pinnedCertificate, position });
  return id;
}

function mergeKey(account: CameAccount, known: AccountId | null, accountId: AccountId, { choice, place, skip }: Task): AccountReport['key'] {
  if (account.key === null) return 'none';
  const own: OwnKeyView = known === null ? { at: 'none' } : place.ownKey(known);
  if (own.at === 'ready' && own.fingerprint === account.keyFingerprint) return 'same';
  if (own.at === 'generating' || (own.at === 'ready' && !choice.replaceKeys)) {
    skip('key-kept');
    return 'kept';
  }
  place.putKey(accountId, account);
  return 'brought';
}

function mergeBuddies(
  account: CameAccount,
  accountId: AccountId,
  { choice, place: { store, nowMs }, skip }: Task,
): Pick<AccountReport, 'fingerprints' | 'verified'> {
  let [fingerprints, verified] = [0, 0];
  // What is here is looked at before anything of the same buddy is written.
  const here = byBuddy(store.fingerprints.list(accountId));
  for (const came of account.fingerprints) {
    const { put, outcome, why } = mergeFingerprint(came, here.get(came.address) ?? [], accountId, choice.takeVerified);
    store.fingerprints.put(put);
    fingerprints += Number(outcome === 'new');
    verified += Number(outcome === 'verified' || (outcome === 'new' && put.verified));
    if (why !== null) skip(why, came.address);
  }
  // Only ever stricter, and never for longer than from now on.
  for (const { address, count, lastMs } of account.guesses) {
    const mine = store.guesses.get(accountId, address);
    if (count > mine.count) store.guesses.put(accountId, address, { count, lastMs: Math.min(lastMs, nowMs) });
  }
  return { fingerprints, verified };
}

/**
 * Takes the privacy settings that nobody chose here; how many. Those of an account that was here never become laxer by
 * it: what came is compared with what held before anything was written, the buddy's, else the account's, else ours.
 */
function mergePolicies(account: CameAccount, accountId: AccountId, wasHere: boolean, { place: { store }, skip }: Task): number {
  let policies = 0;
  const chosen = new Map(store.policies.list(accountId).map((record) => [record.address, record]));
  const ofAccount = chosen.get(null);
  const here = ofAccount === undefined ? defaultSwitches : switchesOf(ofAccount.flags, ofAccount.unkept);
  for (const policy of account.policies) {
    const mine = chosen.get(policy.address);
    if (mine === undefined && !(wasHere && isLaxer(switchesOf(policy.flags, policy.unkept), here))) {
      store.policies.put({ accountId, ...policy });
      policies += 1;
    } else if (mine === undefined || !isSame(mine, policy)) {
      skip('policy-here', policy.address);
    }
  }
  return policies;
}

function byBuddy(records: readonly FingerprintRecord[]): ReadonlyMap<string, readonly FingerprintRecord[]> {
  const groups = new Map<string, FingerprintRecord[]>();
  for (const record of records) {
    const group = groups.get(record.address);
    if (group === undefined) groups.set(record.address, [record]);
    else group.push(record);
  }
  return groups;
}

function isSame(a: Pick<PolicyRecord, 'flags' | 'unkept'>, b: Pick<PolicyRecord, 'flags' | 'unkept'>): boolean {
  const names = Object.keys(a.flags) as (keyof PolicyRecord['flags'])[];
  return a.unkept === b.unkept && names.every((name) => a.flags[name] === b.flags[name]);
}

function idsOf(store: Store): ReadonlyMap<string, AccountId> {
  return new Map(store.accounts.list().map(({ id, settings }) => [settings.address, id]));
}

function fingerprintOf(own: OwnKeyView): Fingerprint | null {
  return own.at === 'ready' ? own.fingerprint : null;
}

function keyState(came: Fingerprint | null, own: Fingerprint | null): TransferFoundView['accounts'][number]['key'] {
  if (came === null) return 'none';
  if (own === null) return 'new';
  return own === came ? 'same' : 'other';
}

/** What does not come along stays as it is here. */
function keepPreferences(store: Store, preferences: Came['preferences']): void {
  const before = readJson<SettingsView>(store.settings.get('settings'));
  store.settings.put('settings', JSON.stringify({ ...before, ...preferences }));
}
