import { concat } from '../base/bytes.ts';
import { assert } from '../base/result.ts';
import type { OtrEffect, OtrEnv, OtrInput, SessionInfo } from './api.ts';
import { instanceOf, nothing, tell, type Conversation, type Step } from './conversation.ts';
import { sendingPair } from './key-ring.ts';
import { limits } from './limits.ts';
import { sendData } from './outgoing.ts';
import { tlvTypes, type Tlv } from './tlv.ts';
import { ignoreUnreadable } from './wire/message.ts';
import { Reader } from './wire/reader.ts';
import { int } from './wire/writer.ts';

/*
 * The extra symmetric key: both sides have it from the keys of the message that announces it.
 * Spec: OTRv3 "Extra symmetric key", "Type 8: Extra symmetric key".
 */

type Turn = { readonly conversation: Conversation; readonly env: OtrEnv; readonly atMs: number };

/** Announces a use of the key and tells the key, in `wish.instance`'s session or the one that lines go to. */
export function shareExtraKey({ conversation, env, atMs }: Turn, wish: Extract<OtrInput, { kind: 'extra-key' }>): Step {
  const { use, data } = wish;
  assert(Number.isInteger(use) && use >= 0 && use <= 0xffff_ffff, 'a use has 32 bits');
  const refused = (why: 'not-private' | 'too-long'): Step => {
    return { next: conversation, effects: [tell({ kind: 'extra-key-refused', why })] };
  };
  const tag = wish.instance ?? conversation.focus;
  const session = tag === null ? null : instanceOf(conversation, tag).session;
  if (tag === null || session?.at !== 'encrypted') return refused('not-private');
  if (data.length > limits.extraKeyData) return refused('too-long');
  const record: Tlv = { type: tlvTypes.extraKey, value: concat(int(use), data) };
  const content = { text: '', tlvs: [record], flags: ignoreUnreadable, id: null };
  const sent = sendData(conversation, tag, session, content, env, atMs);
  if (sent === null) return refused('too-long');
  const after = instanceOf(sent.next, tag).session;
  assert(after.at === 'encrypted', 'sending leaves a session encrypted');
  const key = sendingPair(after.ring, env.primitives).keys.extra.slice();
  const told = tell({ kind: 'extra-key', by: 'us', use, data: data.slice(), key, session: session.info });
  return { next: sent.next, effects: [...sent.effects, told] };
}

/** Tells the first use that the records of a message announce; one without its four bytes is none. */
export function toldExtraKey(tlvs: readonly Tlv[], extraKey: Uint8Array, session: SessionInfo): readonly OtrEffect[] {
  const record = tlvs.find(({ type }) => type === tlvTypes.extraKey);
  if (record === undefined) return nothing;
  const reader = new Reader(record.value);
  const use = reader.int();
  const data = reader.take(reader.left);
  if (reader.failed) return nothing;
  return [tell({ kind: 'extra-key', by: 'them', use, data, key: extraKey.slice(), session })];
}
