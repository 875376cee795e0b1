import type { FaultCode } from '../faults.ts';
import type { TimelineItemId } from '../ids.ts';

/* What stands in a conversation. */

/** How a message travelled: in clear, encrypted, or encrypted to and from a key that was verified at that time. */
export type MessageMark = 'clear' | 'encrypted' | 'verified';

export type DeliveryState =
  /**
   * Kept here until it can go out encrypted, or, as the connection was lost before the server had it, until it can go out
   * anew; until then it can be taken back.
   */
  | { readonly at: 'waiting'; readonly why?: 'connection' }
  /** Handed to the network layer, not acknowledged by the server yet. */
  | { readonly at: 'sending' }
  | { readonly at: 'sent' }
  /** The buddy's program says that it arrived. */
  | { readonly at: 'delivered' }
  /** It went out, but they may not have read it, and it was not sent again: their key is another one now, or the version an older one. */
  | { readonly at: 'doubtful'; readonly why: 'other-key' | 'lower-version' }
  | { readonly at: 'failed'; readonly fault: FaultCode }
  /** Of an earlier run, in which it did not go out, or was not known to have when that ended. */
  | { readonly at: 'over'; readonly sent: 'no' | 'unknown' };

export type MessageItem = {
  readonly kind: 'message';
  readonly id: TimelineItemId;
  readonly atMs: number;
  readonly from: 'me' | 'them';
  readonly text: string;
  readonly mark: MessageMark;
  /** It came in clear while the conversation was private or finished, or though encryption is required. */
  readonly arrivedUnencrypted: boolean;
  /** Only for `from: 'me'`. */
  readonly delivery: DeliveryState | null;
  /** Another device of the account sent it. */
  readonly elsewhere?: boolean;
  /** What stood here before it was corrected, the oldest first. */
  readonly former?: readonly string[];
  /** They could not read it, so it went out once more. */
  readonly resent?: boolean;
  /** The peer's text was longer than what is shown. */
  readonly cut: boolean;
  /** It is in the history, under the same id. */
  readonly kept?: boolean;
  /** It was said before Sotto was started this time. */
  readonly earlier?: boolean;
};

/** Quiet centred lines. The renderer has words for each code. */
export const noticeCodes = [
  'private-starting',
  'private-started',
  'private-started-unverified',
  'private-refreshing',
  'private-refreshed',
  'private-ended-by-us',
  'private-ended-by-them',
  'verified',
  'unverified',
  'peer-offline-still-private',
  'key-changed',
  'key-change-accepted',
  'lab-recording',
  'lab-stopped',
  'unreadable',
  'not-private-here',
  'malformed',
  'reflected',
  'other-instance',
  'peer-error',
  'device-chosen',
  'device-dropped',
  'unrecognised',
  'encrypted-elsewhere',
  'encrypted-missed',
  'offer-missed',
  'random-failed',
  'stranger-waiting',
  'key-exchange-timeout',
  'refresh-timeout',
  'version-refused',
  'downgraded',
  'downgrade-refused',
  'authentication-question-sent',
  'authentication-secret-sent',
  'authentication-question-came',
  'authentication-secret-came',
  'authentication-verified',
  'authentication-proved',
  'authentication-failed',
  'authentication-cheated',
  'authentication-cancelled-by-us',
  'authentication-cancelled-by-them',
  'authentication-timed-out',
  'authentication-session-over',
] as const;
export type NoticeCode = (typeof noticeCodes)[number];

export type NoticeItem = {
  readonly kind: 'notice';
  readonly id: TimelineItemId;
  readonly atMs: number;
  readonly code: NoticeCode;
  /** The peer's error text for `peer-error` (plain text, not authenticated); the device's name for `device-chosen`; what was asked for `authentication-question-…`. */
  readonly peerText: string | null;
};

export type TimelineItem = MessageItem | NoticeItem;
