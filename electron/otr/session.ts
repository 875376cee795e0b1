import type { OtrEffect, OtrEnv } from './api.ts';
import {
  instanceOf,
  refuse,
  tell,
  wipeOf,
  withInstance,
  type Conversation,
  type Line,
  type Session,
  type Step,
} from './conversation.ts';
import { openData, sealData, sealLastData } from './data-message.ts';
import { fragment } from './fragment.ts';
import { forgetRing } from './key-ring.ts';
import { limits } from './limits.ts';
import { decodePlaintext, encodePlaintext, tlvTypes, type Tlv } from './tlv.ts';
import { armor } from './wire/armor.ts';
import { ignoreUnreadable, type DataMessage, type Header } from './wire/message.ts';

/*
 * The encrypted state with one instance: lines out, messages in, heartbeats, the end.
 * Spec: OTRv3 "User types a message to be sent", "Receiving a Data Message",
 * "User requests to end an OTR conversation".
 */

type Encrypted = Extract<Session, { at: 'encrypted' }>;

function headerTo(conversation: Conversation, receiverTag: number): Header {
  return { version: 3, kind: 'data', senderTag: conversation.config.instanceTag, receiverTag };
}

/** A data message as `send` effects, the typed line's id on the last; `null` where it is too long to send. */
function transmit(conversation: Conversation, tag: number, bytes: Uint8Array, id: string | null): OtrEffect[] | null {
  const { instanceTag, maxMessageSize } = conversation.config;
  const pieces = fragment(armor(bytes), instanceTag, tag, maxMessageSize);
  if (pieces === null) return null;
  return pieces.map((text, i) => ({ do: 'send', text, id: i === pieces.length - 1 ? id : null, encrypted: true }));
}

function withSession(conversation: Conversation, tag: number, session: Session): Conversation {
  return withInstance(conversation, { ...instanceOf(conversation, tag), session }).next;
}

/** Encrypts a typed line to an instance; only to one whose session is encrypted. */
export function sendLine(conversation: Conversation, tag: number, line: Line, env: OtrEnv, atMs: number): Step {
  const { session } = instanceOf(conversation, tag);
  if (session.at !== 'encrypted') return refuse(conversation);
  const plaintext = encodePlaintext(line.text, []);
  const tooLong: Step = {
    next: conversation,
    effects: [tell({ kind: 'not-sent', id: line.id, why: 'too-long' })],
  };
  if (plaintext.length > limits.typedText) return tooLong;
  const { ring, bytes } = sealData(session.ring, headerTo(conversation, tag), 0, plaintext, env);
  const effects = transmit(conversation, tag, bytes, line.id);
  if (effects === null) return tooLong;
  return { next: withSession(conversation, tag, { ...session, ring, lastSentMs: atMs }), effects };
}

/** What a data message to an encrypted session leads to; `null` where it is unreadable. */
export function receiveData(
  conversation: Conversation,
  tag: number,
  session: Encrypted,
  message: DataMessage,
  env: OtrEnv,
  atMs: number,
): Step | null {
  const opened = openData(session.ring, message, env);
  if (!opened.ok) return null;
  const { ring, plaintext, dead } = opened.value;
  const { text, tlvs } = decodePlaintext(plaintext);
  plaintext.fill(0);
  const shown = showing(text, tlvs, session);
  const read: Encrypted = { ...session, ring };
  if (tlvs.some((tlv) => tlv.type === tlvTypes.disconnected)) {
    const ended = endedByThem(conversation, tag, read);
    return { next: ended.next, effects: [...shown, ...ended.effects, ...wipeOf(dead)] };
  }
  const answered = heartbeat(withSession(conversation, tag, read), tag, read, env, atMs);
  return { next: answered.next, effects: [...shown, ...answered.effects, ...wipeOf(dead)] };
}

/** What the window learns: the text; that it was a heartbeat; or nothing, where there are only records. */
function showing(text: string, tlvs: readonly Tlv[], session: Encrypted): readonly OtrEffect[] {
  if (text !== '') return [{ do: 'deliver', text, encrypted: true, session: session.info }];
  return tlvs.some((tlv) => tlv.type !== tlvTypes.padding) ? [] : [tell({ kind: 'heartbeat-received' })];
}

/** Answers with an empty message where we have been silent for a minute. */
function heartbeat(conversation: Conversation, tag: number, session: Encrypted, env: OtrEnv, atMs: number): Step {
  if (atMs - session.lastSentMs < limits.heartbeatMs) return refuse(conversation);
  const header = headerTo(conversation, tag);
  const { ring, bytes } = sealData(session.ring, header, ignoreUnreadable, new Uint8Array(0), env);
  const effects = transmit(conversation, tag, bytes, null);
  if (effects === null) return refuse(conversation);
  return {
    next: withSession(conversation, tag, { ...session, ring, lastSentMs: atMs }),
    effects: [...effects, tell({ kind: 'heartbeat-sent' })],
  };
}

/** TLV 1 came: typed lines are refused from now on, if they would have gone to this instance. */
function endedByThem(conversation: Conversation, tag: number, session: Encrypted): Step {
  const { dead, toReveal } = forgetRing(session.ring);
  const wiped = wipeOf([...dead, ...toReveal]);
  const { info } = session;
  if (conversation.focus !== tag) {
    return { next: withSession(conversation, tag, { at: 'plaintext' }), effects: wiped };
  }
  return {
    next: withSession(conversation, tag, { at: 'finished', info }),
    effects: [tell({ kind: 'session-ended', by: 'them', session: info }), ...wiped],
  };
}

/** Sends TLV 1 to an instance with an encrypted session and forgets its keys; plaintext afterwards. */
export function endSession(conversation: Conversation, tag: number, env: OtrEnv): Step {
  const { session } = instanceOf(conversation, tag);
  const next = withSession(conversation, tag, { at: 'plaintext' });
  if (session.at !== 'encrypted') return { next, effects: [] };
  const farewell = encodePlaintext('', [{ type: tlvTypes.disconnected, value: new Uint8Array(0) }]);
  const { bytes, dead } = sealLastData(session.ring, headerTo(conversation, tag), farewell, env);
  return { next, effects: [...(transmit(conversation, tag, bytes, null) ?? []), ...wipeOf(dead)] };
}
