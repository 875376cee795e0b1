import { describe, expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import { instanceOf } from './conversation.ts';
import { openData } from './data-message.ts';
import { messageOf } from './attacks/forge.ts';
import { sendData } from './outgoing.ts';
import { encryptedPair, settle, type Peer } from './testing/pair.ts';
import { decodePlaintext, encodePlaintext, type Tlv } from './tlv.ts';

const bobTag = 0x2222_2222;

/** Sends any text and records. */
function sendRecords(from: Peer, to: Peer, text: string, ...tlvs: readonly Tlv[]): void {
  const { session } = instanceOf(from.conversation, to.conversation.config.instanceTag);
  if (session.at !== 'encrypted') throw new Error('not encrypted');
  const content = { text, tlvs, flags: 0, id: null };
  const sent = sendData(from.conversation, to.conversation.config.instanceTag, session, content, from.env, from.nowMs)!;
  from.conversation = sent.next;
  for (const effect of sent.effects) if (effect.do === 'send') to.receive(effect.text);
}

/** What Bob would read in Alice's last text. */
function readBy(bob: Peer, text: string) {
  const message = messageOf(text);
  const { session } = [...bob.conversation.instances.values()][0]!;
  if (message.kind !== 'data' || session.at !== 'encrypted') throw new Error('nothing to read');
  const opened = openData(session.ring, message, bob.env);
  if (!opened.ok) throw new Error(opened.fault);
  return decodePlaintext(opened.value.plaintext);
}

describe('records (spec: "Data Message")', () => {
  it.each([
    [[0, 1, 0, 0], { type: 1, value: new Uint8Array(0) }],
    [[0, 0, 0, 5, 0x68, 0x65, 0x6c, 0x6c, 0x6f], { type: 0, value: utf8('hello') }],
  ])('reads and writes the example %j', (bytes, tlv) => {
    const plaintext = Uint8Array.from([...utf8('hi'), 0, ...bytes]);
    expect(decodePlaintext(plaintext)).toEqual({ text: 'hi', tlvs: [tlv] });
    expect(encodePlaintext('hi', [tlv])).toEqual(plaintext);
  });

  it('follow each other without padding, after one NUL, or are not there', () => {
    const two = [{ type: 2, value: Uint8Array.of(9) }, { type: 0x1234, value: new Uint8Array(0) }];
    expect([...encodePlaintext('', two)]).toEqual([0, 0, 2, 0, 1, 9, 0x12, 0x34, 0, 0]);
    expect(decodePlaintext(utf8('hi'))).toEqual({ text: 'hi', tlvs: [] });
    expect(decodePlaintext(Uint8Array.of(0x61, 0))).toEqual({ text: 'a', tlvs: [] });
  });

  it('of types that are not known are ignored, and so is padding with anything in it', () => {
    const { alice, bob } = encryptedPair();
    bob.events.length = 0;
    sendRecords(alice, bob, 'hi', { type: 0, value: utf8('padding') }, { type: 9, value: utf8('new') }, { type: 0xffff, value: new Uint8Array(0) });
    expect([bob.texts, bob.told, bob.outbox]).toEqual([['hi'], [], []]);
    expect(bob.status.at).toBe('encrypted');
    sendRecords(alice, bob, '', { type: 0x7777, value: utf8('new') });
    expect([bob.texts, bob.told]).toEqual([['hi'], []]);
  });

  it('with no text before them are not shown, and nothing but padding is a heartbeat', () => {
    const { alice, bob } = encryptedPair();
    bob.events.length = 0;
    sendRecords(alice, bob, '');
    sendRecords(alice, bob, '', { type: 0, value: new Uint8Array(7) });
    expect([bob.texts, bob.told]).toEqual([[], ['heartbeat-received', 'heartbeat-received']]);
  });

  it('of type 1 come with an empty text and no value, and are obeyed beside a text', () => {
    const { alice, bob } = encryptedPair();
    alice.end();
    const read = readBy(bob, alice.outbox[0]!);
    expect(read.text).toBe('');
    expect(read.tlvs.filter(({ type }) => type !== 0)).toEqual([{ type: 1, value: new Uint8Array(0) }]);
    const again = encryptedPair();
    sendRecords(again.alice, again.bob, 'bye', { type: 1, value: utf8('ignored') });
    expect(again.bob.texts).toEqual(['bye']);
    expect(again.bob.status.at).toBe('finished');
  });

  it('of type 1 and 0 are allowed wherever SMP stands', () => {
    for (const until of [0, 1, 2, 3]) {
      const { alice, bob } = encryptedPair();
      alice.compare('tiger');
      if (until > 0) bob.receive(alice.take()[0]!);
      if (until > 1) bob.answer('tiger');
      if (until > 2) alice.receive(bob.take()[0]!);
      const compared = alice.compared.length;
      sendRecords(bob, alice, '', { type: 0, value: new Uint8Array(3) });
      expect(alice.compared).toHaveLength(compared);
      sendRecords(bob, alice, '', { type: 1, value: new Uint8Array(0) });
      expect(alice.status.at).toBe('finished');
    }
  });

  it('of type 6 have no value', () => {
    const { alice, bob } = encryptedPair();
    alice.abort();
    const read = readBy(bob, alice.outbox[0]!);
    expect([read.text, read.tlvs.filter(({ type }) => type !== 0)]).toEqual(['', [{ type: 6, value: new Uint8Array(0) }]]);
  });

  it('of type 7 are a question, a NUL and message 1; of type 2 message 1 alone', () => {
    const { alice, bob } = encryptedPair();
    alice.compare('tiger', 'who?');
    const [asked] = readBy(bob, alice.outbox[0]!).tlvs;
    expect(asked!.type).toBe(7);
    expect(asked!.value.slice(0, 5)).toEqual(Uint8Array.of(...utf8('who?'), 0));
    expect([...asked!.value.slice(5, 9)]).toEqual([0, 0, 0, 6]);
    settle(alice, bob);
    expect(bob.events.at(-1)).toMatchObject({ state: 'asked', question: 'who?' });
    alice.abort();
    settle(alice, bob);
    alice.compare('tiger');
    const [plain] = readBy(bob, alice.outbox[0]!).tlvs;
    expect([plain!.type, ...plain!.value.slice(0, 4)]).toEqual([2, 0, 0, 0, 6]);
  });

  it('of type 8 are four bytes of use and its data, never the key', () => {
    const { alice, bob } = encryptedPair();
    alice.run({ kind: 'extra-key', use: 0x0102_0304, data: utf8('file'), atMs: alice.nowMs });
    const read = readBy(bob, alice.outbox[0]!);
    expect(read.tlvs.filter(({ type }) => type !== 0)).toEqual([{ type: 8, value: Uint8Array.of(1, 2, 3, 4, ...utf8('file')) }]);
    expect(instanceOf(alice.conversation, bobTag).session.at).toBe('encrypted');
  });
});
