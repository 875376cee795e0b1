/* What comes from other programs and goes to them. */

import type { FaultCode } from '../faults.ts';
import type { Fingerprint } from '../ids.ts';
import type { ProxySettings } from './accounts.ts';

/** Programs whose files Sotto reads; `files`: those in a folder that the person chose, whatever program left them. */
export const movingClients = ['pidgin', 'adium', 'gajim', 'coyim', 'profanity', 'mcabber', 'irssi', 'weechat', 'files'] as const;
export type MovingClient = (typeof movingClients)[number];

/**
 * Something in another program's files that is not brought in, by its name there, and why. `further-key`: an account
 * has several keys, and the first counts. `too-many`: beyond what is taken of one program. `instance-tag`: it belongs to that program on that machine. `more`: how
 * many further reasons there are. `undecided-here`, `not-verified-here`: the trust in a buddy's key that is known here.
 */
export type SkippedView = {
  readonly name: string;
  readonly why:
    | 'other-protocol'
    | 'key-of-other-protocol'
    | 'not-an-address'
    | 'invalid-key'
    | 'further-key'
    | 'bad-line'
    | 'unreadable'
    | 'instance-tag'
    | 'undecided-here'
    | 'not-verified-here'
    | 'policy-here'
    | 'policy-laxer'
    | 'proxy-here'
    | 'too-many'
    | 'more';
};

/** What another program left on this computer. */
export type FindingView = {
  /** Names the finding in the commands; chosen ones are known until the next search. */
  readonly id: string;
  readonly client: MovingClient;
  /** What the person chose, by its last name; `null` for a usual place. */
  readonly chosen: string | null;
  /** There is a file that a passphrase opens. */
  readonly locked: boolean;
  readonly accounts: readonly {
    readonly address: string;
    readonly hasKey: boolean;
    /** How many keys of other people it knew, and how many of them it trusted. */
    readonly fingerprints: number;
    readonly trusted: number;
    /** How many buddies have a name or groups there. */
    readonly buddies: number;
    /** How many of them have privacy settings there, the account itself among them. */
    readonly policies: number;
    /** What a new account goes through here as it did there; `unusable`: Sotto cannot have that, and the account does not come. */
    readonly proxy: Pick<ProxySettings, 'kind' | 'host' | 'port'> | 'unusable' | null;
    /** What Sotto has already: `same-key` and `other-key` only where both have one. */
    readonly here: 'nothing' | 'account' | 'same-key' | 'other-key';
  }[];
  readonly skipped: readonly SkippedView[];
};

/** Programs whose way of naming accounts an export follows; the files themselves are libotr's. */
export const exportStyles = ['pidgin', 'profanity', 'mcabber', 'irssi'] as const;
export type ExportStyle = (typeof exportStyles)[number];

/** What became of one account that was brought in. */
export type MovedView = {
  readonly address: string;
  /** Why nothing at all of it is here; `null` where it is. */
  readonly fault: FaultCode | null;
  readonly added: boolean;
  /** `kept`: Sotto had another key and kept it. */
  readonly key: 'brought' | 'same' | 'kept' | 'none';
  /** New ones, and how many of them are verified by it. */
  readonly fingerprints: number;
  readonly verified: number;
  /** Buddies' names and groups that are taken over where the account's own list has none. */
  readonly buddies: number;
  /** Privacy settings, of buddies and of the account. */
  readonly policies: number;
  /** Whose trust or settings were left out, and why. */
  readonly skipped: readonly SkippedView[];
};

/** A file with keys of the person's own. */
export type KeyFileView = {
  readonly name: string;
  /** A passphrase opens it; until then nothing of it is known. */
  readonly locked: boolean;
  readonly keys: readonly {
    /** Whose it is, as the file says; `null` where it says nothing. */
    readonly owner: string | null;
    readonly fingerprint: Fingerprint;
  }[];
  /** How many keys in it are not valid, and so cannot be used. */
  readonly refused: number;
};
