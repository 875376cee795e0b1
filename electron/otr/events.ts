/*
 * What the engine tells, with the session that it speaks of. README.md has libotr's name for each and what the
 * window should say.
 */

export type SessionInfo = {
  readonly version: 2 | 3;
  /** 40 lower-case hex digits. */
  readonly theirFingerprint: string;
  /** 0 in version 2, which knows no devices. */
  readonly theirInstance: number;
  /** 16 hex digits, and the half that the protocol shows in bold. */
  readonly sessionId: { readonly hex: string; readonly bold: 'first' | 'second' };
};

/** What happened, for the window's words. libotr's message events have their counterpart here. */
export type OtrEvent =
  | { readonly kind: 'key-exchange-started' }
  /** `refreshed`: the same fingerprint as the device's session before, or as the one that typed lines went to. */
  | { readonly kind: 'session-started'; readonly session: SessionInfo; readonly refreshed: boolean }
  /** Typed lines go to another device from now on, as was asked by `choose-device`. */
  | { readonly kind: 'device-chosen'; readonly session: SessionInfo }
  /** The session with one device was ended, since another agreed on one and there were too many; lines did not go there. */
  | { readonly kind: 'device-dropped'; readonly session: SessionInfo }
  | { readonly kind: 'session-ended'; readonly by: 'us' | 'them'; readonly session: SessionInfo }
  | { readonly kind: 'key-exchange-expired' }
  /** A typed line waits for encryption: it goes out encrypted, comes back by `withdraw`, or waits on. */
  | { readonly kind: 'held'; readonly id: string }
  | { readonly kind: 'withdrawn'; readonly id: string }
  /** A line that an error message put in doubt, before a refresh or after it, went out again, marked "[resent]", to the key that it went to before. */
  | { readonly kind: 'resent'; readonly id: string }
  /**
   * It did not: `session` has another key, or a lower version than that line had, or than that key has shown. Where that is
   * another device's, the line's own had a minute to come back for it. A `send` of the same line is the person's consent.
   */
  | { readonly kind: 'not-resent'; readonly id: string; readonly session: SessionInfo; readonly why: 'other-key' | 'lower-version' }
  /** `no-version`: encryption is required, and the policy allows no version in which there could be any. */
  | { readonly kind: 'not-sent'; readonly id: string; readonly why: 'finished' | 'no-version' | 'random-failed' | 'too-long' }
  /** The next `deliver` arrived in clear though it should not have. */
  | { readonly kind: 'unencrypted' }
  /** Encrypted text arrived, but there is no session here for it. */
  | { readonly kind: 'not-private' }
  | { readonly kind: 'unreadable' }
  /** It cannot be taken apart; or it belongs to a key exchange and does not check out, which goes on without it. */
  | { readonly kind: 'malformed' }
  | { readonly kind: 'unrecognised' }
  /** Our own message came back. */
  | { readonly kind: 'reflected' }
  /** A message for another of our devices was dropped; told once a conversation. */
  | { readonly kind: 'other-instance' }
  /** The peer's `?OTR Error:` text, not authenticated. */
  | { readonly kind: 'peer-error'; readonly text: string }
  /** Only versions that we do not speak were offered. */
  | { readonly kind: 'version-refused' }
  | { readonly kind: 'heartbeat-sent' }
  | { readonly kind: 'heartbeat-received' }
  /**
   * What became of a run of SMP, in whose session. Trust is the caller's: `succeeded` speaks for
   * `session.theirFingerprint`, and where they began with a question it only shows that we knew the answer;
   * `failed` and `cheated` take no trust away. `percent` rises from 10 to 100.
   */
  | {
      readonly kind: 'smp';
      readonly state: 'asked' | 'progress' | 'succeeded' | 'failed' | 'aborted' | 'cheated';
      readonly startedBy: 'us' | 'them';
      readonly question: string | null;
      readonly percent: number;
      readonly session: SessionInfo;
    }
  /** The wrong answers of this peer since the last one that showed what they know, and when the last was: to be kept, and given to the next conversation. */
  | { readonly kind: 'smp-guesses'; readonly count: number; readonly lastMs: number }
  /** An `smp-` input did nothing. `waitMs`: for how long after too many wrong answers; else 0. */
  | {
      readonly kind: 'smp-refused';
      readonly why: 'not-private' | 'under-way' | 'not-asked' | 'wait' | 'empty' | 'too-long';
      readonly waitMs: number;
    }
  /** Both sides have this key now: 32 bytes, which are the caller's to wipe. Nothing but `use` says what for. */
  | {
      readonly kind: 'extra-key';
      readonly by: 'us' | 'them';
      readonly use: number;
      readonly data: Uint8Array;
      readonly key: Uint8Array;
      readonly session: SessionInfo;
    }
  | { readonly kind: 'extra-key-refused'; readonly why: 'not-private' | 'too-long' }
  /**
   * The peer's key came with a lower version than it has shown before: somebody may have rewritten the offer
   * on its way. `refused`: no session came of it, since the policy requires encryption.
   */
  | {
      readonly kind: 'downgraded';
      readonly theirFingerprint: string;
      readonly version: 2 | 3;
      readonly highest: 2 | 3;
      readonly refused: boolean;
    }
  | { readonly kind: 'random-failed' };
