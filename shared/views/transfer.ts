/* Moving from one device of a person to another. */

import type { AccountId, Fingerprint } from '../ids.ts';

/**
 * Why a transfer ended with nothing brought in. `code-wrong`: the codes differed, or somebody is in between. `broken`:
 * what came was not what had to come. `refused`: it held what Sotto does not take.
 */
export const transferEnds = [
  'code-wrong',
  'expired',
  'cancelled-by-us',
  'cancelled-by-them',
  'unreachable',
  'timed-out',
  'lost',
  'broken',
  'refused',
  'too-large',
] as const;
export type TransferEnd = (typeof transferEnds)[number];

/** What came from the other device and waits for the person's yes. */
export type TransferFoundView = {
  readonly accounts: readonly {
    readonly address: string;
    readonly isHere: boolean;
    /** `new`: this device has none; `other`: it has another one. */
    readonly key: 'none' | 'new' | 'same' | 'other';
    readonly fingerprint: Fingerprint | null;
    readonly ownFingerprint: Fingerprint | null;
    /** Keys of buddies, and how many of them are verified there. */
    readonly fingerprints: number;
    readonly verified: number;
    readonly hasPassword: boolean;
  }[];
  /** Keys of buddies that are known here without being verified, and are verified there. */
  readonly raised: number;
};

/** Something of the other device that was left out: of an account of ours, for a buddy or the account itself. */
export type TransferSkippedView = {
  readonly account: string;
  readonly buddy: string | null;
  readonly why: 'key-kept' | 'not-verified-here' | 'undecided-here' | 'policy-here';
};

/** What was brought in. */
export type TransferReportView = {
  readonly accounts: readonly {
    readonly address: string;
    readonly added: boolean;
    readonly key: 'brought' | 'same' | 'kept' | 'none';
    /** New keys of buddies; those that became verified here; privacy settings. */
    readonly fingerprints: number;
    readonly verified: number;
    readonly policies: number;
  }[];
  readonly skipped: readonly TransferSkippedView[];
  readonly preferences: boolean;
};

export type TransferStateView =
  /** The old device shows the code, the one secret that goes to the window: it is there to be read, and used once. */
  | { readonly at: 'code'; readonly code: string; readonly expiresAtMs: number }
  /** The new device asks the other for a private conversation. */
  | { readonly at: 'connecting' }
  | { readonly at: 'comparing' }
  | { readonly at: 'moving'; readonly percent: number }
  /** Everything is here and has verified; nothing is written. */
  | { readonly at: 'choosing'; readonly found: TransferFoundView }
  | { readonly at: 'sent' }
  | { readonly at: 'brought'; readonly report: TransferReportView }
  | { readonly at: 'ended'; readonly why: TransferEnd };

/** The transfer that goes on, or that the person has not read the end of. */
export type TransferRunView = { readonly role: 'send' | 'receive'; readonly accountId: AccountId; readonly state: TransferStateView };

export type TransferView = {
  /** Other devices that are signed in to our accounts, by the names that they gave themselves. */
  readonly devices: readonly { readonly accountId: AccountId; readonly resource: string }[];
  readonly run: TransferRunView | null;
};
