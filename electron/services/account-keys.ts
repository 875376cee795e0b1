import { wipe } from '../base/bytes.ts';
import { Fault, faultCodeOf } from '../base/fault.ts';
import type { Log } from '../base/log.ts';
import type { Clock, Rng } from '../base/ports.ts';
import { decodeDsaKey, encodeDsaKey, fingerprintOf, newInstanceTag } from '../otr/index.ts';
import type { DsaPrivateKey } from '../otr/index.ts';
import type { Store } from '../store/records.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { OwnKeyView } from '../../shared/views.ts';
import type { KeyMaker, KeyMaking } from './key-maker.ts';

/** An account's identity for the engine. */
export type Identity = { readonly key: DsaPrivateKey; readonly instanceTag: number };

/** An account's own key: what the window sees of it, and what the engine gets. */
export type OwnKey = { readonly view: OwnKeyView; readonly identity: Identity | null };

export const noKey: OwnKey = { view: { at: 'none' }, identity: null };

type Deps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Rng;
  readonly log: Log;
  readonly makeKey: KeyMaker;
};

/** Keeps and makes the accounts' own keys and instance tags. */
export class AccountKeys {
  readonly #deps: Deps;
  readonly #making = new Map<AccountId, KeyMaking>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** The key that is kept for an account. Throws `Fault` (`storage-corrupt`) where it is no valid key. */
  kept(accountId: AccountId): OwnKey {
    const record = this.#deps.store.keys.get(accountId);
    if (!record) return noKey;
    const key = decodeDsaKey(record.key);
    wipe(record.key);
    if (!key.ok) throw new Fault('storage-corrupt');
    return this.#ready(accountId, key.value);
  }

  /**
   * Makes a key off the main thread. `onChange` gets its progress, then the key when it is kept, or none when it failed;
   * nothing more once it was cancelled.
   */
  make(accountId: AccountId, onChange: (key: OwnKey) => void): void {
    const generating = (percent: number): OwnKey => ({ view: { at: 'generating', percent }, identity: null });
    onChange(generating(0));
    const making = this.#deps.makeKey((percent) => onChange(generating(percent)));
    this.#making.set(accountId, making);
    const isWanted = (): boolean => this.#making.get(accountId) === making;
    void making.done
      .then((key) => this.#keepMade(accountId, key, isWanted()))
      .catch((thrown: unknown) => {
        if (isWanted()) this.#deps.log.error('key-generation-failed', { fault: faultCodeOf(thrown) });
        return noKey;
      })
      .then((key) => {
        if (!isWanted()) return;
        this.#making.delete(accountId);
        onChange(key);
      });
  }

  /** Stops making an account's key, if one is being made: nobody waits for it any more. */
  cancel(accountId: AccountId): void {
    this.#making.get(accountId)?.cancel();
    this.#making.delete(accountId);
  }

  /** A key that nobody waits for any more, or that cannot be kept, is wiped. */
  #keepMade(accountId: AccountId, key: DsaPrivateKey, isWanted: boolean): OwnKey {
    try {
      if (!isWanted) throw new Fault('key-generation-failed');
      return this.keep(accountId, key);
    } catch (thrown) {
      wipe(key.x);
      throw thrown;
    }
  }

  /** Keeps a key in place of what was there. */
  keep(accountId: AccountId, key: DsaPrivateKey): OwnKey {
    this.store(accountId, key);
    return this.#ready(accountId, key);
  }

  /** The same in the store alone, with the instance tag that the account needs beside it: both or, where it throws, neither. */
  store(accountId: AccountId, key: DsaPrivateKey): void {
    const { store, clock } = this.#deps;
    const encoded = encodeDsaKey(key);
    try {
      store.transaction(() => {
        store.keys.put({ accountId, key: encoded, madeAtMs: clock.nowMs() });
        this.#instanceTag(accountId);
      });
    } finally {
      wipe(encoded);
    }
  }

  #ready(accountId: AccountId, key: DsaPrivateKey): OwnKey {
    return {
      view: { at: 'ready', fingerprint: fingerprintOf(key) },
      identity: { key, instanceTag: this.#instanceTag(accountId) },
    };
  }

  #instanceTag(accountId: AccountId): number {
    const kept = this.#deps.store.instanceTags.get(accountId);
    if (kept !== null) return kept;
    const tag = newInstanceTag(this.#deps.random);
    this.#deps.store.instanceTags.put(accountId, tag);
    return tag;
  }
}
