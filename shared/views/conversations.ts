import type { AccountId, ConversationId, Fingerprint, TimelineItemId } from '../ids.ts';
import type { AuthenticationView } from './authentication.ts';
import type { ChangedKeyView, FingerprintView } from './fingerprints.ts';
import type { PolicyName } from './policies.ts';

/* Conversations, how private they are, and with which devices. */

export type PrivacyLevel = 'not-private' | 'unverified' | 'private' | 'finished';

/** How the device that lines go to is chosen: the last that agreed on a session, the most secure, the last heard, or one. */
export type DeviceChoice = 'latest' | 'best' | 'recent' | 'one';

/** A device of a buddy that has a session with us, or had one that it ended. */
export type DeviceView = {
  /** Its instance tag, 32 bits; 0 in version 2. */
  readonly instance: number;
  /** Its name, which is the buddy's choice; `null` while it is not known. */
  readonly resource: string | null;
  readonly privacy: PrivacyLevel;
  readonly fingerprint: Fingerprint;
  /** Lines go there. */
  readonly isChosen: boolean;
};

export type ConversationView = {
  readonly id: ConversationId;
  readonly accountId: AccountId;
  readonly address: string;
  readonly name: string;
  /** Whether this person is in the buddy list or was accepted by a click. Others get no answer from the engine. */
  readonly accepted: boolean;
  readonly privacy: PrivacyLevel;
  /** What is allowed and wanted here, by the buddy's switches or the account's. */
  readonly policy: PolicyName;
  /** A key exchange is under way. */
  readonly starting: boolean;
  /** The session's protocol version, while private. */
  readonly version: 2 | 3 | null;
  /** Session id, 16 hex digits, and which half is to be shown in bold; while private. */
  readonly sessionId: { readonly hex: string; readonly bold: 'first' | 'second' } | null;
  /** The peer's key in the running or just finished session. */
  readonly theirs: FingerprintView | null;
  readonly ours: Fingerprint | null;
  readonly changedKey: ChangedKeyView | null;
  /** The deniability lab keeps what goes over the network. */
  readonly recording: boolean;
  readonly authentication: AuthenticationView | null;
  /** Too many wrong answers: until then nobody can authenticate. `null` when that is over. */
  readonly authenticationRestsUntilMs: number | null;
  /** The device that messages go to, once known. */
  readonly resource: string | null;
  /** All devices with a session, the one heard last first. */
  readonly devices: readonly DeviceView[];
  readonly deviceChoice: DeviceChoice;
  readonly unread: number;
  /** They are writing something, as their program says; nobody vouches for that. */
  readonly typing: boolean;
  /** The line of ours that can be corrected: the last one, said here and in clear. */
  readonly correctable: TimelineItemId | null;
};
