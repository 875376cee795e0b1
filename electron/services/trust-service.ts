import type { Clock } from '../base/ports.ts';
import type { FingerprintRecord, Store } from '../store/records.ts';
import type { AccountId, Fingerprint } from '../../shared/ids.ts';
import type { ChangedKeyView, FingerprintView, VerifiedHow } from '../../shared/views.ts';

/** How old the time of a key's last sign of life may be. */
const heardEveryMs = 60_000;

/** Keys of one buddy that nobody decided on; anybody who speaks for their address can make up more. */
const mostUndecided = 50;

/** Somebody whose keys one of our accounts knows. */
export type Owner = { readonly accountId: AccountId; readonly address: string };

/** The key of a buddy as another program knew it. */
export type ForeignKey = { readonly address: string; readonly fingerprint: Fingerprint; readonly trusted: boolean };

/** What bringing keys in changed: new keys, how many of them verified, and whose trust from there was left out, and why. */
export type Brought = {
  readonly fingerprints: number;
  readonly verified: number;
  readonly left: readonly { readonly address: string; readonly why: 'undecided-here' | 'not-verified-here' }[];
};

/**
 * Knows every fingerprint of every buddy and what the person decided about it.
 *
 * Trust never carries over from one key to another: a new key beside a known one is undecided until
 * the person verifies it or goes on without, and while it is undecided nothing is sent under it.
 */
export class TrustService {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #onChange: (buddies: readonly Owner[]) => void;
  /** What was read of whole accounts and still holds: thousands of records take long to read. */
  readonly #lists = new Map<AccountId, readonly FingerprintRecord[]>();
  /** Whose keys changed in the batch that is under way. */
  #batch: Map<string, Owner> | null = null;

  /** `onChange` hears whose keys became known, changed, or were forgotten. */
  constructor(store: Store, clock: Clock, onChange: (buddies: readonly Owner[]) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /**
   * Records that a session of this version was made with this key. A new one beside one that was decided on is undecided; of
   * too many that are, the one seen longest ago goes, unless it is among those `inUse`. Where none was decided on, nothing
   * changed: the key counts as a first one, and does not wait for a decision that nothing would ask for.
   */
  see(accountId: AccountId, address: string, fingerprint: Fingerprint, version: 2 | 3, inUse: ReadonlySet<Fingerprint> = new Set()): FingerprintRecord {
    const nowMs = this.#clock.nowMs();
    const known = this.of(accountId, address);
    const before = known.find((record) => record.fingerprint === fingerprint);
    const hasOther = known.some((other) => other.fingerprint !== fingerprint && !other.undecided);
    const record: FingerprintRecord = before
      ? { ...before, lastSeenMs: nowMs, undecided: before.undecided && hasOther, highestVersion: before.highestVersion === 3 ? 3 : version }
      : { ...newRecord({ accountId, address }, fingerprint, nowMs), undecided: hasOther, highestVersion: version };
    this.together(() => {
      this.#put(record);
      if (before === undefined) this.#makeRoom(known, inUse);
    });
    return record;
  }

  /** A key that nobody decided on is undecided again when it comes back. */
  #makeRoom(known: readonly FingerprintRecord[], inUse: ReadonlySet<Fingerprint>): void {
    const spare = known.filter(({ fingerprint, undecided }) => undecided && !inUse.has(fingerprint)).sort((a, b) => a.lastSeenMs - b.lastSeenMs);
    for (const { accountId, address, fingerprint } of spare.slice(0, Math.max(0, spare.length + 1 - mostUndecided))) {
      this.#store.fingerprints.remove(accountId, address, fingerprint);
    }
  }

  /** Something authenticated came under a known key. When is kept to the minute, so that not every line is a write. */
  heard(accountId: AccountId, address: string, fingerprint: Fingerprint): void {
    const record = this.find(accountId, address, fingerprint);
    const nowMs = this.#clock.nowMs();
    if (record && nowMs - record.lastSeenMs >= heardEveryMs) this.#put({ ...record, lastSeenMs: nowMs });
  }

  find(accountId: AccountId, address: string, fingerprint: Fingerprint): FingerprintRecord | null {
    const known = this.of(accountId, address);
    return known.find((record) => record.fingerprint === fingerprint) ?? null;
  }

  /** Every key of a buddy, the one seen first at first. */
  of(accountId: AccountId, address: string): readonly FingerprintRecord[] {
    return this.#store.fingerprints.of(accountId, address);
  }

  /** The keys of a buddy that the person verified. */
  trusted(accountId: AccountId, address: string): ReadonlySet<Fingerprint> {
    const known = this.of(accountId, address);
    return new Set(known.filter(({ verified, undecided }) => verified && !undecided).map(({ fingerprint }) => fingerprint));
  }

  /** The highest version that each known key of a buddy has shown, for the engine's guard against downgrade. */
  versions(accountId: AccountId, address: string): ReadonlyMap<Fingerprint, 2 | 3> {
    const known = this.of(accountId, address);
    return new Map(known.flatMap(({ fingerprint, highestVersion }) => (highestVersion ? [[fingerprint, highestVersion]] : [])));
  }

  /** The person verified the key in this way; `null` takes that back. Verifying also decides on a changed key. */
  verify(record: FingerprintRecord, how: VerifiedHow | null): void {
    const verified = how !== null;
    this.#put({
      ...record,
      verified,
      verifiedAtMs: verified ? this.#clock.nowMs() : null,
      verifiedHow: how,
      undecided: verified ? false : record.undecided,
    });
  }

  /** The person goes on with a changed key, unverified. */
  accept(record: FingerprintRecord): void {
    this.#put({ ...record, undecided: false });
  }

  /**
   * Takes keys that another program knew, all or none. What the person decided here stays: trust from there makes no
   * known key verified, for one that was withdrawn looks like one that nobody ever looked at. A new key beside one that
   * was known before is a changed key, unless it was trusted there. Throws the store's `Fault`.
   */
  bring(accountId: AccountId, keys: readonly ForeignKey[]): Brought {
    const nowMs = this.#clock.nowMs();
    // What is here is looked at before anything of the same buddy is written.
    const before = new Map(keys.map(({ address }) => [address, this.of(accountId, address)]));
    let [fingerprints, verified] = [0, 0];
    const left: Brought['left'][number][] = [];
    this.together(() => {
      for (const { address, fingerprint, trusted } of keys) {
        const here = before.get(address) ?? [];
        const known = here.find((record) => record.fingerprint === fingerprint);
        if (known === undefined) {
          const record = newRecord({ accountId, address }, fingerprint, nowMs);
          this.#put(trusted ? { ...record, ...importedAt(nowMs) } : { ...record, undecided: here.length > 0 });
          fingerprints += 1;
          verified += Number(trusted);
        } else if (trusted && !known.verified) {
          left.push({ address, why: known.undecided ? 'undecided-here' : 'not-verified-here' });
        }
      }
    });
    return { fingerprints, verified, left };
  }

  /** Forgets a key with its trust, as if it had never been seen: what is left alone is no changed key any more. */
  forget({ accountId, address, fingerprint }: FingerprintRecord): void {
    this.#store.fingerprints.remove(accountId, address, fingerprint);
    const left = this.of(accountId, address);
    if (left.every((record) => record.undecided)) for (const record of left) this.accept(record);
    this.#changed({ accountId, address });
  }

  /** Puts a record back as it was. */
  restore(record: FingerprintRecord): void {
    this.#put(record);
  }

  /** Does several changes in one transaction, and tells of them together once all of them hold. May be nested. */
  together<Value>(work: () => Value): Value {
    if (this.#batch !== null) return this.#store.transaction(work);
    const changed = new Map<string, Owner>();
    this.#batch = changed;
    let value: Value;
    try {
      value = this.#store.transaction(work);
    } finally {
      this.#batch = null;
      for (const { accountId } of changed.values()) this.#lists.delete(accountId);
    }
    if (changed.size > 0) this.#onChange([...changed.values()]);
    return value;
  }

  /** The store has other records than before. */
  reread(accountIds: readonly AccountId[]): void {
    this.#lists.clear();
    const owners = accountIds.flatMap((accountId) => {
      const addresses = new Set(this.list(accountId).map(({ address }) => address));
      return [...addresses].map((address) => ({ accountId, address }));
    });
    this.#onChange(owners);
  }

  /** Every key of every buddy of an account. */
  list(accountId: AccountId): readonly FingerprintRecord[] {
    const list = this.#lists.get(accountId) ?? this.#store.fingerprints.list(accountId);
    if (this.#batch === null) this.#lists.set(accountId, list);
    return list;
  }

  /** The banner of a changed key: it and the key known before (a verified one rather than a recent one). */
  changedKey(record: FingerprintRecord): ChangedKeyView | null {
    if (!record.undecided) return null;
    const others = this.of(record.accountId, record.address)
      .filter((other) => other.fingerprint !== record.fingerprint && !other.undecided)
      .sort((a, b) => Number(b.verified) - Number(a.verified) || b.lastSeenMs - a.lastSeenMs);
    const before = others[0];
    return before ? { before: viewOf(before), now: viewOf(record) } : null;
  }

  #put(record: FingerprintRecord): void {
    this.#store.fingerprints.put(record);
    this.#changed(record);
  }

  #changed({ accountId, address }: Owner): void {
    this.#lists.delete(accountId);
    if (this.#batch) this.#batch.set(`${accountId} ${address}`, { accountId, address });
    else this.#onChange([{ accountId, address }]);
  }
}

/** A key that nobody decided about yet, seen now. */
function newRecord({ accountId, address }: Owner, fingerprint: Fingerprint, nowMs: number): FingerprintRecord {
  return {
    accountId,
    address,
    fingerprint,
    verified: false,
    verifiedAtMs: null,
    verifiedHow: null,
    firstSeenMs: nowMs,
    lastSeenMs: nowMs,
    undecided: false,
    highestVersion: null,
  };
}

function importedAt(nowMs: number): Pick<FingerprintRecord, 'verified' | 'verifiedAtMs' | 'verifiedHow'> {
  return { verified: true, verifiedAtMs: nowMs, verifiedHow: 'imported' };
}

/** What the window shows of a fingerprint. */
export function viewOf(record: FingerprintRecord): FingerprintView {
  const { fingerprint, verified, verifiedAtMs, verifiedHow, firstSeenMs, lastSeenMs } = record;
  return { fingerprint, verified, verifiedAtMs, verifiedHow, firstSeenMs, lastSeenMs };
}
