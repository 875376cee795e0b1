import { equalConstantTime, toHex } from '../../base/bytes.ts';
import type { OtrEffect, OtrEvent } from '../api.ts';
import type { Conversation, Instance, Step } from '../conversation.ts';
import { decodeFragment } from '../fragment.ts';
import { pairOf, type KeyRing } from '../key-ring.ts';
import { native } from '../primitives/native.ts';
import { classify } from '../query.ts';
import { unarmor } from '../wire/armor.ts';
import { decodeBody, decodeHeader } from '../wire/message.ts';
import { heldText } from './stands.ts';

/*
 * What one text may have changed, found out apart from the engine's own tables: who could have made it, and
 * which parts of a conversation such a text has any business with.
 */

type Field = keyof Conversation;
type Kind = 'plain' | 'tagged' | 'query' | 'error' | 'unknown' | 'broken' | 'opening' | 'closing' | 'data';

/** The parts that a text may move without any proof of who sent it. */
const movable: Readonly<Record<Kind, readonly Field[]>> = {
  plain: ['sawPlaintext'],
  tagged: ['instances', 'offer', 'startingMs'],
  query: ['instances', 'offer', 'startingMs'],
  error: ['replies', 'startingMs', 'unread', 'instances'],
  unknown: [],
  broken: ['replies', 'toldElsewhere'],
  opening: ['instances', 'offer', 'startingMs', 'toldElsewhere'],
  closing: ['toldElsewhere'],
  data: ['replies', 'toldElsewhere'],
};

/** Effects that only a text with proof leads to. */
export function isPrivate(effect: OtrEffect): boolean {
  if (effect.do === 'deliver') return effect.encrypted;
  if (effect.do !== 'tell') return false;
  return proven.includes(effect.event.kind);
}

const proven: readonly OtrEvent['kind'][] = [
  'session-started', 'session-ended', 'smp', 'smp-guesses', 'extra-key', 'heartbeat-received', 'downgraded', 'resent', 'not-resent', 'device-chosen', 'device-dropped',
]; // prettier-ignore

/** What is wrong with a step; `null` where nothing is. `genuine`: the texts that Bob really sent. */
export function judge(before: Conversation, text: string, { next, effects }: Step, genuine: ReadonlySet<string>): string | null {
  for (const effect of effects) {
    if (effect.do === 'send' && effect.text.includes(heldText)) return 'a private line went out in clear';
  }
  if (next === before && !effects.some(isPrivate)) return null;
  const bytes = bytesIn(before, text);
  const kind = kindOf(text, bytes);
  if (bytes !== null && hasProof(before, bytes, kind, genuine)) return null;
  if (kind === 'error') return judgeError(before, { next, effects });
  if (effects.some(isPrivate)) return `${kind} without proof was believed`;
  const moved = (Object.keys(next) as Field[]).filter((field) => next[field] !== before[field]);
  const wrong = moved.filter((field) => field !== 'assemblies' && !movable[kind].includes(field));
  if (wrong.length > 0) return `${kind} moved ${wrong.join(', ')}`;
  return sessionsMoved(before, next) ? `${kind} moved a session` : null;
}

/**
 * An error message can have lines go out again, of sessions that others have replaced: once each, to the key that each
 * went to, under keys that the session has already.
 */
function judgeError(before: Conversation, { next, effects }: Step): string | null {
  if (effects.some((effect) => effect.do === 'deliver')) return 'error was shown as a line';
  if (next.instances.size !== before.instances.size) return 'error took an instance away';
  const again = before.unread.filter(({ session: { theirInstance }, session }) => {
    const current = before.instances.get(theirInstance)?.session;
    return current?.at === 'encrypted' && current.info !== session;
  });
  const told = effects.flatMap((effect) => (isPrivate(effect) && effect.do === 'tell' ? [effect.event] : []));
  const right = told.every((event) => {
    const line = again.find(({ id }) => 'id' in event && id === event.id);
    const current = before.instances.get(line?.session.theirInstance ?? 0)?.session;
    if (line === undefined || current?.at !== 'encrypted') return false;
    return event.kind === 'not-resent' || current.info.theirFingerprint === line.session.theirFingerprint;
  });
  const isOnce = next.unread.length === before.unread.length - again.length && told.length <= again.length;
  if (!right || !isOnce) return 'error had lines go out that it may not';
  const moved = (Object.keys(next) as Field[]).filter((field) => next[field] !== before[field]);
  if (moved.some((field) => !['assemblies', ...movable.error].includes(field))) return `error moved ${moved.join(', ')}`;
  return [...next.instances.values()].every((instance) => onlySent(before.instances.get(instance.tag), instance)) ? null : 'error moved a session';
}

/** Whether nothing moved but what sending moves. */
function onlySent(before: Instance | undefined, after: Instance): boolean {
  if (before === undefined || before === after) return before === after;
  const { session: old } = before;
  const { session } = after;
  if (before.ake !== after.ake || old.at !== 'encrypted' || session.at !== 'encrypted') return false;
  const { pairs: _, toReveal: __, ...ring } = session.ring;
  const isRing = Object.entries(ring).every(([field, value]) => old.ring[field as keyof KeyRing] === value);
  return isRing && session.info === old.info && session.smp === old.smp && session.heardMs === old.heardMs;
}

function sessionsMoved(before: Conversation, next: Conversation): boolean {
  if (next.instances === before.instances) return false;
  const private_ = [...before.instances.values()].filter(({ session }) => session.at !== 'plaintext');
  if (private_.some(({ tag, session }) => next.instances.get(tag)?.session !== session)) return true;
  return [...next.instances.values()].filter(({ session }) => session.at !== 'plaintext').length !== private_.length;
}

/** The bytes of the encoded message that a text is, or that it is the last fragment of. */
function bytesIn(before: Conversation, text: string): Uint8Array | null {
  const framing = classify(text);
  if (framing.kind === 'encoded') return decoded(text);
  if (framing.kind !== 'fragment') return null;
  const fragment = decodeFragment(text, framing.from);
  if (!fragment.ok) return null;
  const { k, n, piece, senderTag } = fragment.value;
  return k === n ? decoded((k === 1 ? '' : (before.assemblies.get(senderTag)?.text ?? '')) + piece) : null;
}

function decoded(text: string): Uint8Array | null {
  const bytes = unarmor(text);
  return bytes.ok ? bytes.value : null;
}

function kindOf(text: string, bytes: Uint8Array | null): Kind {
  const framing = classify(text);
  if (framing.kind !== 'encoded' && framing.kind !== 'fragment') return framing.kind;
  const header = bytes === null ? null : decodeHeader(bytes);
  if (header === null || !header.ok) return 'broken';
  if (header.value.kind === 'data') return 'data';
  return header.value.kind === 'dh-commit' || header.value.kind === 'dh-key' ? 'opening' : 'closing';
}

/** A message that ends a key exchange is Bob's if he sent it; a data message is if its MAC holds. */
function hasProof(before: Conversation, bytes: Uint8Array, kind: Kind, genuine: ReadonlySet<string>): boolean {
  if (kind === 'closing') return genuine.has(toHex(bytes));
  const header = decodeHeader(bytes);
  const body = header.ok ? decodeBody(header.value, bytes) : null;
  if (!header.ok || body?.ok !== true || body.value.kind !== 'data') return false;
  const session = before.instances.get(header.value.senderTag)?.session;
  if (session?.at !== 'encrypted') return false;
  const { recipientKeyId, senderKeyId, authenticated, mac } = body.value;
  const pair = pairOf(session.ring, recipientKeyId, senderKeyId, native);
  return pair !== null && equalConstantTime(native.hmacSha1(pair.keys.receiveMac, authenticated), mac);
}
