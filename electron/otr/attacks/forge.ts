import { expect } from 'vitest';
import { native } from '../primitives/native.ts';
import { newPeer, settle, type Peer } from '../testing/pair.ts';
import { armor, unarmor } from '../wire/armor.ts';
import {
  decodeBody,
  decodeHeader,
  encodeAke,
  encodeDataAfterMac,
  encodeDataBeforeMac,
  type AkeMessage,
  type DataMessage,
} from '../wire/message.ts';

/*
 * What an enemy on the wire or at the other end can make. The tests of this folder are named after the
 * attack; each has the honest message accepted as well, so that it is the check that refuses.
 */

/** The instance tags of the test peers. */
export const [aliceTag, bobTag] = [0x1111_1111, 0x2222_2222];

/** The bytes of an armored text that must be sound. */
export function bytesOf(text: string): Uint8Array {
  const opened = unarmor(text);
  if (!opened.ok) throw new Error(opened.fault);
  return opened.value;
}

/** The message in an armored text that must be sound. */
export function messageOf(text: string) {
  const bytes = bytesOf(text);
  const header = decodeHeader(bytes);
  const body = header.ok ? decodeBody(header.value, bytes) : header;
  if (!body.ok) throw new Error(body.fault);
  return body.value;
}

/** A message of the key exchange under any tags. */
export function ake(message: AkeMessage, senderTag: number, receiverTag: number): string {
  return armor(encodeAke({ version: 3, kind: message.kind, senderTag, receiverTag }, message));
}

/** Hands over a text that must change nothing and show nothing. */
export function expectRefused(peer: Peer, text: string): void {
  const before = peer.conversation;
  const { length } = peer.shown;
  peer.receive(text);
  const { replies, toldElsewhere } = before;
  expect({ ...peer.conversation, replies, toldElsewhere }).toEqual(before);
  expect(peer.conversation.instances).toBe(before.instances);
  expect(peer.shown).toHaveLength(length);
}

/** Alice's next message, remade by Alice herself with other fields: its MAC is right. */
export function remade(alice: Peer, change: (message: DataMessage) => Partial<DataMessage>): string {
  const session = [...alice.conversation.instances.values()][0]!.session;
  if (session.at !== 'encrypted') throw new Error('not encrypted');
  alice.type('remade');
  const text = alice.take().at(-1)!;
  const honest = messageOf(text);
  if (honest.kind !== 'data') throw new Error('no data');
  const after = [...alice.conversation.instances.values()][0]!.session;
  if (after.at !== 'encrypted') throw new Error('not encrypted');
  const pair = after.ring.pairs.find(
    (one) => one.ourKeyId === honest.senderKeyId && one.theirKeyId === honest.recipientKeyId,
  )!;
  const header = { version: 3, kind: 'data', senderTag: aliceTag, receiverTag: bobTag } as const;
  const before = encodeDataBeforeMac(header, { ...honest, ...change(honest) });
  return armor(encodeDataAfterMac(before, native.hmacSha1(pair.keys.sendMac, before), []));
}

/** A copy with one byte inverted. */
export function bend(bytes: Uint8Array, at: number): Uint8Array {
  const bent = bytes.slice();
  bent[at]! ^= 0xff;
  return bent;
}

/** A copy with a part overwritten; what would stand behind the end is dropped. */
export function put(bytes: Uint8Array, at: number, part: Uint8Array): Uint8Array {
  const changed = bytes.slice();
  changed.set(part.subarray(0, Math.max(0, bytes.length - at)), at);
  return changed;
}

/** The key exchange just before a message of it, counted from 0: both peers, the text, and what passed before. */
export type Standing = {
  readonly alice: Peer;
  readonly bob: Peer;
  readonly sender: Peer;
  readonly receiver: Peer;
  readonly text: string;
  readonly passed: readonly string[];
};

/** An honest exchange, begun by Alice, up to the message `count`, which is on its way. */
export function exchangeUpTo(count: number, version: 2 | 3 = 3): Standing {
  const policy = { allowV2: version === 2, allowV3: version === 3 };
  const [alice, bob] = [newPeer('alice', { policy }), newPeer('bob', { policy })];
  alice.receive(`?OTRv${version}?`);
  const passed: string[] = [];
  for (let i = 0; ; i += 1) {
    const [sender, receiver] = i % 2 === 0 ? [alice, bob] : [bob, alice];
    const text = sender.take()[0]!;
    if (i === count) return { alice, bob, sender, receiver, text, passed };
    passed.push(text);
    receiver.receive(text);
  }
}

/** Both are encrypted and in the same session, and can talk. */
export function expectTogether(alice: Peer, bob: Peer): void {
  expect([alice.status.at, bob.status.at]).toEqual(['encrypted', 'encrypted']);
  expect(alice.status.session?.sessionId.hex).toBe(bob.status.session?.sessionId.hex);
  const text = `together ${alice.sent.length}`;
  alice.type(text);
  settle(alice, bob);
  expect(bob.texts.at(-1)).toBe(text);
}
