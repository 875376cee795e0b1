import { basename } from 'node:path';
import { wipe } from '../../base/bytes.ts';
import { Fault } from '../../base/fault.ts';
import type { Rng } from '../../base/ports.ts';
import { replaceChosenFile, withStorageFaults } from '../../base/private-files.ts';
import { fingerprintOf, readPrivateKeys, readSerializedKey } from '../../otr/index.ts';
import type { DsaPrivateKey } from '../../otr/index.ts';
import { isPassphraseLongEnough } from '../../vault/index.ts';
import type { AccountId, Fingerprint } from '../../../shared/ids.ts';
import type { KeyFileView } from '../../../shared/views.ts';
import type { AccountService } from '../account-service.ts';
import { contentOf } from './files.ts';
import { isSealedKey, openKey, sealKey } from './sealed-key.ts';

type Deps = { readonly accounts: AccountService; readonly random: Rng };

/** Which key of a file a person chose, by what they saw of it. */
export type KeyChoice = {
  readonly fingerprint: Fingerprint;
  /** What opens the file, where it is locked. */
  readonly passphrase: string | null;
  /** Put it in the place of the account's own. */
  readonly replace: boolean;
};

type FoundKey = { readonly owner: string | null; readonly key: DsaPrivateKey };
type Found = { readonly locked: boolean; readonly keys: readonly FoundKey[]; readonly refused: number };

/**
 * The person's own keys in files: out in ours, which a passphrase seals, and in from it, from libotr's and from
 * Gajim's and WeeChat's, whatever account and protocol they were made for.
 */
export class KeyFileService {
  readonly #deps: Deps;
  /** The file that was chosen last. */
  #path: string | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** What an export is called, unless the person says otherwise. Throws `Fault` (`not-found`). */
  fileName(accountId: AccountId): string {
    return `${this.#deps.accounts.address(accountId)}.sotto-key`;
  }

  /** Throws `Fault` (`not-found`, `vault-passphrase-weak`), before the person is asked for a place. */
  checkExport(accountId: AccountId, passphrase: string): void {
    if (this.#deps.accounts.identity(accountId) === null) throw new Fault('not-found');
    if (!isPassphraseLongEnough(passphrase)) throw new Fault('vault-passphrase-weak');
  }

  /** Writes an account's key, sealed, in the place of what was there; gives the file's name. Throws `Fault`. */
  async export(accountId: AccountId, passphrase: string, path: string): Promise<string> {
    this.checkExport(accountId, passphrase);
    const identity = this.#deps.accounts.identity(accountId);
    if (identity === null) throw new Fault('not-found');
    const file = await sealKey(identity.key, passphrase, this.#deps.random);
    withStorageFaults(() => replaceChosenFile(path, file));
    return basename(path);
  }

  /** Looks into a file that the person chose. No key leaves this call. Throws `Fault` (`key-file-unreadable`). */
  async choose(path: string): Promise<KeyFileView> {
    this.#path = path;
    return this.#view(await this.#read(null));
  }

  /** The same for the file that was chosen last, with what opens it. Throws `Fault` (also `passphrase-wrong`). */
  async open(passphrase: string): Promise<KeyFileView> {
    return this.#view(await this.#read(passphrase));
  }

  /**
   * Gives an account the key of the chosen file that has this fingerprint, as `AccountService.bringKey` does. The file is
   * read once more, and may be another one by now: no key is taken but the one that the person saw.
   * Throws `Fault` (`key-file-changed`, where it is not in the file any more; `passphrase-wrong`; the store's).
   */
  async bring(accountId: AccountId, { fingerprint, passphrase, replace }: KeyChoice): Promise<'brought' | 'same' | 'kept'> {
    const found = await this.#read(passphrase);
    try {
      const chosen = found.keys.find(({ key }) => fingerprintOf(key) === fingerprint);
      if (chosen === undefined) throw new Fault('key-file-changed');
      return this.#deps.accounts.bringKey(accountId, chosen.key, replace);
    } finally {
      forget(found);
    }
  }

  async #read(passphrase: string | null): Promise<Found> {
    const file = this.#path === null ? null : contentOf(this.#path);
    if (file === null) throw new Fault('key-file-unreadable');
    try {
      return await keysIn(file, passphrase);
    } finally {
      wipe(file);
    }
  }

  #view(found: Found): KeyFileView {
    const keys = found.keys.map(({ owner, key }) => ({ owner, fingerprint: fingerprintOf(key) }));
    forget(found);
    return { name: basename(this.#path ?? ''), locked: found.locked, keys, refused: found.refused };
  }
}

/** The keys of a file of any kind that is known. Throws `Fault` (`key-file-unreadable`, `passphrase-wrong`). */
async function keysIn(file: Uint8Array, passphrase: string | null): Promise<Found> {
  if (isSealedKey(file)) {
    if (passphrase === null) return { locked: true, keys: [], refused: 0 };
    const opened = await openKey(file, passphrase);
    if (!opened.ok) throw new Fault(opened.fault === 'wrong' ? 'passphrase-wrong' : 'key-file-unreadable');
    return { locked: false, keys: [{ owner: null, key: opened.value }], refused: 0 };
  }
  const libotr = readPrivateKeys(file);
  if (libotr.ok) {
    const keys = libotr.value.keys.map(({ name, key }) => ({ owner: name, key }));
    if (keys.length === 0) throw new Fault('key-file-unreadable');
    return { locked: false, keys, refused: libotr.value.refused.length };
  }
  const serialized = readSerializedKey(file);
  if (!serialized.ok) throw new Fault('key-file-unreadable');
  return { locked: false, keys: [{ owner: null, key: serialized.value }], refused: 0 };
}

function forget({ keys }: Found): void {
  for (const { key } of keys) wipe(key.x);
}
