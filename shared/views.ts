import type { FaultCode } from './faults.ts';
import type { AccountId, ConversationId, Fingerprint, TimelineItemId } from './ids.ts';

/*
 * What the window shows, as main computed it. Views hold no key material and no password; peer text in
 * them is always a plain string. Times are milliseconds since the Unix epoch.
 */

// ---------------------------------------------------------------- application

export type Theme = 'system' | 'light' | 'dark';

export type SettingsView = {
  readonly theme: Theme;
  /** Width of the buddy list in CSS pixels. */
  readonly sidebarWidth: number;
  readonly collapsedGroups: readonly string[];
};

/**
 * What stands between the person and their data.
 * `create-passphrase`: the system has no keychain (or only a plain-text one), so a passphrase must seal the vault.
 * `locked`: a passphrase opens it. `open`: the rest of the snapshot is there.
 * `failed`: the vault or the database cannot be read; `fault` says why.
 */
export type VaultView =
  | { readonly at: 'create-passphrase'; readonly why: 'no-keychain' | 'plain-text-keychain' }
  | { readonly at: 'locked'; readonly retryAtMs: number | null }
  | { readonly at: 'open'; readonly sealedBy: 'keychain' | 'passphrase' }
  | { readonly at: 'failed'; readonly fault: FaultCode };

/** Everything that the window needs to stand up. Empty lists while the vault is not open. */
export type Snapshot = {
  readonly revision: number;
  readonly vault: VaultView;
  readonly settings: SettingsView;
  readonly accounts: readonly AccountView[];
  readonly buddies: readonly BuddyView[];
  readonly requests: readonly SubscriptionRequestView[];
  readonly conversations: readonly ConversationView[];
  readonly policies: readonly PolicyView[];
  /** Items of the open conversations. */
  readonly timelines: Readonly<Record<ConversationId, readonly TimelineItem[]>>;
  readonly certificates: readonly CertificateQuestionView[];
  /** The order of the open tabs, and the one in front. */
  readonly tabs: TabsView;
  readonly versions: { readonly sotto: string; readonly runtime: string };
};

export type TabsView = {
  readonly open: readonly ConversationId[];
  readonly front: ConversationId | null;
};

// ---------------------------------------------------------------- accounts

export type Show = 'available' | 'chat' | 'away' | 'extended-away' | 'do-not-disturb' | 'offline';

/** What a person chose for themselves. */
export type OwnStatus = { readonly show: Exclude<Show, 'chat' | 'extended-away'> | 'invisible'; readonly text: string };

export type ConnectionView =
  | { readonly at: 'offline' }
  | { readonly at: 'connecting'; readonly step: 'looking-up' | 'reaching' | 'securing' | 'authenticating' | 'loading' }
  | { readonly at: 'online'; readonly secured: 'tls' | 'pinned' | 'loopback-clear' }
  /** Will try again by itself. */
  | { readonly at: 'waiting'; readonly fault: FaultCode; readonly retryAtMs: number }
  /** Needs the person: `fault` says what. */
  | { readonly at: 'failed'; readonly fault: FaultCode };

export type OwnKeyView =
  | { readonly at: 'none' }
  | { readonly at: 'generating'; /** 0 to 100. */ readonly percent: number }
  | { readonly at: 'ready'; readonly fingerprint: Fingerprint };

export type TlsMode = 'starttls' | 'direct' | 'loopback-clear';

/** The editable part of an account; passwords travel inward only. */
export type AccountSettings = {
  readonly address: string;
  readonly resource: string;
  /** Empty: looked up by SRV. */
  readonly host: string;
  /** `null`: looked up by SRV, else 5222 or 5223. */
  readonly port: number | null;
  /** `null`: whatever SRV offers, always with TLS. */
  readonly tls: TlsMode | null;
  readonly allowPlain: boolean;
  readonly connectAtStart: boolean;
};

export type AccountView = {
  readonly id: AccountId;
  readonly settings: AccountSettings;
  readonly hasPassword: boolean;
  readonly connection: ConnectionView;
  readonly status: OwnStatus;
  readonly key: OwnKeyView;
  /** SHA-256 of the pinned certificate, 64 lower-case hex digits. */
  readonly pinnedCertificate: string | null;
  /** Something was wrong with what the server sent, and the session goes on; since the last sign-in. */
  readonly trouble: FaultCode | null;
};

export type CertificateView = {
  readonly subject: string;
  readonly issuer: string;
  readonly validFromMs: number;
  readonly validToMs: number;
  readonly names: readonly string[];
  /** 64 lower-case hex digits. */
  readonly sha256: string;
};

/** A certificate that the system does not trust, waiting for the person's answer. */
export type CertificateQuestionView = {
  readonly accountId: AccountId;
  readonly host: string;
  readonly reason: Extract<
    FaultCode,
    'certificate-untrusted' | 'certificate-expired' | 'certificate-wrong-name' | 'certificate-pin-changed'
  >;
  readonly certificate: CertificateView;
  /** For `certificate-pin-changed`: what was pinned. Such a certificate is refused; the question only informs. */
  readonly pinnedSha256: string | null;
};

// ---------------------------------------------------------------- buddies

export type ResourceView = {
  readonly resource: string;
  readonly show: Show;
  readonly text: string;
  readonly priority: number;
};

export type PrivacyLevel = 'not-private' | 'unverified' | 'private' | 'finished';

export type BuddyView = {
  /** The id that the conversation with this buddy has or would have. */
  readonly id: ConversationId;
  readonly accountId: AccountId;
  /** The bare address. */
  readonly address: string;
  /** The name that the person gave, or the address' local part. */
  readonly name: string;
  readonly groups: readonly string[];
  readonly subscription: 'none' | 'to' | 'from' | 'both';
  /** Whether our request to see their presence is unanswered. */
  readonly asked: boolean;
  /** The best resource first; empty when offline. */
  readonly resources: readonly ResourceView[];
  readonly show: Show;
  readonly statusText: string;
};

/** Somebody asks to see our presence. */
export type SubscriptionRequestView = {
  readonly accountId: AccountId;
  readonly address: string;
  readonly message: string;
  readonly atMs: number;
};

// ---------------------------------------------------------------- policies

/** The four classic switches of private messaging. Each needs the one before it, apart from the last. */
export type PrivacySwitches = {
  /** Private messaging is there at all. */
  readonly enabled: boolean;
  /** It is offered with what is written in clear, and their offers are taken. */
  readonly automatic: boolean;
  /** Nothing goes out in clear. */
  readonly required: boolean;
  /** Private conversations are not kept. */
  readonly unkept: boolean;
};

/** What holds where nobody chose anything. */
export const defaultSwitches: PrivacySwitches = { enabled: true, automatic: false, required: false, unkept: true };

/** The switches by libotr's names for them. */
export type PolicyName = 'never' | 'manual' | 'opportunistic' | 'always';

/** A choice that the person made: for one buddy, or with `address: null` the default of the account. */
export type PolicyView = {
  readonly accountId: AccountId;
  readonly address: string | null;
  readonly switches: PrivacySwitches;
};

// ---------------------------------------------------------------- conversations

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

/** One line of the manager: a key of somebody, known to one of our accounts. */
export type KnownFingerprintView = FingerprintView & {
  readonly accountId: AccountId;
  readonly address: string;
  /** The buddy's name, as in the list. */
  readonly name: string;
  /** How private the conversation is that uses this key now; `null`: none does. */
  readonly use: PrivacyLevel | null;
};

/** Programs whose files Sotto reads. */
export const movingClients = ['pidgin', 'gajim', 'coyim', 'profanity', 'mcabber', 'irssi', 'weechat'] as const;
export type MovingClient = (typeof movingClients)[number];

/** Something in another program's files that cannot be brought in, by its name there, and why. */
export type SkippedView = {
  readonly name: string;
  readonly why: 'other-protocol' | 'not-an-address' | 'invalid-key' | 'unreadable' | 'encrypted';
};

/** What another program left on this computer. */
export type FindingView = {
  readonly client: MovingClient;
  readonly accounts: readonly {
    readonly address: string;
    readonly hasKey: boolean;
    /** How many keys of other people it knew, and how many of them it trusted. */
    readonly fingerprints: number;
    readonly trusted: number;
    /** What Sotto has already: `same-key` and `other-key` only where both have one. */
    readonly here: 'nothing' | 'account' | 'same-key' | 'other-key';
  }[];
  readonly skipped: readonly SkippedView[];
};

/** Programs whose way of naming accounts an export follows; the files themselves are libotr's. */
export const exportStyles = ['pidgin', 'profanity', 'mcabber'] as const;
export type ExportStyle = (typeof exportStyles)[number];

/** One text that the deniability lab recorded. */
export type RecordedView = {
  readonly index: number;
  readonly from: 'me' | 'them';
  readonly atMs: number;
  readonly kind: 'dh-commit' | 'dh-key' | 'reveal-signature' | 'signature' | 'key-exchange' | 'data' | 'other';
  /** Its beginning, as it stood on the wire, and its whole length. */
  readonly wire: string;
  readonly length: number;
  /** How many MAC keys it gives away. */
  readonly revealed: number;
  /** What it said, where it came from them and we read it. */
  readonly said: string | null;
  /** Its MAC key has been given away, so that anybody can write it anew. */
  readonly isForgeable: boolean;
};
export type LabView = { readonly recording: boolean; readonly messages: readonly RecordedView[] };

/** What became of one account that was brought in. */
export type MovedView = {
  readonly address: string;
  readonly added: boolean;
  /** `kept`: Sotto had another key and kept it. */
  readonly key: 'brought' | 'same' | 'kept' | 'none';
  /** New ones, and those whose trust is new. */
  readonly fingerprints: number;
  readonly verified: number;
};

/** A key that differs from the one known before. Sending waits until the person decided. */
export type ChangedKeyView = {
  readonly before: FingerprintView;
  readonly now: FingerprintView;
};

/**
 * What became of a run of SMP.
 * `verified`: both knew the same, and the key is trusted now. `proved`: we knew the answer to their question, which
 * proves us to them and not them to us. `failed`: the two were different. `cheated`: a proof of theirs was wrong.
 * `session-over`: the private conversation ended or was replaced. `cancelled-by-them` is also what both see when both
 * began at the same moment.
 */
export const authenticationOutcomes = [
  'verified',
  'proved',
  'failed',
  'cheated',
  'cancelled-by-us',
  'cancelled-by-them',
  'timed-out',
  'session-over',
] as const;
export type AuthenticationOutcome = (typeof authenticationOutcomes)[number];

/** A run of SMP, from its beginning until the person has read what came of it. */
export type AuthenticationView = {
  /** Counts the runs of a conversation. */
  readonly run: number;
  readonly startedBy: 'us' | 'them';
  /** What is asked, theirs cut to `limits.questionLength`; `null` where both are to know a shared secret. */
  readonly question: string | null;
  /** The key in whose session it runs. */
  readonly fingerprint: Fingerprint;
  readonly state:
    /** They wait for what we know. */
    | { readonly at: 'asked' }
    /** `awaited`: their answer to us, or the program's proof that the two are the same. */
    | { readonly at: 'running'; readonly awaited: 'answer' | 'proof' }
    | { readonly at: 'ended'; readonly outcome: AuthenticationOutcome };
};

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
};

/** How a message travelled: in clear, encrypted, or encrypted to and from a key that was verified at that time. */
export type MessageMark = 'clear' | 'encrypted' | 'verified';

export type DeliveryState =
  /** Kept here until it can go out encrypted; until then it can be taken back. */
  | { readonly at: 'waiting' }
  /** Handed to the network layer, not acknowledged by the server yet. */
  | { readonly at: 'sending' }
  | { readonly at: 'sent' }
  | { readonly at: 'failed'; readonly fault: FaultCode };

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
  /** The peer's text was longer than what is shown. */
  readonly cut: boolean;
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
  'unrecognised',
  'encrypted-elsewhere',
  'encrypted-missed',
  'offer-missed',
  'not-sent-finished',
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
