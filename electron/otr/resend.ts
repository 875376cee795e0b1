import { assert } from '../base/result.ts';
import type { OtrEffect, OtrEnv, SessionInfo } from './api.ts';
import {
  andThen,
  instanceOf,
  joined,
  nothing,
  refuse,
  tell,
  type Conversation,
  type Encrypted,
  type Line,
  type SentLine,
  type Step,
} from './conversation.ts';
import { downgradeOf } from './downgrade.ts';
import { sentUnder } from './key-ring.ts';
import { limits } from './limits.ts';
import { sendData } from './outgoing.ts';
import type { DataMessage } from './wire/message.ts';

/*
 * Lines that the peer may not have been able to read, and what becomes of them after a new key exchange.
 *
 * A line is done with once a data message comes that shows so (`acknowledge`). Until then, and for a minute at
 * most, it is kept, also through a refresh. If an error message comes meanwhile it goes out once more: in the session
 * that has taken the place of its own, or else in the next one, and only with the same fingerprint and no lower version.
 * Where another device comes first, under another key, the line waits for its own until its minute is over.
 * Errors are not authenticated: whoever forges one can have a line repeated to its reader, and gets no text with a key
 * of their own, nor under the lesser keys of an old version.
 * Spec: OTRv3 "User types a message to be sent" ("Store the plaintext message for possible retransmission").
 */

/** What libotr puts before a line that goes out again. */
const mark = '[resent] ';

/**
 * What is kept with a line that goes out in a session, which is given as it was before that; the oldest gives way. One that goes
 * out by the person's hand for the second time counts as it goes out now.
 */
export function remember(
  conversation: Conversation,
  { info, ring }: Encrypted,
  line: Line,
  atMs: number,
): { readonly unread: Conversation['unread']; readonly effects: readonly OtrEffect[] } {
  const keyId = ring.ourKeyId - 1;
  const isFirst = sentUnder(ring, keyId) === 0;
  const { id, text } = line;
  const others = without(conversation.unread, id);
  let [length, from, effects] = [lengthOf(others) + text.length, 0, nothing];
  for (; from < others.length && (others.length - from >= limits.unreadLines || length > limits.typedText); from += 1) {
    length -= others[from]!.text.length;
    effects = joined(effects, giveUp(others[from]!));
  }
  const sent: SentLine = { id, text, session: info, keyId, isFirst, sentMs: atMs, isDoubted: false, passedOver: null };
  return { unread: withLast(others, from, sent), effects };
}

/** The same lines but for this one, mostly the very same list. */
function without(lines: readonly SentLine[], id: string): readonly SentLine[] {
  for (const line of lines) if (line.id === id) return lines.filter((one) => one.id !== id);
  return lines;
}

/** Lines from some place on and one more, in a list that is no longer than that: each message makes one. */
function withLast(lines: readonly SentLine[], from: number, last: SentLine): readonly SentLine[] {
  const list = new Array<SentLine>(lines.length - from + 1);
  for (let i = from; i < lines.length; i += 1) list[i - from] = lines[i]!;
  list[lines.length - from] = last;
  return list;
}

/** What there is to tell of a line that is kept no longer. */
function giveUp({ id, passedOver }: SentLine): readonly OtrEffect[] {
  return passedOver === null ? nothing : [tell({ kind: 'not-resent', id, session: passedOver, why: 'other-key' })];
}

/** Characters in all. */
function lengthOf(lines: readonly Line[]): number {
  let length = 0;
  for (const { text } of lines) length += text.length;
  return length;
}

/**
 * Forgets the lines that a data message, which has verified in this session, shows to be done with.
 *
 * Key ids tell no more than this. Every message that goes out under our key k - 1 announces our key k. Whoever
 * uses k has read one of them, though not which: where only one went out, it is that one. What went out before
 * the first of them, and the first itself, had come to them by then or never will, since delivery is in order;
 * and where they could not read it, their error came to us before this message, and the line is in doubt. Of those
 * behind the first nothing is known until the next key is used. A key that was used before shows nothing new.
 * Lines of earlier sessions with the same device and fingerprint went out before all of these.
 * Spec: OTRv3 "Overview" (delivery), "Key Management".
 */
export function acknowledge(conversation: Conversation, { info, ring }: Encrypted, message: DataMessage): Conversation {
  if (message.recipientKeyId !== ring.ourKeyId) return conversation;
  const announcing = ring.ourKeyId - 1;
  const isOnlyOne = sentUnder(ring, announcing) === 1;
  return keep(conversation, ({ session, keyId, isFirst, isDoubted }) => {
    if (session.theirInstance !== info.theirInstance || session.theirFingerprint !== info.theirFingerprint) return true;
    if (session === info && keyId === announcing) return !isOnlyOne && (isDoubted || !isFirst);
    return isDoubted;
  });
}

/**
 * An error message came: the lines that are kept may not have been read.
 *
 * What went out in a session that another one has taken the place of, as happens to a line that is under way during
 * a refresh, goes out again at once, in that one. The others are in doubt until the next key exchange.
 */
export function doubt(conversation: Conversation, env: OtrEnv, atMs: number): Step {
  const { unread } = conversation;
  const replaced = unread.filter((line) => isReplaced(conversation, line));
  if (replaced.length === 0 && unread.every(({ isDoubted }) => isDoubted)) return refuse(conversation);
  const standing = unread.filter((line) => !replaced.includes(line)).map((line) => ({ ...line, isDoubted: true }));
  return replaced.reduce<Step>(
    (step, line) => andThen(step, (next) => sendAgain(next, line, line.session.theirInstance, env, atMs)),
    refuse({ ...conversation, unread: standing }),
  );
}

/** Whether another session has taken the place of the one in which a line went out. */
function isReplaced(conversation: Conversation, { session: before }: SentLine): boolean {
  const { session } = instanceOf(conversation, before.theirInstance);
  return session.at === 'encrypted' && session.info !== before;
}

/** Forgets the lines that were sent `beforeMs` or earlier; those whose own device did not come back are told. */
export function forgetUnread(conversation: Conversation, beforeMs: number): Step {
  const oldest = conversation.unread[0];
  if (oldest === undefined || oldest.sentMs > beforeMs) return refuse(conversation);
  const over = conversation.unread.filter(({ sentMs }) => sentMs <= beforeMs);
  return { next: keep(conversation, (line) => !over.includes(line)), effects: over.flatMap(giveUp) };
}

/** Forgets one line, which is not to go out again by itself whatever comes. */
export function forgetLine(conversation: Conversation, id: string): Conversation {
  return keep(conversation, (line) => line.id !== id);
}

function keep(conversation: Conversation, stays: (line: Conversation['unread'][number]) => boolean): Conversation {
  const unread = conversation.unread.filter(stays);
  return unread.length === conversation.unread.length ? conversation : { ...conversation, unread };
}

/**
 * Sends the doubted lines once more, now that `agreed` stands, but for those that are another device's and that this
 * key may not have. The others are kept on: an error message may still be on its way.
 */
export function resend(conversation: Conversation, agreed: SessionInfo, env: OtrEnv, atMs: number): Step {
  const isAnothers = (line: SentLine): boolean =>
    line.session.theirInstance !== agreed.theirInstance && objectionTo(conversation, line.session, agreed) === 'other-key';
  const due = conversation.unread.filter((line) => line.isDoubted && !isAnothers(line));
  const kept = conversation.unread.filter((line) => !due.includes(line));
  const unread = kept.map((line) => (line.isDoubted ? { ...line, passedOver: agreed } : line));
  return due.reduce<Step>(
    (step, line) => andThen(step, (next) => sendAgain(next, line, agreed.theirInstance, env, atMs)),
    refuse({ ...conversation, unread }),
  );
}

/**
 * Sends a line once more, in the session that stands with a device, unless there is something against it. Then
 * `not-resent` tells; that it goes out all the same is for the person to say.
 */
function sendAgain(conversation: Conversation, line: SentLine, tag: number, env: OtrEnv, atMs: number): Step {
  const { id, text } = line;
  const { session } = instanceOf(conversation, tag);
  assert(session.at === 'encrypted', 'a line goes out again in a session');
  const why = objectionTo(conversation, line.session, session.info);
  if (why !== null) return { next: conversation, effects: [tell({ kind: 'not-resent', id, session: session.info, why })] };
  const content = { text: mark + text, tlvs: [], flags: 0, id };
  const sent = sendData(conversation, tag, session, content, env, atMs);
  if (sent === null) return { next: conversation, effects: [tell({ kind: 'not-sent', id, why: 'too-long' })] };
  return { next: sent.next, effects: [...sent.effects, tell({ kind: 'resent', id })] };
}

/** What is against sending a line again by itself: it must go to the key that it went to, and under no lesser version. */
function objectionTo(conversation: Conversation, before: SessionInfo, now: SessionInfo): 'other-key' | 'lower-version' | null {
  const { theirFingerprint, version } = now;
  if (before.theirFingerprint !== theirFingerprint) return 'other-key';
  const isLower = version < before.version || downgradeOf(conversation, theirFingerprint, version) !== null;
  return isLower ? 'lower-version' : null;
}
