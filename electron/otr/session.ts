import type { OtrEffect, OtrEnv } from './api.ts';
import { andThen, instanceOf, joined, movedSession, refuse, tell, wipeOf, type Conversation, type Encrypted, type Line, type Step } from './conversation.ts';
import { openData, openNext, sealLastData, type Opened } from './data-message.ts';
import { afterMessage } from './devices.ts';
import { toldExtraKey } from './extra-key.ts';
import { forgetRing } from './key-ring.ts';
import { limits } from './limits.ts';
import { headerTo, plaintextOf, sendData, transmit, withSession, type Content } from './outgoing.ts';
import { acknowledge, remember } from './resend.ts';
import { abandonSmp, receiveSmp } from './smp-session.ts';
import { decodePlaintext, isLongerThan, tlvTypes, type Tlv } from './tlv.ts';
import { ignoreUnreadable, type DataMessage } from './wire/message.ts';

/*
 * The encrypted state with one instance: lines out, messages in, heartbeats, the end.
 * Spec: OTRv3 "User types a message to be sent", "Receiving a Data Message",
 * "User requests to end an OTR conversation".
 */

/** Encrypts a typed line to an instance; only to one whose session is encrypted. */
export function sendLine(conversation: Conversation, tag: number, line: Line, env: OtrEnv, atMs: number): Step {
  const { session } = instanceOf(conversation, tag);
  if (session.at !== 'encrypted') return refuse(conversation);
  if (isLongerThan(line.text, limits.typedText)) return tooLong(conversation, line);
  const content: Content = { text: line.text, tlvs: [], flags: 0, id: line.id };
  const kept = remember(conversation, session, line, atMs);
  const sent = sendData(conversation, tag, session, content, env, atMs, kept.unread);
  if (sent === null) return tooLong(conversation, line);
  return { next: sent.next, effects: joined(sent.effects, kept.effects) };
}

function tooLong(conversation: Conversation, { id }: Line): Step {
  return { next: conversation, effects: [tell({ kind: 'not-sent', id, why: 'too-long' })] };
}

/** What a data message to an encrypted session leads to; `null` where it is unreadable. */
export function receiveData(
  before: Conversation,
  tag: number,
  session: Encrypted,
  message: DataMessage,
  env: OtrEnv,
  atMs: number,
): Step | null {
  const opened = openData(session.ring, message, env);
  if (!opened.ok) return null;
  return takeIn(acknowledge(before, session, message), tag, session, opened.value, env, atMs);
}

/**
 * What a text leads to that is the next message of a session by the short way (`openNext`); `null` for any other. It shows
 * no line to be done with (`acknowledge`), since it uses no key of ours for the first time.
 */
export function receiveNext(before: Conversation, tag: number, session: Encrypted, text: string, env: OtrEnv, atMs: number): Step | null {
  const opened = openNext(session.ring, text, env.primitives);
  return opened === null ? null : takeIn(before, tag, session, opened, env, atMs);
}

/** Acts on what a data message says. */
function takeIn(conversation: Conversation, tag: number, session: Encrypted, opened: Opened, env: OtrEnv, atMs: number): Step {
  const { ring, plaintext, extraKey, dead } = opened;
  const { text, tlvs } = decodePlaintext(plaintext);
  plaintext.fill(0);
  const read = movedSession(session, ring, session.lastSentMs, atMs);
  const isAll = tlvs.length === 0 && dead.length === 0 && conversation.choice === 'latest' && !owesHeartbeat(read, atMs);
  // As mostly: a line and nothing else.
  if (isAll) return { next: withSession(conversation, tag, read), effects: showing(text, tlvs, session) };
  return actOn(conversation, tag, read, { text, tlvs, extraKey, dead }, env, atMs);
}

type Said = Pick<Opened, 'extraKey' | 'dead'> & { readonly text: string; readonly tlvs: readonly Tlv[] };

function actOn(conversation: Conversation, tag: number, read: Encrypted, said: Said, env: OtrEnv, atMs: number): Step {
  const { text, tlvs, extraKey, dead } = said;
  const shown = joined(showing(text, tlvs, read), toldExtraKey(tlvs, extraKey, read.info));
  if (tlvs.some((tlv) => tlv.type === tlvTypes.disconnected)) {
    const ended = andThen(endedByThem(conversation, tag, read, env, atMs), (next) => afterMessage(next, tag));
    return { next: ended.next, effects: joined(shown, joined(ended.effects, wipeOf(dead))) };
  }
  const compared = receiveSmp({ conversation: withSession(conversation, tag, read), env, atMs }, tag, tlvs);
  const answered = heartbeat(compared.next, tag, env, atMs);
  const chosen = afterMessage(answered.next, tag);
  const effects = joined(joined(shown, compared.effects), joined(answered.effects, chosen.effects));
  return { next: chosen.next, effects: joined(effects, wipeOf(dead)) };
}

/** What the window learns: the text; that it was a heartbeat; or nothing, where there are only records. */
function showing(text: string, tlvs: readonly Tlv[], session: Encrypted): readonly OtrEffect[] {
  if (text !== '') return [{ do: 'deliver', text, encrypted: true, session: session.info }];
  return tlvs.some((tlv) => tlv.type !== tlvTypes.padding) ? [] : [tell({ kind: 'heartbeat-received' })];
}

function owesHeartbeat({ lastSentMs }: Encrypted, atMs: number): boolean {
  return atMs - lastSentMs >= limits.heartbeatMs;
}

/** Answers with an empty message where we have been silent for a minute. */
function heartbeat(conversation: Conversation, tag: number, env: OtrEnv, atMs: number): Step {
  const { session } = instanceOf(conversation, tag);
  if (session.at !== 'encrypted' || !owesHeartbeat(session, atMs)) return refuse(conversation);
  const empty: Content = { text: '', tlvs: [], flags: ignoreUnreadable, id: null };
  const sent = sendData(conversation, tag, session, empty, env, atMs);
  if (sent === null) return refuse(conversation);
  return { next: sent.next, effects: [...sent.effects, tell({ kind: 'heartbeat-sent' })] };
}

/** TLV 1 came: typed lines are refused from now on, if they would have gone to this instance. */
function endedByThem(before: Conversation, tag: number, session: Encrypted, env: OtrEnv, atMs: number): Step {
  const { next: conversation, effects } = abandonSmp(before, session, atMs);
  const { dead, toReveal } = forgetRing(session.ring, env.primitives);
  const wiped = [...effects, ...wipeOf([...dead, ...toReveal])];
  const { info } = session;
  if (conversation.focus !== tag) {
    return { next: withSession(conversation, tag, { at: 'plaintext' }), effects: wiped };
  }
  return {
    next: withSession(conversation, tag, { at: 'finished', info, heardMs: atMs }),
    effects: [tell({ kind: 'session-ended', by: 'them', session: info }), ...wiped],
  };
}

/** Sends TLV 1 to an instance with an encrypted session and forgets its keys; plaintext afterwards. */
export function endSession(conversation: Conversation, tag: number, env: OtrEnv, atMs: number): Step {
  const { session } = instanceOf(conversation, tag);
  if (session.at !== 'encrypted') return { next: withSession(conversation, tag, { at: 'plaintext' }), effects: [] };
  const abandoned = abandonSmp(conversation, session, atMs);
  const next = withSession(abandoned.next, tag, { at: 'plaintext' });
  const goodbye = { type: tlvTypes.disconnected, value: new Uint8Array(0) };
  const farewell = plaintextOf(conversation, { text: '', tlvs: [goodbye] });
  const { text, dead } = sealLastData(session.ring, headerTo(conversation, tag), farewell, env);
  const sent = transmit(conversation, tag, text, null) ?? [];
  return { next, effects: [...sent, ...abandoned.effects, ...wipeOf(dead)] };
}
