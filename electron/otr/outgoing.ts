import type { OtrEffect, OtrEnv } from './api.ts';
import { instanceOf, moved, movedSession, type Conversation, type Encrypted, type Session, type Step } from './conversation.ts';
import { sealData } from './data-message.ts';
import { fragment } from './fragment.ts';
import { forgetNew } from './key-ring.ts';
import { versionOf } from './instance-tags.ts';
import { encodePadded, encodePlaintext, type Tlv } from './tlv.ts';
import type { Header } from './wire/message.ts';

/*
 * Data messages on their way out of an encrypted session.
 * Spec: OTRv3 "Data Message", "Fragmentation".
 */

/** What a data message carries. `id`: the typed line that it is, for the last `send` effect. */
export type Content = {
  readonly text: string;
  readonly tlvs: readonly Tlv[];
  readonly flags: number;
  readonly id: string | null;
};

/** The header of a data message to an instance. */
export function headerTo(conversation: Conversation, receiverTag: number): Header {
  return { version: versionOf(receiverTag), kind: 'data', senderTag: conversation.config.instanceTag, receiverTag };
}

/** A data message as `send` effects, the typed line's id on the last; `null` where it is too long to send. */
export function transmit(
  conversation: Conversation,
  tag: number,
  text: string,
  id: string | null,
): readonly OtrEffect[] | null {
  const { maxMessageSize } = conversation.config;
  if (maxMessageSize === null) return [{ do: 'send', text, id, encrypted: true, instance: tag }];
  const pieces = fragment(text, headerTo(conversation, tag), maxMessageSize);
  if (pieces === null) return null;
  const last = pieces.length - 1;
  return pieces.map((piece, i) => ({ do: 'send', text: piece, id: i === last ? id : null, encrypted: true, instance: tag }));
}

/** Puts the session of an instance that is known in place. */
export function withSession(conversation: Conversation, tag: number, session: Session, unread = conversation.unread): Conversation {
  const { instances } = conversation;
  const instance = { tag, ake: instanceOf(conversation, tag).ake, session };
  return moved(conversation, instances.withLast(instance), unread);
}

/**
 * The plaintext of a content, padded unless the settings say otherwise. A message with nothing in it, which
 * is a heartbeat, stays empty: its flag tells it apart on the wire anyway.
 */
export function plaintextOf(conversation: Conversation, { text, tlvs }: Pick<Content, 'text' | 'tlvs'>): Uint8Array {
  const bare = conversation.config.padding === false || (text === '' && tlvs.length === 0);
  return bare ? encodePlaintext(text, tlvs) : encodePadded(text, tlvs);
}

/**
 * Encrypts to an instance; `null`, with nothing changed, where it is too long to send. Keys that were derived only
 * for that are wiped at once, since no ring has them. `unread`: the lines that are kept with it.
 */
export function sendData(
  conversation: Conversation,
  tag: number,
  session: Encrypted,
  content: Content,
  env: OtrEnv,
  atMs: number,
  unread = conversation.unread,
): Step | null {
  const plaintext = plaintextOf(conversation, content);
  const { ring, text } = sealData(session.ring, headerTo(conversation, tag), content.flags, plaintext, env);
  plaintext.fill(0);
  const effects = transmit(conversation, tag, text, content.id);
  if (effects === null) {
    forgetNew(session.ring, ring, env.primitives);
    return null;
  }
  return { next: withSession(conversation, tag, movedSession(session, ring, atMs, session.heardMs), unread), effects };
}
