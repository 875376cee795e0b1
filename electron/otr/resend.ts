import type { OtrEnv, SessionInfo } from './api.ts';
import { andThen, instanceOf, refuse, tell, type Conversation, type Encrypted, type Line, type Step } from './conversation.ts';
import { limits } from './limits.ts';
import { sendData } from './outgoing.ts';
import type { DataMessage } from './wire/message.ts';

/*
 * Lines that the peer may not have been able to read, and what becomes of them after a new key exchange.
 *
 * A line counts as read once a data message comes that uses a key which went out with it or after it. Until
 * then, and for a minute at most, it is kept; if an error message comes meanwhile it is doubted, and goes out
 * once more in the next session with the same fingerprint. Errors are not authenticated: whoever forges one
 * and answers the new exchange with a key of their own must not get the text.
 * Spec: OTRv3 "User types a message to be sent" ("Store the plaintext message for possible retransmission").
 */

/** What libotr puts before a line that goes out again. */
const mark = '[resent] ';

/** Keeps a line that just went out to a session, the oldest giving way. */
export function remember(conversation: Conversation, { info }: Encrypted, line: Line, atMs: number): Conversation {
  const unread = conversation.unread.slice(1 - limits.unreadLines);
  unread.push({ id: line.id, text: line.text, session: info, sentMs: atMs, isDoubted: false });
  while (lengthOf(unread) > limits.typedText) unread.shift();
  return { ...conversation, unread };
}

/** Characters in all. */
function lengthOf(lines: readonly Line[]): number {
  let length = 0;
  for (const { text } of lines) length += text.length;
  return length;
}

/** Forgets the lines that a data message of an instance shows to have been read. */
export function acknowledge(conversation: Conversation, { info, ring }: Encrypted, message: DataMessage): Conversation {
  if (message.recipientKeyId !== ring.ourKeyId) return conversation;
  return keep(conversation, ({ session }) => session.theirInstance !== info.theirInstance);
}

/** An error message came: the lines that are kept may not have been read. */
export function doubt(conversation: Conversation): Conversation {
  if (conversation.unread.every(({ isDoubted }) => isDoubted)) return conversation;
  return { ...conversation, unread: conversation.unread.map((line) => ({ ...line, isDoubted: true })) };
}

/** Forgets the lines that were sent `beforeMs` or earlier. */
export function forgetUnread(conversation: Conversation, beforeMs: number): Conversation {
  const [oldest] = conversation.unread;
  if (oldest === undefined || oldest.sentMs > beforeMs) return conversation;
  return keep(conversation, ({ sentMs }) => sentMs > beforeMs);
}

function keep(conversation: Conversation, stays: (line: Conversation['unread'][number]) => boolean): Conversation {
  const unread = conversation.unread.filter(stays);
  return unread.length === conversation.unread.length ? conversation : { ...conversation, unread };
}

/**
 * Sends the doubted lines once more, now that `agreed` stands, where it has the fingerprint that they went to.
 * Of the others `not-resent` tells; that they go out all the same is for the person to say.
 */
export function resend(conversation: Conversation, agreed: SessionInfo, env: OtrEnv, atMs: number): Step {
  const doubted = conversation.unread.filter(({ isDoubted }) => isDoubted);
  const settled = keep(
    conversation,
    ({ isDoubted, session }) => !isDoubted && session.theirInstance !== agreed.theirInstance,
  );
  return doubted.reduce<Step>(
    (step, { id, text, session }) =>
      andThen(step, (next) => {
        if (session.theirFingerprint === agreed.theirFingerprint) {
          return sendAgain(next, agreed, { id, text }, env, atMs);
        }
        return { next, effects: [tell({ kind: 'not-resent', id, session: agreed })] };
      }),
    refuse(settled),
  );
}

function sendAgain(conversation: Conversation, agreed: SessionInfo, { id, text }: Line, env: OtrEnv, atMs: number): Step {
  const { session } = instanceOf(conversation, agreed.theirInstance);
  if (session.at !== 'encrypted') return refuse(conversation);
  const content = { text: mark + text, tlvs: [], flags: 0, id };
  const sent = sendData(conversation, agreed.theirInstance, session, content, env, atMs);
  if (sent === null) return { next: conversation, effects: [tell({ kind: 'not-sent', id, why: 'too-long' })] };
  return { next: sent.next, effects: [...sent.effects, tell({ kind: 'resent', id })] };
}
