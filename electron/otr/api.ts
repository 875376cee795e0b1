/**
 * The types of the engine's door.
 *
 * The engine is a pure function: a conversation, an input and an environment give the next conversation
 * and a list of effects for the caller to run, in order. It has no timers, files, sockets or clock; time
 * arrives as `atMs` on every input, in milliseconds since the Unix epoch. Inputs from the network never
 * make it throw, and one that fails a check gives back the same conversation object.
 */
import type { Rng } from '../base/ports.ts';
import type { OtrEvent, SessionInfo } from './events.ts';
import type { Primitives } from './primitives/provider.ts';

export type { OtrEvent, SessionInfo } from './events.ts';

/** libotr's policy flags. Version 1 is never spoken. */
export type OtrPolicy = {
  readonly allowV2: boolean;
  readonly allowV3: boolean;
  readonly requireEncryption: boolean;
  readonly sendWhitespaceTag: boolean;
  readonly startOnWhitespaceTag: boolean;
  readonly startOnError: boolean;
};

/** A DSA private key: 1024-bit p, 160-bit q; every number big-endian without leading zeros. */
export type DsaPrivateKey = {
  readonly p: Uint8Array;
  readonly q: Uint8Array;
  readonly g: Uint8Array;
  readonly y: Uint8Array;
  readonly x: Uint8Array;
};

export type OtrConfig = {
  readonly key: DsaPrivateKey;
  /** At least 0x100. Kept a machine and account. */
  readonly instanceTag: number;
  readonly policy: OtrPolicy;
  /** The longest text that the network carries in one message, in bytes; `null` when it has no limit. */
  readonly maxMessageSize: number | null;
  /** Fill data messages up to whole blocks, so that their length tells less. On unless it is `false`. */
  readonly padding?: boolean;
  /**
   * The highest version that each of the peer's fingerprints has shown in earlier conversations; what this
   * one sees is added by itself. Without it only this conversation is guarded against downgrade.
   */
  readonly knownVersions?: ReadonlyMap<string, 2 | 3>;
  /** What `smp-guesses` last told of this peer, so that a restart gives no fresh tries; only read at the beginning. */
  readonly smpGuesses?: { readonly count: number; readonly lastMs: number };
  /**
   * Lines that waited for encryption go out only at a `release` input, so that the person can be asked about
   * the key first. Unless it is `true` they go out as soon as a session stands.
   */
  readonly holdUntilReleased?: boolean;
  /** What the person trusts of the peer's fingerprints: for choosing the most secure device, and for what may go out again. */
  readonly trustedFingerprints?: ReadonlySet<string>;
};

export type OtrEnv = {
  /** Throws when the source fails; the engine then fails closed and tells `random-failed`. */
  readonly random: Rng;
  readonly primitives: Primitives;
};

export type OtrInput =
  /** Text from the network, direct from the peer (no carbons, no archive, no delayed delivery). */
  | { readonly kind: 'receive'; readonly text: string; readonly atMs: number }
  /** A line that the person typed. `id` comes back on its `send` effect or `held` or `not-sent` event. */
  | { readonly kind: 'send'; readonly id: string; readonly text: string; readonly atMs: number }
  /**
   * Takes a line back that waits for encryption; `withdrawn` answers. Where it is out already nothing does, but it does not go
   * out again by itself.
   */
  | { readonly kind: 'withdraw'; readonly id: string; readonly atMs: number }
  /** Lets the lines that wait go out, in a private conversation; in any other they go on waiting. */
  | { readonly kind: 'release'; readonly atMs: number }
  /** Offers a private conversation (the query message); in a private or finished one, a refresh. */
  | { readonly kind: 'start'; readonly atMs: number }
  /** Ends the private conversation: TLV 1 goes out, the state becomes plaintext. */
  | { readonly kind: 'end'; readonly atMs: number }
  /**
   * Asks the peer to show that it knows the same secret (SMP); both texts are compared in NFC. `question`:
   * what the secret is the answer to. `instance`: in the session with that device rather than in the one
   * that typed lines go to; so below.
   */
  | {
      readonly kind: 'smp-start';
      readonly secret: string;
      readonly question?: string | null;
      readonly instance?: number;
      readonly atMs: number;
    }
  /** Answers an `smp` event that said `asked`. */
  | { readonly kind: 'smp-answer'; readonly secret: string; readonly instance?: number; readonly atMs: number }
  /** Declines to answer, or gives up a run of our own. */
  | { readonly kind: 'smp-abort'; readonly instance?: number; readonly atMs: number }
  /**
   * Agrees on an extra symmetric key for a use outside of the conversation (file transfer, say). `use`: 32
   * bits; `data`: at most 65,531 bytes that go with it.
   */
  | {
      readonly kind: 'extra-key';
      readonly use: number;
      readonly data: Uint8Array;
      readonly instance?: number;
      readonly atMs: number;
    }
  /**
   * Says which device typed lines go to, where several have a session: the one that agreed on its session
   * last (from the beginning); the most secure one (encrypted, then trusted, then heard last); the one heard
   * last; or one by its instance tag, until its session ends. One without a session is not chosen. New trust
   * counts from the next message or session, or when this is said again.
   */
  | { readonly kind: 'choose-device'; readonly device: 'latest' | 'best' | 'recent' | number; readonly atMs: number }
  /** Time passed: lets key exchanges, runs of SMP, half-received messages and kept lines expire. */
  | { readonly kind: 'tick'; readonly atMs: number };

export type OtrEffect =
  /**
   * Put this text on the network. `id`: the typed line that it carries, on the last fragment where there
   * are several; `null` for the protocol's own texts and for fragments before the last. `instance`: the
   * peer's device that it is for, by `SessionInfo.theirInstance`, so 0 in version 2; `null` for whichever
   * reads at the peer's address.
   */
  | {
      readonly do: 'send';
      readonly text: string;
      readonly id: string | null;
      readonly encrypted: boolean;
      readonly instance: number | null;
    }
  /** Show the peer's text. `encrypted: false` while private or finished comes with an `unencrypted` event first. */
  | {
      readonly do: 'deliver';
      readonly text: string;
      readonly encrypted: boolean;
      /**
       * The session that the text came in; `null` for clear text. A buddy with several devices can have a
       * session on each, so a mark such as "verified" follows this one's fingerprint, not the status.
       */
      readonly session: SessionInfo | null;
    }
  | { readonly do: 'tell'; readonly event: OtrEvent }
  /** These secrets died with this step: overwrite them once the next state has replaced the old. */
  | { readonly do: 'wipe'; readonly secrets: readonly Uint8Array[] };

export type OtrStatus = {
  readonly at: 'plaintext' | 'encrypted' | 'finished';
  /** While encrypted, and in finished the session that ended. */
  readonly session: SessionInfo | null;
  /** A key exchange is under way. */
  readonly starting: boolean;
  /** How the device that typed lines go to is chosen. */
  readonly choice: 'latest' | 'best' | 'recent' | number;
  /** Every device with a session, or one that the peer ended; the one heard last comes first. */
  readonly devices: readonly {
    readonly at: 'encrypted' | 'finished';
    readonly session: SessionInfo;
    /** When a message of its session last verified, or the session was agreed. */
    readonly heardMs: number;
    /** Typed lines go there. */
    readonly isChosen: boolean;
  }[];
};
