import type { AccountId, Fingerprint } from '../ids.ts';
import type { PrivacyLevel } from './conversations.ts';

/* Other people's keys and what the person decided about them. */

/** How a person came to trust a key: by a question of their own, by a shared secret, by comparing fingerprints, or in another program. */
export const verifiedHows = ['question', 'secret', 'by-hand', 'imported'] as const;
export type VerifiedHow = (typeof verifiedHows)[number];

export type FingerprintView = {
  readonly fingerprint: Fingerprint;
  readonly verified: boolean;
  readonly verifiedAtMs: number | null;
  readonly verifiedHow: VerifiedHow | null;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
};

/** What tells a known key from every other one. */
export type FingerprintName = {
  readonly accountId: AccountId;
  /** The buddy's bare address. */
  readonly address: string;
  readonly fingerprint: Fingerprint;
};

/** One line of the manager: a key of somebody, known to one of our accounts. */
export type KnownFingerprintView = FingerprintView & FingerprintName & {
  /** The buddy's name, as in the list. */
  readonly name: string;
  /** How private the conversation is in which a device uses this key now; `null`: none does. */
  readonly use: PrivacyLevel | null;
};

/** A key that differs from the one known before. Sending waits until the person decided. */
export type ChangedKeyView = {
  readonly before: FingerprintView;
  readonly now: FingerprintView;
};
