/**
 * What is kept: records of the encrypted database, one repository a kind.
 *
 * Every write is durable when the call returns (SQLCipher in WAL mode with `synchronous = FULL`, or better).
 * All calls are synchronous; they throw a `Fault` (`storage-failed`, `storage-corrupt`). Times are
 * milliseconds since the Unix epoch. Addresses are bare and normalised.
 */
import type { AccountSettings, HistoryMarks, MessageItem, OwnStatus, PrivacyLevel, VerifiedHow } from '../../shared/views.ts';
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

/** Addresses that are one person, in the order of preference. */
export type PersonRecord = {
  readonly id: string;
  readonly members: readonly { readonly accountId: AccountId; readonly address: string }[];
};

/** A text that was typed and not sent, with the most private level that the person saw while typing. */
export type DraftRecord = { readonly accountId: AccountId; readonly address: string; readonly text: string; readonly typedFor: PrivacyLevel };

/** A picture that was checked: its SHA-1, what it really is, and its bytes. */
export type PictureRecord = {
  readonly hash: string;
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  readonly bytes: Uint8Array;
};

/** A message in the history. `id` grows with every message and is never given out again. The text is in NFC. */
export type KeptMessage = Pick<MessageItem, 'atMs' | 'from' | 'text' | 'mark' | 'arrivedUnencrypted' | 'delivery' | 'cut'> & {
  readonly id: number;
  readonly accountId: AccountId;
  readonly address: string;
  readonly resent: boolean;
  /** Another device of the account sent it. */
  readonly elsewhere?: boolean | undefined;
  /** What it said before it was corrected, the oldest first. */
  readonly former?: readonly string[] | undefined;
};

/** A part of the history. `null`: all of them; `address` only with an account; from `fromMs` on, and before `toMs`. */
export type HistoryScope = {
  readonly accountId: AccountId | null;
  readonly address: string | null;
  readonly marks: HistoryMarks;
  readonly fromMs: number | null;
  readonly toMs: number | null;
};

/** A message that was found. `hits`: where the words are in its text, in UTF-16 code units, from and to. */
export type HistoryHit = { readonly message: KeptMessage; readonly hits: readonly (readonly [number, number])[] };

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
  /** What the person noted about buddies; an empty note is none. */
  readonly notes: {
    list(accountId: AccountId): readonly { readonly address: string; readonly note: string }[];
    put(accountId: AccountId, address: string, note: string): void;
  };
  /** Which buddies are one person; an address belongs to one at most. */
  readonly persons: {
    list(): readonly PersonRecord[];
    /** Takes the place of what was kept of this person; without members nothing is. */
    put(record: PersonRecord): void;
  };
  /** What people say of themselves: a name, and a checked picture. 16 MB of pictures are kept, those that came last. */
  readonly profiles: {
    /** `hash`: SHA-1 of the picture, 40 hex digits; `null` where there is none. */
    list(accountId: AccountId): readonly { readonly address: string; readonly nick: string; readonly hash: string | null }[];
    hash(accountId: AccountId, address: string): string | null;
    picture(accountId: AccountId, address: string): PictureRecord | null;
    putPicture(accountId: AccountId, address: string, picture: PictureRecord | null): void;
    putNick(accountId: AccountId, address: string, nick: string): void;
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
  /** At most one a conversation; they go with their account. */
  readonly drafts: {
    list(): readonly DraftRecord[];
    put(draft: DraftRecord): void;
    remove(accountId: AccountId, address: string): void;
  };
  /** Small values as JSON text, by name. */
  readonly settings: {
    get(name: string): string | null;
    put(name: string, value: string): void;
  };
  /** Messages that the person wants kept. */
  readonly history: {
    /** Adds a message and gives its id. `not-found` where the account is gone. */
    add(message: Omit<KeptMessage, 'id'>): number;
    /** Puts a message back that was removed, under its id. */
    restore(message: KeptMessage): void;
    /** Changes what can change of a message; one that is gone stays gone. */
    /** `stanzaId`: what it went out under; `null` leaves what is there. */
    update(id: number, change: Pick<KeptMessage, 'atMs' | 'mark' | 'delivery' | 'resent'> & { readonly stanzaId: string | null }): void;
    /** The line to an address that went out under this id, if it is among the newest of its conversation. */
    sentAs(accountId: AccountId, address: string, stanzaId: string): KeptMessage | null;
    /** Puts another text in the place of a message's, in the index too; one that is gone stays gone. */
    correct(id: number, change: { readonly text: string; readonly cut: boolean; readonly former: readonly string[] }): void;
    get(id: number): KeptMessage | null;
    /** Messages of a conversation next to one of them, the oldest first; with `id: null` its newest or oldest ones. */
    page(accountId: AccountId, address: string, edge: { readonly side: 'before' | 'after'; readonly id: number | null }, count: number): readonly KeptMessage[];
    /** All conversations of which something is kept. */
    conversations(): readonly { readonly accountId: AccountId; readonly address: string }[];
    /** The id of the newest message, 0 where there is none. */
    lastId(): number;
    count(scope: HistoryScope): number;
    /** The newest messages below an id that hold all the words, each whole or as the beginning of one, whatever their accents and case. */
    search(words: readonly string[], scope: HistoryScope, beforeId: number | null, count: number): readonly HistoryHit[];
    /** Removes a message and gives it, `null` where it is gone already. */
    remove(id: number): KeptMessage | null;
    /** Removes a step's worth of what a scope has up to an id, and says how many; called until it says 0. */
    removeSome(scope: HistoryScope, upToId: number): number;
    /**
     * Tidies up after removals, a step at a time; says whether there is more to do. `isFirst`: begins anew. After the
     * last step no page of the files holds what was removed.
     */
    settle(isFirst: boolean): boolean;
  };
  /** Whether what is said in clear with a buddy is kept, where the person chose. */
  readonly historyChoices: {
    list(): readonly { readonly accountId: AccountId; readonly address: string; readonly keepsClear: boolean }[];
    /** `null`: as by default. */
    put(accountId: AccountId, address: string, keepsClear: boolean | null): void;
  };
  transaction<Value>(work: () => Value): Value;
  close(): void;
}

/** What can be done for data that is damaged. Nothing of it is ever removed or written over. */
export type Rescue = {
  /** Copies everything, encrypted as it is, into a new folder inside of `folder`; gives its name. Throws `Fault` (`storage-failed`). */
  copyInto(folder: string): string;
  /** Moves everything into a new folder inside of the profile, so that the next start is a first one; gives its name. Throws `Fault` (`storage-failed`). */
  setAside(): string;
};
