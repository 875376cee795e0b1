/**
 * The port to the vault: it keeps the database's key sealed, and opens it.
 *
 * The key is 32 random bytes, sealed by the system keychain where there is a real one, else by a
 * passphrase (scrypt). The sealed key is one small file in the profile, written atomically.
 */
import type { VaultView } from '../../shared/views.ts';

export interface Vault {
  /** What stands between the person and the key now. */
  view(): VaultView;
  /**
   * The database key where no passphrase is needed, made and sealed at first use; else `null`.
   * Throws `Fault` (`vault-keychain-failed`, `storage-failed`).
   */
  openWithKeychain(): Promise<Uint8Array | null>;
  /** Makes and seals a new key. Throws `Fault` (`vault-passphrase-weak`, `storage-failed`). */
  create(passphrase: string): Promise<Uint8Array>;
  /**
   * Throws `Fault`: `vault-passphrase-wrong`; `vault-passphrase-wait` while a growing delay after wrong
   * ones runs (1 s, 2 s, 4 s … 60 s, kept across restarts). Nothing is lost by a wrong one.
   */
  unlock(passphrase: string): Promise<Uint8Array>;
  /** The profile's files were set aside: what was known of them is forgotten. */
  reset(): void;
}

/** The part of Electron's `safeStorage` that the vault uses; `keychain.ts` is its only implementation. */
export interface Keychain {
  /** `plain-text`: there is one, but it hides nothing (Electron's `basic_text` backend). */
  kind(): 'real' | 'plain-text' | 'none';
  seal(secret: string): Buffer;
  /** Throws when it cannot. */
  open(sealed: Buffer): string;
}
