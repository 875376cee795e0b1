import type { Clock } from '../base/ports.ts';
import type { FingerprintRecord, Store } from '../store/records.ts';
import type { AccountId, Fingerprint } from '../../shared/ids.ts';
import type { ChangedKeyView, FingerprintView, VerifiedHow } from '../../shared/views.ts';

/** What a session's key means to us, once it was seen. */
export type Seen = {
  readonly record: FingerprintRecord;
  /** It was never seen before, though another key of this buddy was. */
  readonly changed: boolean;
};

/** What bringing a key in changed. */
export type Brought = { readonly isNew: boolean; readonly isVerified: boolean };

/**
 * Knows every fingerprint of every buddy and what the person decided about it.
 *
 * Trust never carries over from one key to another: a new key beside a known one is undecided until
 * the person verifies it or goes on without, and while it is undecided nothing is sent under it.
 */
export class TrustService {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #onChange: () => void;

  constructor(store: Store, clock: Clock, onChange: () => void) {
    this.#store = store;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Records that a session of this version was made with this key. */
  see(accountId: AccountId, address: string, fingerprint: Fingerprint, version: 2 | 3): Seen {
    const nowMs = this.#clock.nowMs();
    const known = this.#store.fingerprints.of(accountId, address);
    const before = known.find((record) => record.fingerprint === fingerprint);
    const changed = before === undefined && known.length > 0;
    const record: FingerprintRecord = before
      ? { ...before, lastSeenMs: nowMs, highestVersion: before.highestVersion === 3 ? 3 : version }
      : {
          accountId,
          address,
          fingerprint,
          verified: false,
          verifiedAtMs: null,
          verifiedHow: null,
          firstSeenMs: nowMs,
          lastSeenMs: nowMs,
          undecided: changed,
          highestVersion: version,
        };
    this.#put(record);
    return { record, changed };
  }

  find(accountId: AccountId, address: string, fingerprint: Fingerprint): FingerprintRecord | null {
    const known = this.#store.fingerprints.of(accountId, address);
    return known.find((record) => record.fingerprint === fingerprint) ?? null;
  }

  /** The keys of a buddy that the person verified. */
  trusted(accountId: AccountId, address: string): ReadonlySet<Fingerprint> {
    const known = this.#store.fingerprints.of(accountId, address);
    return new Set(known.filter(({ verified, undecided }) => verified && !undecided).map(({ fingerprint }) => fingerprint));
  }

  /** The highest version that each known key of a buddy has shown, for the engine's guard against downgrade. */
  versions(accountId: AccountId, address: string): ReadonlyMap<Fingerprint, 2 | 3> {
    const known = this.#store.fingerprints.of(accountId, address);
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
   * Takes a key that another program knew. What the person decided here stays; trust from there is added to a key
   * that is not verified here.
   */
  bring(accountId: AccountId, address: string, fingerprint: Fingerprint, trusted: boolean): Brought {
    const nowMs = this.#clock.nowMs();
    const known = this.find(accountId, address, fingerprint);
    const record: FingerprintRecord = known ?? {
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
    if (known === null) this.#put(record);
    const isVerified = trusted && !record.verified;
    if (isVerified) this.verify(record, 'imported');
    return { isNew: known === null, isVerified };
  }

  /** Forgets a key with its trust, as if it had never been seen: what is left alone is no changed key any more. */
  forget({ accountId, address, fingerprint }: FingerprintRecord): void {
    this.#store.fingerprints.remove(accountId, address, fingerprint);
    const left = this.#store.fingerprints.of(accountId, address);
    if (left.every((record) => record.undecided)) for (const record of left) this.accept(record);
    this.#onChange();
  }

  /** Every key of every buddy of an account. */
  list(accountId: AccountId): readonly FingerprintRecord[] {
    return this.#store.fingerprints.list(accountId);
  }

  /** The banner of a changed key: it and the key known before (a verified one rather than a recent one). */
  changedKey(record: FingerprintRecord): ChangedKeyView | null {
    if (!record.undecided) return null;
    const others = this.#store.fingerprints
      .of(record.accountId, record.address)
      .filter((other) => other.fingerprint !== record.fingerprint && !other.undecided)
      .sort((a, b) => Number(b.verified) - Number(a.verified) || b.lastSeenMs - a.lastSeenMs);
    const before = others[0];
    return before ? { before: viewOf(before), now: viewOf(record) } : null;
  }

  #put(record: FingerprintRecord): void {
    this.#store.fingerprints.put(record);
    this.#onChange();
  }
}

/** What the window shows of a fingerprint. */
export function viewOf(record: FingerprintRecord): FingerprintView {
  const { fingerprint, verified, verifiedAtMs, verifiedHow, firstSeenMs, lastSeenMs } = record;
  return { fingerprint, verified, verifiedAtMs, verifiedHow, firstSeenMs, lastSeenMs };
}
