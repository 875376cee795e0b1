/* What comes from other programs and goes to them. */

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
