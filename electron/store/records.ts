/**
 * What is kept: records of the encrypted database, one repository a kind.
 *
 * Every write is durable when the call returns (SQLCipher in WAL mode with `synchronous = FULL`, or better).
 * All calls are synchronous; they throw a `Fault` (`storage-failed`, `storage-corrupt`). Times are
 * milliseconds since the Unix epoch. Addresses are bare and normalised.
 */
import type { AccountSettings, OwnStatus, VerifiedHow } from '../../shared/views.ts';
import type { AccountId, Fingerprint } from '../../shared/ids.ts';

export type AccountRecord = {
  readonly id: AccountId;
  readonly settings: AccountSettings;
  /** `null`: asked at every start. */
  readonly password: string | null;
  /** The new one, while nobody knows whether the server took it. */
  readonly pendingPassword: string | null;
  /** Of the proxy in the settings; `null` where there is none. */
  readonly proxyPassword: string | null;
  readonly status: OwnStatus;
  readonly pinnedCertificate: string | null;
  /** The order in the list. */
  readonly position: number;
};

/** The DSA key of an account, encoded by the engine. */
export type KeyRecord = { readonly accountId: AccountId; readonly key: Uint8Array; readonly madeAtMs: number };

export type FingerprintRecord = {
  readonly accountId: AccountId;
  readonly address: string;
  readonly fingerprint: Fingerprint;
  readonly verified: boolean;
  readonly verifiedAtMs: number | null;
  /** `null` where it is not verified. */
  readonly verifiedHow: VerifiedHow | null;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  /** A key that replaced another one and that the person has not decided on. */
  readonly undecided: boolean;
  /** The highest version of the protocol that it came with; `null` where that is not known. */
  readonly highestVersion: 2 | 3 | null;
};

/** What is allowed and wanted of private messaging with a buddy, or by default. */
export type PolicyRecord = {
  readonly accountId: AccountId;
  /** `null`: the default of the account. */
  readonly address: string | null;
  /** libotr's flags. */
  readonly flags: {
    readonly allowV2: boolean;
    readonly allowV3: boolean;
    readonly requireEncryption: boolean;
    readonly sendWhitespaceTag: boolean;
    readonly startOnWhitespaceTag: boolean;
    readonly startOnError: boolean;
  };
  /** Private conversations are not to be kept. */
  readonly unkept: boolean;
};

/** How many, and when the last of them was. */
export type Guesses = { readonly count: number; readonly lastMs: number };

export type RosterRecord = {
  readonly address: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly subscription: 'none' | 'to' | 'from' | 'both';
  readonly asked: boolean;
};

export interface Store {
  readonly accounts: {
    list(): readonly AccountRecord[];
    put(record: AccountRecord): void;
    /** Removes the account and all that belongs to it, in one transaction. */
    remove(id: AccountId): void;
  };
  readonly keys: {
    get(accountId: AccountId): KeyRecord | null;
    put(record: KeyRecord): void;
  };
  readonly fingerprints: {
    list(accountId: AccountId): readonly FingerprintRecord[];
    of(accountId: AccountId, address: string): readonly FingerprintRecord[];
    put(record: FingerprintRecord): void;
    remove(accountId: AccountId, address: string, fingerprint: Fingerprint): void;
  };
  readonly policies: {
    list(accountId: AccountId): readonly PolicyRecord[];
    put(record: PolicyRecord): void;
    remove(accountId: AccountId, address: string | null): void;
  };
  /** Instance tags, at least 0x100; kept a machine and account. */
  readonly instanceTags: {
    get(accountId: AccountId): number | null;
    put(accountId: AccountId, tag: number): void;
  };
  /** The buddy list as the server last told it, so that the window is readable before the network answers. */
  readonly roster: {
    list(accountId: AccountId): readonly RosterRecord[];
    replace(accountId: AccountId, items: readonly RosterRecord[]): void;
    put(accountId: AccountId, item: RosterRecord): void;
    remove(accountId: AccountId, address: string): void;
  };
  /** Wrong answers of a buddy in SMP since the last right one; none where nothing is kept. */
  readonly guesses: {
    readonly get: (accountId: AccountId, address: string) => Guesses;
    readonly list: (accountId: AccountId) => readonly (Guesses & { readonly address: string })[];
    readonly put: (accountId: AccountId, address: string, guesses: Guesses) => void;
  };
  /** Strangers whom the person accepted by a click. */
  readonly accepted: {
    has(accountId: AccountId, address: string): boolean;
    add(accountId: AccountId, address: string): void;
    remove(accountId: AccountId, address: string): void;
  };
  /** Small values as JSON text, by name. */
  readonly settings: {
    get(name: string): string | null;
    put(name: string, value: string): void;
  };
  transaction<Value>(work: () => Value): Value;
  close(): void;
}
