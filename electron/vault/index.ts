import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { equalConstantTime, fromHex, toHex, wipe } from '../base/bytes.ts';
import { Fault, faultCodeOf } from '../base/fault.ts';
import type { Clock, Rng } from '../base/ports.ts';
import { profileFiles } from '../base/profile.ts';
import { assert } from '../base/result.ts';
import type { VaultView } from '../../shared/views.ts';
import { guardAttempts } from './attempts.ts';
import type { AttemptGuard } from './attempts.ts';
import { isPassphraseLongEnough, openWithPassphrase, sealWithPassphrase } from './passphrase.ts';
import { readSealed, writeSealed } from './sealed-file.ts';
import type { Sealed } from './sealed-file.ts';
import type { Keychain, Vault } from './vault.ts';

export type { Keychain, Vault } from './vault.ts';
export {
  isCost,
  isPassphraseLongEnough,
  nonceLength,
  openWithPassphrase,
  saltLength,
  sealWithPassphrase,
  tagLength,
  type Cost,
  type PassphraseSeal,
} from './passphrase.ts';

const keyLength = 32;

export type VaultConfig = {
  /** The profile's directory, with the database in it (`profileFiles`). */
  readonly directory: string;
  readonly keychain: Keychain;
  readonly clock: Clock;
  readonly random: Rng;
};

/**
 * The vault of a profile. Nothing is read or written before its first call.
 *
 * A key is made only where there is neither a sealed key nor a database, and a sealed key is never
 * overwritten. Keys that it returns belong to the caller, who wipes them.
 */
export function openVault(config: VaultConfig): Vault {
  return new ProfileVault(config);
}

class ProfileVault implements Vault {
  readonly #config: VaultConfig;
  readonly #file: string;
  #attempts: AttemptGuard | null = null;
  #openedBy: Sealed['by'] | null = null;
  #keychainFailed = false;
  /** Calls run one after the other, so that two cannot both find no sealed key. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(config: VaultConfig) {
    this.#config = config;
    this.#file = join(config.directory, profileFiles.vault);
  }

  view(): VaultView {
    if (this.#openedBy !== null) return { at: 'open', sealedBy: this.#openedBy };
    try {
      return this.#viewOfFile();
    } catch (thrown) {
      return { at: 'failed', fault: faultCodeOf(thrown) };
    }
  }

  openWithKeychain(): Promise<Uint8Array | null> {
    return this.#inTurn(() => {
      const sealed = this.#read();
      if (sealed?.by === 'passphrase') return null;
      if (sealed === null && this.#config.keychain.kind() !== 'real') return null;
      const key = this.#askingKeychain(() => (sealed === null ? this.#makeByKeychain() : this.#openByKeychain(sealed)));
      this.#openedBy = 'keychain';
      return key;
    });
  }

  create(passphrase: string): Promise<Uint8Array> {
    return this.#inTurn(async () => {
      if (this.#read() !== null) throw new Fault('bad-request');
      if (!isPassphraseLongEnough(passphrase)) throw new Fault('vault-passphrase-weak');
      const key = this.#makeKey();
      const seal = await sealWithPassphrase(passphrase, key, this.#config.random);
      writeSealed(this.#file, { by: 'passphrase', seal });
      this.#openedBy = 'passphrase';
      return key;
    });
  }

  unlock(passphrase: string): Promise<Uint8Array> {
    return this.#inTurn(async () => {
      const sealed = this.#read();
      if (sealed?.by !== 'passphrase') throw new Fault('bad-request');
      this.#guard().begin();
      const opened = await openWithPassphrase(passphrase, sealed.seal);
      if (!opened.ok) throw new Fault('vault-passphrase-wrong');
      if (opened.value.length !== keyLength) throw new Fault('storage-corrupt');
      this.#guard().succeeded();
      this.#openedBy = 'passphrase';
      return opened.value;
    });
  }

  reset(): void {
    this.#attempts = null;
    this.#openedBy = null;
    this.#keychainFailed = false;
  }

  #viewOfFile(): VaultView {
    const sealed = this.#read();
    if (sealed?.by === 'passphrase') return { at: 'locked', retryAtMs: this.#guard().retryAtMs() };
    const kind = this.#config.keychain.kind();
    if (this.#keychainFailed || (sealed !== null && kind !== 'real')) throw new Fault('vault-keychain-failed');
    if (sealed !== null || kind === 'real') return { at: 'locked', retryAtMs: null };
    return { at: 'create-passphrase', why: kind === 'plain-text' ? 'plain-text-keychain' : 'no-keychain' };
  }

  /** The sealed key, or `null` on a first start. Without it a database is lost, and no new key is made over it. */
  #read(): Sealed | null {
    const sealed = readSealed(this.#file);
    if (sealed !== null) return sealed;
    const database = join(this.#config.directory, profileFiles.database);
    if (existsSync(database) || existsSync(`${database}-wal`)) throw new Fault('storage-corrupt');
    return null;
  }

  #makeKey(): Uint8Array {
    const key = this.#config.random(keyLength);
    assert(key.length === keyLength, 'the random source gives as many bytes as it is asked for');
    return key;
  }

  /** Makes a key and keeps it only if the keychain gives it back: some take a secret and lose it. */
  #makeByKeychain(): Uint8Array {
    const key = this.#makeKey();
    const sealed = new Uint8Array(this.#config.keychain.seal(toHex(key)));
    const again = this.#unseal(sealed);
    const same = equalConstantTime(key, again);
    wipe(again);
    if (!same) throw new Fault('vault-keychain-failed');
    writeSealed(this.#file, { by: 'keychain', sealed });
    return key;
  }

  #openByKeychain(sealed: Sealed): Uint8Array {
    assert(sealed.by === 'keychain', 'only what the keychain sealed is opened by it');
    if (this.#config.keychain.kind() !== 'real') throw new Fault('vault-keychain-failed');
    return this.#unseal(sealed.sealed);
  }

  #unseal(sealed: Uint8Array): Uint8Array {
    const key = fromHex(this.#config.keychain.open(Buffer.from(sealed)));
    if (key?.length !== keyLength) throw new Fault('vault-keychain-failed');
    return key;
  }

  /** Whatever the keychain throws is its refusal; only faults of our own pass unchanged. */
  #askingKeychain(work: () => Uint8Array): Uint8Array {
    try {
      const key = work();
      this.#keychainFailed = false;
      return key;
    } catch (thrown) {
      const fault = thrown instanceof Fault ? thrown : new Fault('vault-keychain-failed', { cause: thrown });
      this.#keychainFailed = fault.code === 'vault-keychain-failed';
      throw fault;
    }
  }

  #guard(): AttemptGuard {
    const file = join(this.#config.directory, profileFiles.attempts);
    this.#attempts ??= guardAttempts(file, this.#config.clock);
    return this.#attempts;
  }

  #inTurn<Value>(work: () => Value | Promise<Value>): Promise<Value> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
