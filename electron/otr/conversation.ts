import { assert } from '../base/result.ts';
import type { OtrConfig, OtrEffect, OtrEvent, OtrStatus, SessionInfo } from './api.ts';
import type { AkeState, AwaitingDhKey } from './ake.ts';
import type { Assembly } from './fragment.ts';
import { smallestTag } from './instance-tags.ts';
import { Instances } from './instances.ts';
import type { KeyRing } from './key-ring.ts';
import { limits } from './limits.ts';
import type { SmpState } from './smp.ts';

/** The message state with one peer instance. Spec: OTRv3 "Message state". */
export type Session =
  | { readonly at: 'plaintext' }
  | {
      readonly at: 'encrypted';
      readonly info: SessionInfo;
      readonly ring: KeyRing;
      /** Ours in this session, 40 hex digits; the settings may have changed since. */
      readonly ourFingerprint: string;
      readonly smp: SmpState;
      /** When that last moved. */
      readonly smpMovedMs: number;
      /** When we last sent a data message, for the heartbeat. */
      readonly lastSentMs: number;
      /** When a message of theirs last verified. */
      readonly heardMs: number;
    }
  | { readonly at: 'finished'; readonly info: SessionInfo; readonly heardMs: number };

export type Encrypted = Extract<Session, { at: 'encrypted' }>;

/** One device of the peer, known by its instance tag. */
export type Instance = { readonly tag: number; readonly ake: AkeState; readonly session: Session };

/** A typed line that waits for encryption. */
export type Line = { readonly id: string; readonly text: string };

/** A typed line that went out encrypted. */
export type SentLine = Line & {
  readonly session: SessionInfo;
  /** Our key that it went out under, and whether nothing else had gone out under that before. */
  readonly keyId: number;
  readonly isFirst: boolean;
  readonly sentMs: number;
  /** An error message came since. */
  readonly isDoubted: boolean;
  /** What another device agreed on under another key since; the line's own device may still come back for it. */
  readonly passedOver: SessionInfo | null;
};

/** A D-H Commit to nobody in particular, and who has answered it. */
export type Offer = {
  /** The first to answer takes it; each further one gets a commit of its own. */
  readonly commit: AwaitingDhKey | null;
  readonly answeredBy: readonly number[];
  readonly sinceMs: number;
};

/**
 * Everything that the engine knows about one peer address. It is never changed; `step` gives the next one.
 */
export type Conversation = {
  readonly config: OtrConfig;
  /** At most `limits.instances` with a session, and twice as many in all; the least recently used first. */
  readonly instances: Instances;
  /** The instance that typed lines go to; its session is encrypted or finished. `null`: plaintext. */
  readonly focus: number | null;
  /** How the focus is chosen. */
  readonly choice: OtrStatus['choice'];
  /** What went out to whichever instance asked for it; `null` when that is too old. */
  readonly offer: Offer | null;
  /** When the key exchange that is under way last moved; `null` when there is none. */
  readonly startingMs: number | null;
  readonly assemblies: ReadonlyMap<number, Assembly>;
  /** A clear text without a tag came from the peer since plaintext began; then our tags stop. */
  readonly sawPlaintext: boolean;
  /** Lines that wait for encryption, in the order in which they were typed. */
  readonly held: readonly Line[];
  /** Lines that went out encrypted and that nothing shows to have been read, at most `limits.unreadLines`. */
  readonly unread: readonly SentLine[];
  /** Automatic answers of the running window. */
  readonly replies: { readonly sinceMs: number; readonly count: number };
  /** The highest version that a fingerprint has shown here, at most `limits.instances` of them. */
  readonly versions: ReadonlyMap<string, 2 | 3>;
  /** The notice of a message for another of our devices has been given. */
  readonly toldElsewhere: boolean;
  /** Wrong answers in SMP since the peer last showed that it knows a secret, and when the last of them was. */
  readonly guesses: { readonly count: number; readonly lastMs: number };
};

/** The next conversation, the very same object where the input was refused, and what to do. */
export type Step = { readonly next: Conversation; readonly effects: readonly OtrEffect[] };

/** A conversation in plaintext with nothing known about the peer. */
export function newConversation(config: OtrConfig): Conversation {
  assert(config.instanceTag >= smallestTag && config.instanceTag <= 0xffff_ffff, 'an instance tag of our own');
  return {
    config,
    instances: new Instances([]),
    focus: null,
    choice: 'latest',
    offer: null,
    startingMs: null,
    assemblies: new Map(),
    sawPlaintext: false,
    held: [],
    unread: [],
    replies: { sinceMs: 0, count: 0 },
    versions: new Map(),
    toldElsewhere: false,
    guesses: config.smpGuesses ?? { count: 0, lastMs: 0 },
  };
}

/**
 * The same conversation under other settings (policy, message size, key); sessions stay as they are. What was sent to a
 * key that is trusted no longer is not kept for sending again: it was not meant for an unverified one.
 */
export function configure(conversation: Conversation, config: OtrConfig): Conversation {
  assert(config.instanceTag === conversation.config.instanceTag, 'an instance tag is for good');
  const [before, now] = [conversation.config.trustedFingerprints, config.trustedFingerprints];
  const unread = conversation.unread.filter(({ session: { theirFingerprint: key } }) => before?.has(key) !== true || now?.has(key) === true);
  return { ...conversation, config, unread };
}

const plaintext: Session = { at: 'plaintext' };

/** The session that typed lines go to. */
export function focusedSession(conversation: Conversation): Session {
  if (conversation.focus === null) return plaintext;
  return conversation.instances.get(conversation.focus)?.session ?? plaintext;
}

/** An instance as it is known, or a new one in its first state. */
export function instanceOf(conversation: Conversation, tag: number): Instance {
  return conversation.instances.get(tag) ?? { tag, ake: { at: 'none' }, session: plaintext };
}

/**
 * Puts an instance in place, as the most recently used. A new one makes room among those without a session, of which
 * `limits.instances` are enough: the least recently used goes, and which secrets died with it is the caller's to wipe.
 * An instance with a session never goes, since anybody can make up tags.
 */
export function withInstance(
  conversation: Conversation,
  instance: Instance,
): { readonly next: Conversation; readonly evicted: Instance | null } {
  const { instances, unread } = conversation;
  const evicted = instances.has(instance.tag) ? null : oldestStranger(instances);
  const kept = evicted === null ? instances : instances.without(evicted.tag);
  return { next: moved(conversation, kept.withLast(instance), unread), evicted };
}

/** The first of those without a session, where there are as many as may be. */
function oldestStranger(instances: Conversation['instances']): Instance | null {
  const strangers = instances.values().filter(({ session }) => session.at === 'plaintext');
  return strangers.length < limits.instances ? null : strangers[0]!;
}

/**
 * The conversation as a message leaves it. Every field is named here, and in `movedSession`, since both stand in the way
 * of each message, and copying so many fields with a spread takes twenty times as long.
 */
export function moved(conversation: Conversation, instances: Conversation['instances'], unread: Conversation['unread']): Conversation {
  return {
    config: conversation.config,
    instances,
    focus: conversation.focus,
    choice: conversation.choice,
    offer: conversation.offer,
    startingMs: conversation.startingMs,
    assemblies: conversation.assemblies,
    sawPlaintext: conversation.sawPlaintext,
    held: conversation.held,
    unread,
    replies: conversation.replies,
    versions: conversation.versions,
    toldElsewhere: conversation.toldElsewhere,
    guesses: conversation.guesses,
  };
}

/** The session as a message leaves it. */
export function movedSession(session: Encrypted, ring: KeyRing, lastSentMs: number, heardMs: number): Encrypted {
  return {
    at: session.at,
    info: session.info,
    ring,
    ourFingerprint: session.ourFingerprint,
    smp: session.smp,
    smpMovedMs: session.smpMovedMs,
    lastSentMs,
    heardMs,
  };
}

export const nothing: readonly OtrEffect[] = [];

/** Runs a part of an engine step after another, on its outcome. */
export function andThen(first: Step, rest: (next: Conversation) => Step): Step {
  const second = rest(first.next);
  return first.effects.length === 0 ? second : { next: second.next, effects: joined(first.effects, second.effects) };
}

/** Effects behind one another: mostly the ones or the others are none, and then nothing is made. */
export function joined(first: readonly OtrEffect[], second: readonly OtrEffect[]): readonly OtrEffect[] {
  if (first.length === 0) return second;
  return second.length === 0 ? first : [...first, ...second];
}

/** Nothing happened: the same object, no effects. */
export function refuse(conversation: Conversation): Step {
  return { next: conversation, effects: nothing };
}

/** An effect that tells the window something. */
export function tell(event: OtrEvent): OtrEffect {
  return { do: 'tell', event };
}

/** Puts a text that is not encrypted on the network: the typed line `id`, or one of the protocol's own. */
export function sendClear(text: string, id: string | null = null, instance: number | null = null): OtrEffect {
  return { do: 'send', text, id, encrypted: false, instance };
}

/** Overwrites these secrets, if there are any. */
export function wipeOf(secrets: readonly Uint8Array[]): readonly OtrEffect[] {
  return secrets.length === 0 ? nothing : [{ do: 'wipe', secrets }];
}
