import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../base/bytes.ts';
import { instanceOf } from './conversation.ts';
import { limits } from './limits.ts';
import { sendData } from './outgoing.ts';
import { encryptedPair, newPeer, settle, type Peer } from './testing/pair.ts';
import { tlvTypes } from './tlv.ts';

const share = (peer: Peer, use: number, data: Uint8Array) =>
  peer.run({ kind: 'extra-key', use, data, atMs: peer.nowMs });
const keysOf = (peer: Peer) => peer.events.flatMap((event) => (event.kind === 'extra-key' ? [event] : []));

describe('the extra symmetric key (spec: "Extra symmetric key")', () => {
  it('is the same on both sides, of 32 bytes, another after each rotation, and none of the other keys', () => {
    const { alice, bob } = encryptedPair();
    for (const [from, to] of [[alice, bob], [bob, alice], [alice, bob]] as const) {
      share(from, 7, utf8('which file'));
      settle(alice, bob);
      const [ours, theirs] = [keysOf(from).at(-1)!, keysOf(to).at(-1)!];
      expect(ours).toMatchObject({ by: 'us', use: 7, session: from.status.session });
      expect(theirs).toMatchObject({ by: 'them', use: 7, data: utf8('which file'), session: to.status.session });
      expect(toHex(theirs.key)).toBe(toHex(ours.key));
      expect(ours.key).toHaveLength(32);
    }
    expect(new Set(keysOf(alice).map(({ key }) => toHex(key))).size).toBe(3);
    expect(alice.texts).toEqual([]);
    expect(alice.told).not.toContain('heartbeat-received');
  });

  it('outlives the keys that it came from: it is a copy', () => {
    const { alice, bob } = encryptedPair();
    share(alice, 1, new Uint8Array(0));
    settle(alice, bob);
    const before = toHex(keysOf(bob)[0]!.key);
    bob.end();
    settle(alice, bob);
    expect([toHex(keysOf(bob)[0]!.key), toHex(keysOf(alice)[0]!.key)]).toEqual([before, before]);
    expect(before).not.toBe('00'.repeat(32));
  });

  it('is refused without a private conversation, and with too much data', () => {
    const alice = newPeer('alice');
    share(alice, 1, new Uint8Array(0));
    expect(alice.events.at(-1)).toEqual({ kind: 'extra-key-refused', why: 'not-private' });
    const pair = encryptedPair();
    share(pair.alice, 1, new Uint8Array(limits.extraKeyData + 1));
    expect(pair.alice.events.at(-1)).toEqual({ kind: 'extra-key-refused', why: 'too-long' });
    expect(pair.alice.outbox).toEqual([]);
    share(pair.alice, 1, new Uint8Array(limits.extraKeyData));
    settle(pair.alice, pair.bob);
    expect(keysOf(pair.bob)[0]!.data).toHaveLength(limits.extraKeyData);
  });

  it('is not told for a record that is shorter than its use', () => {
    const { alice, bob } = encryptedPair();
    const { session } = instanceOf(alice.conversation, 0x2222_2222);
    if (session.at !== 'encrypted') throw new Error('not encrypted');
    const tlvs = [{ type: tlvTypes.extraKey, value: Uint8Array.of(0, 0, 1) }];
    const sent = sendData(alice.conversation, 0x2222_2222, session, { text: 'x', tlvs, flags: 0, id: null }, alice.env, 0)!;
    for (const effect of sent.effects) if (effect.do === 'send') bob.receive(effect.text);
    expect(bob.texts).toEqual(['x']);
    expect(keysOf(bob)).toEqual([]);
  });
});
