import { describe, expect, it } from 'vitest';
import { concat } from '../base/bytes.ts';
import { sealSignature } from './ake-proofs.ts';
import { limits } from './limits.ts';
import { fromBig, toBig } from './primitives/big.ts';
import { encodePublicKey, sign } from './primitives/dsa.ts';
import { newKeyPair, prime, sharedSecret } from './primitives/group.ts';
import { deriveAkeKeys } from './primitives/kdf.ts';
import { native } from './primitives/native.ts';
import { step } from './step.ts';
import { encryptedPair, newPeer, settle, type Peer } from './testing/pair.ts';
import { testKeys } from './testing/keys.ts';
import { seededRng } from './testing/seed.ts';
import { armor, unarmor } from './wire/armor.ts';
import {
  decodeBody,
  decodeHeader,
  encodeAke,
  encodeDataAfterMac,
  encodeDataBeforeMac,
  type AkeMessage,
  type DataMessage,
  type DhCommit,
  type DhKey,
} from './wire/message.ts';
import { data, int } from './wire/writer.ts';

/*
 * What an enemy on the wire or at the other end can try; the numbers are those of the table of known
 * attacks. Each test has the honest message accepted as well, so that it is the check that refuses.
 */

const [aliceTag, bobTag] = [0x1111_1111, 0x2222_2222];

function bytesOf(text: string): Uint8Array {
  const opened = unarmor(text);
  if (!opened.ok) throw new Error(opened.fault);
  return opened.value;
}

function messageOf(text: string) {
  const bytes = bytesOf(text);
  const header = decodeHeader(bytes);
  const body = header.ok ? decodeBody(header.value, bytes) : header;
  if (!body.ok) throw new Error(body.fault);
  return body.value;
}

function ake(message: AkeMessage, senderTag: number, receiverTag: number): string {
  return armor(encodeAke({ version: 3, kind: message.kind, senderTag, receiverTag }, message));
}

/** Hands over a text that must change nothing and show nothing. */
function expectRefused(peer: Peer, text: string): void {
  const before = peer.conversation;
  const { length } = peer.shown;
  peer.receive(text);
  expect({ ...peer.conversation, replies: before.replies }).toEqual(before);
  expect(peer.conversation.instances).toBe(before.instances);
  expect(peer.shown).toHaveLength(length);
}

describe('S1: version rollback', () => {
  it('a query rewritten to older versions starts nothing', () => {
    for (const query of ['?OTRv2?', '?OTR?v2?', '?OTR?']) expectRefused(newPeer('bob'), query);
  });

  it('messages of versions 1 and 2 are not spoken', () => {
    for (const version of [1, 2]) {
      const alice = newPeer('alice');
      alice.receive('?OTRv3?');
      const commit = bytesOf(alice.take()[0]!).slice();
      commit[1] = version;
      expectRefused(newPeer('bob'), armor(commit));
    }
  });
});

describe('S3: the key exchange', () => {
  /** Every message of an honest exchange, with the peer that receives it standing just before it. */
  function upTo(count: number): { readonly peer: Peer; readonly text: string; readonly passed: readonly string[] } {
    const alice = newPeer('alice');
    const bob = newPeer('bob');
    alice.receive('?OTRv3?');
    const passed: string[] = [];
    for (let i = 0; ; i += 1) {
      const [from, to] = i % 2 === 0 ? [alice, bob] : [bob, alice];
      const text = from.take()[0]!;
      if (i === count) return { peer: to, text, passed };
      passed.push(text);
      to.receive(text);
    }
  }

  it.each([0, 1, 2, 3])('message %i reflected to its sender changes nothing and is told', (index) => {
    const { peer, passed, text } = upTo(index);
    void peer;
    const sender = index % 2 === 0 ? 'alice' : 'bob';
    const replay = newPeer(sender);
    expectRefused(replay, text);
    expect(replay.told).toEqual(['reflected']);
    expect(passed).toHaveLength(index);
  });

  it('every earlier message, replayed at any later point, leaves nobody encrypted with the wrong keys', () => {
    for (let index = 1; index <= 3; index += 1) {
      const { peer, text, passed } = upTo(index);
      for (const old of passed) peer.receive(old);
      peer.receive(text);
      const fresh = upTo(index);
      fresh.peer.receive(fresh.text);
      if (peer.status.at === 'encrypted') expect(peer.status.session).toEqual(fresh.peer.status.session);
    }
  });

  it('a commit sent again under another sender tag cannot be opened by its thief', () => {
    const { peer, text } = upTo(0);
    const stolen = messageOf(text) as DhCommit;
    peer.receive(ake(stolen, 0x4444_4444, 0));
    expect(peer.status.at).toBe('plaintext');
    const reply = messageOf(peer.take()[0]!) as DhKey;
    expect(reply.kind).toBe('dh-key');
  });

  it('an attacker who forwards the exchange cannot put its own key to the session (misbinding)', () => {
    const { peer: bob, text, passed } = upTo(2);
    // Carol signs what she saw on the wire, but she has no secret to MAC it with.
    const reveal = messageOf(text);
    if (reveal.kind !== 'reveal-signature') throw new Error('no reveal');
    const dhKey = messageOf(passed[1]!) as DhKey;
    const env = { random: seededRng('carol'), primitives: native };
    const guess = deriveAkeKeys(dhKey.gy, native);
    const proof = { from: dhKey.gy, to: dhKey.gy, keyId: 1 };
    const forged = sealSignature(guess.c, guess.m1, guess.m2, proof, testKeys.carol, env);
    expectRefused(bob, ake({ ...reveal, ...forged }, aliceTag, bobTag));
    expect(bob.told.at(-1)).toBe('malformed');
    bob.receive(text);
    expect(bob.status.at).toBe('encrypted');
  });
});

/** Bob as the responder, against a hand-made initiator who can cheat in its own half. */
function cheat(make: (x: Uint8Array, keys: ReturnType<typeof deriveAkeKeys>) => Uint8Array): Peer {
  const bob = newPeer('bob');
  const random = seededRng('mallory');
  const ours = newKeyPair(random, native);
  const r = random(16);
  const gx = data(ours.open);
  const commit: AkeMessage = {
    kind: 'dh-commit',
    encryptedGx: native.aesCtr(r, new Uint8Array(16), gx),
    hashedGx: native.sha256(gx),
  };
  bob.receive(ake(commit, aliceTag, 0));
  const { gy } = messageOf(bob.take()[0]!) as DhKey;
  const keys = deriveAkeKeys(sharedSecret(ours, gy, native)!, native);
  const publicKey = encodePublicKey(testKeys.alice);
  const m = native.hmacSha256(keys.m1, gx, data(gy), publicKey, int(1));
  const x = make(concat(publicKey, int(1), sign(testKeys.alice, m, random, native)), keys);
  const encryptedSignature = native.aesCtr(keys.c, new Uint8Array(16), x);
  const mac = native.hmacSha256(keys.m2, data(encryptedSignature)).slice(0, 20);
  bob.receive(ake({ kind: 'reveal-signature', revealedKey: r, encryptedSignature, mac }, aliceTag, bobTag));
  return bob;
}

describe('S4: signature bypass, by a peer who holds the MAC keys', () => {
  it('the honest signature is accepted', () => {
    expect(cheat((x) => x).status.at).toBe('encrypted');
  });

  const start = encodePublicKey(testKeys.alice).length + 4;
  it.each([
    ['every bit of the first byte of r', (x: Uint8Array) => bend(x, start)],
    ['the last byte of s', (x: Uint8Array) => bend(x, start + 39)],
    ['r of 0', (x: Uint8Array) => put(x, start, new Uint8Array(20))],
    ['s of 0', (x: Uint8Array) => put(x, start + 20, new Uint8Array(20))],
    ['r of q', (x: Uint8Array) => put(x, start, testKeys.alice.q)],
    ['s of q', (x: Uint8Array) => put(x, start + 20, testKeys.alice.q)],
    ['39 bytes', (x: Uint8Array) => x.slice(0, -1)],
    ['41 bytes', (x: Uint8Array) => concat(x, Uint8Array.of(0))],
    ['no signature', (x: Uint8Array) => x.slice(0, start)],
    ['nothing at all', () => new Uint8Array(0)],
    ['another key id', (x: Uint8Array) => put(x, start - 4, int(2))],
    ['key id 0', (x: Uint8Array) => put(x, start - 4, int(0))],
    ['another key', (x: Uint8Array) => put(x, 0, encodePublicKey(testKeys.bob).slice(0, x.length))],
    ['another key type', (x: Uint8Array) => put(x, 0, Uint8Array.of(0, 1))],
  ])('%s is refused', (_name, change) => {
    const bob = cheat(change);
    expect(bob.status.at).toBe('plaintext');
    expect(bob.told.at(-1)).toBe('malformed');
    expect(bob.outbox).toEqual([]);
  });

  it('lengths of 2^31 and 2^32-1 inside the encrypted part are refused (S6)', () => {
    for (const length of [0x8000_0000, 0xffff_ffff]) {
      for (const at of [2, 2 + 4 + 128]) expect(cheat((x) => put(x, at, int(length))).status.at).toBe('plaintext');
    }
  });
});

function bend(bytes: Uint8Array, at: number): Uint8Array {
  const bent = bytes.slice();
  bent[at]! ^= 0xff;
  return bent;
}

function put(bytes: Uint8Array, at: number, part: Uint8Array): Uint8Array {
  const changed = bytes.slice();
  changed.set(part.subarray(0, Math.max(0, bytes.length - at)), at);
  return changed;
}

describe('S6: lengths in every field', () => {
  it('of 2^31 and 2^32-1, at every offset of every message, are refused without a throw', () => {
    const alice = newPeer('alice');
    const bob = newPeer('bob');
    alice.receive('?OTRv3?');
    for (let i = 0; i < 4; i += 1) {
      const [from, to] = i % 2 === 0 ? [alice, bob] : [bob, alice];
      const text = from.take()[0]!;
      const honest = bytesOf(text);
      for (let at = 11; at + 4 <= honest.length; at += 1) {
        for (const length of [0x8000_0000, 0xffff_ffff]) {
          const bent = armor(put(honest, at, int(length)));
          const { next } = step(to.conversation, { kind: 'receive', text: bent, atMs: to.nowMs }, to.env);
          expect(next.focus, `offset ${at}`).toBeNull();
        }
      }
      to.receive(text);
    }
    expect(alice.status.at).toBe('encrypted');
  });
});

describe('S9: fragments', () => {
  const piece = (k: number | string, n: number | string, sender = '11111111', text = 'x') =>
    `?OTR|${sender}|22222222,${k},${n},${text},`;

  it('with k or n of 0, k above n, or empty change nothing', () => {
    const bob = newPeer('bob');
    for (const text of [piece(0, 3), piece(1, 0), piece(4, 3), piece(1, 3, '11111111', ''), piece(1, 65_536)]) {
      expectRefused(bob, text);
    }
    bob.receive(piece(1, 3));
    expect(bob.conversation.assemblies.size).toBe(1);
  });

  it('from many senders hold a bounded number of half messages', () => {
    const bob = newPeer('bob');
    for (let i = 0; i < 100; i += 1) bob.receive(piece(1, 3, (0x5000 + i).toString(16)));
    expect(bob.conversation.assemblies.size).toBe(limits.assemblies);
  });

  it('without end hold a bounded number of characters', () => {
    const bob = newPeer('bob');
    const chunk = 'A'.repeat(100_000);
    let largest = 0;
    for (let k = 1; k < 60; k += 1) {
      bob.receive(piece(k, 65_535, '11111111', chunk));
      for (const assembly of bob.conversation.assemblies.values()) largest = Math.max(largest, assembly.text.length);
    }
    expect(largest).toBeGreaterThan(1_000_000);
    expect(largest).toBeLessThanOrEqual(limits.encodedText);
  });

  it('of two senders, interleaved, do not mix', () => {
    const alice = newPeer('alice', { maxMessageSize: 150 });
    const carol = newPeer('carol', { maxMessageSize: 150 });
    const bob = newPeer('bob');
    alice.receive('?OTRv3?');
    carol.receive('?OTRv3?');
    const [a, c] = [alice.take(), carol.take()];
    for (let i = 0; i < Math.max(a.length, c.length); i += 1) {
      if (a[i] !== undefined) bob.receive(a[i]!);
      if (c[i] !== undefined) bob.receive(c[i]!);
    }
    expect(bob.conversation.instances.size).toBe(2);
  });

  it('cannot hold fragments, queries or the message of another sender', () => {
    const bob = newPeer('bob');
    bob.receive(piece(1, 1, '11111111', '?OTRv3?'));
    bob.receive(`?OTR|11111111|22222222,1,1,?OTR|11111111|22222222;1;1;x,`);
    const alice = newPeer('alice');
    alice.receive('?OTRv3?');
    bob.receive(piece(1, 1, '33333333', alice.take()[0]));
    expect(bob.told).toEqual(['malformed', 'malformed', 'malformed']);
    expect(bob.outbox).toEqual([]);
    expect(bob.conversation.instances.size).toBe(0);
  });
});

describe('S10, S11: values of the key exchange', () => {
  it('public values 0, 1, p-1, p, p+1 in a D-H Key are refused', () => {
    const p = toBig(prime);
    for (const value of [0n, 1n, p - 1n, p, p + 1n]) {
      const alice = newPeer('alice');
      alice.receive('?OTRv3?');
      alice.take();
      expectRefused(alice, ake({ kind: 'dh-key', gy: fromBig(value) }, bobTag, aliceTag));
      expect(alice.outbox).toEqual([]);
    }
  });

  it('public values 0, 1, p-1, p, p+1 behind a commit are refused when they are revealed', () => {
    const p = toBig(prime);
    for (const value of [0n, 1n, p - 1n, p, p + 1n]) {
      const bob = newPeer('bob');
      const r = new Uint8Array(16).fill(1);
      const gx = data(fromBig(value));
      const encryptedGx = native.aesCtr(r, new Uint8Array(16), gx);
      bob.receive(ake({ kind: 'dh-commit', encryptedGx, hashedGx: native.sha256(gx) }, aliceTag, 0));
      bob.take();
      const rest = { encryptedSignature: new Uint8Array(466), mac: new Uint8Array(20) };
      expectRefused(bob, ake({ kind: 'reveal-signature', revealedKey: r, ...rest }, aliceTag, bobTag));
      expect(bob.told.at(-1)).toBe('malformed');
    }
  });
});

/** Alice's next message, remade by Alice herself with other fields: its MAC is right. */
function remade(alice: Peer, change: (message: DataMessage) => Partial<DataMessage>): string {
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

describe('S2, S11, S13: data messages from a peer who cheats, under a right MAC', () => {
  it('remade without a change is accepted', () => {
    const { alice, bob } = encryptedPair();
    bob.receive(remade(alice, () => ({})));
    expect(bob.texts).toEqual(['remade']);
  });

  it('a next public value outside 2..p-2 is refused', () => {
    const p = toBig(prime);
    for (const value of [0n, 1n, p - 1n, p, p + 1n]) {
      const { alice, bob } = encryptedPair();
      expectRefused(bob, remade(alice, () => ({ nextKey: fromBig(value) })));
    }
  });

  it('a next key that differs from the one known under that id is refused', () => {
    const { alice, bob } = encryptedPair();
    alice.type('one');
    settle(alice, bob);
    // Alice still sends with key 1, so her next key must be the key 2 that Bob knows by now.
    const stranger = newKeyPair(seededRng('stranger'), native).open;
    expectRefused(bob, remade(alice, () => ({ nextKey: stranger })));
    expect(bob.told.at(-1)).toBe('unreadable');
    bob.receive(remade(alice, () => ({})));
    expect(bob.texts).toEqual(['one', 'remade']);
  });

  it('a next key that repeats the present one is refused', () => {
    const { alice, bob } = encryptedPair();
    const session = [...bob.conversation.instances.values()][0]!.session;
    const present = session.at === 'encrypted' ? session.ring.theirs : new Uint8Array(0);
    expectRefused(bob, remade(alice, () => ({ nextKey: present })));
  });

  it('a counter of 0 or one already used is refused; a higher one is accepted', () => {
    const { alice, bob } = encryptedPair();
    expectRefused(bob, remade(alice, () => ({ counter: new Uint8Array(8) })));
    const counter = Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 0);
    bob.receive(remade(alice, () => ({ counter })));
    expect(bob.shown).toHaveLength(1);
    expectRefused(bob, remade(alice, () => ({ counter })));
    expectRefused(bob, remade(alice, () => ({ counter: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0xff) })));
  });

  it.each([0, 2, 7, 0xffff_ffff])('a sender key id of %i that was never agreed is refused', (senderKeyId) => {
    const { alice, bob } = encryptedPair();
    expectRefused(bob, remade(alice, () => ({ senderKeyId })));
  });

  it.each([0, 3, 0xffff_ffff])('a recipient key id of %i that we do not have is refused', (recipientKeyId) => {
    const { alice, bob } = encryptedPair();
    expectRefused(bob, remade(alice, () => ({ recipientKeyId })));
  });

  it('an exact replay is refused, early or late', () => {
    const { alice, bob } = encryptedPair();
    alice.type('once');
    const [text] = alice.take();
    bob.receive(text!);
    expectRefused(bob, text!);
    bob.type('reply');
    settle(alice, bob);
    expectRefused(bob, text!);
    expect(bob.texts).toEqual(['once']);
  });

  it('a delayed message, forged with the MAC key that was revealed since, is refused', () => {
    const { alice, bob } = encryptedPair();
    alice.type('used, so that Bob reveals its key');
    settle(alice, bob);
    alice.type('delayed');
    const delayed = messageOf(alice.take()[0]!);
    if (delayed.kind !== 'data') throw new Error('no data');
    for (let i = 0; i < 3; i += 1) {
      bob.type('ping');
      settle(alice, bob);
      alice.type('pong');
      settle(alice, bob);
    }
    const revealed = bob.sent
      .filter((text) => text.startsWith('?OTR:AAMD'))
      .map(messageOf)
      .flatMap((message) => (message.kind === 'data' && message.oldMacKeys.length > 0 ? [message.oldMacKeys] : []));
    const key = revealed[0]!.slice(0, 20);
    expect(native.hmacSha1(key, delayed.authenticated)).toEqual(delayed.mac);
    const header = { version: 3, kind: 'data', senderTag: aliceTag, receiverTag: bobTag } as const;
    const before = encodeDataBeforeMac(header, { ...delayed, ciphertext: bend(delayed.ciphertext, 0) });
    expectRefused(bob, armor(encodeDataAfterMac(before, native.hmacSha1(key, before), [])));
  });

  it('a message reflected to its sender is told and not shown', () => {
    const { alice } = encryptedPair();
    alice.type('echo');
    expectRefused(alice, alice.take()[0]!);
    expect(alice.told.at(-1)).toBe('reflected');
  });

  it('a message reflected with the tags swapped fails its MAC', () => {
    const { alice } = encryptedPair();
    alice.type('echo');
    const bytes = bytesOf(alice.take()[0]!);
    const swapped = concat(bytes.slice(0, 3), int(bobTag), int(aliceTag), bytes.slice(11));
    expectRefused(alice, armor(swapped));
    expect(alice.told.at(-1)).toBe('unreadable');
  });
});

describe('S13: the peer starts anew with the same key ids', () => {
  it('and its new keys replace the old ones', () => {
    const { alice, bob } = encryptedPair();
    alice.type('before');
    settle(alice, bob);
    const anew = newPeer('alice', { seed: 'restarted' });
    anew.start();
    settle(anew, bob);
    expect(bob.status.at).toBe('encrypted');
    bob.type('to the new keys');
    anew.type('from the new keys');
    settle(anew, bob);
    expect(anew.texts).toEqual(['to the new keys']);
    expect(bob.texts).toEqual(['before', 'from the new keys']);
  });
});

describe('S17: a random source that fails', () => {
  it('at any point of a talk: nothing is sent, nothing changes, and it is told', () => {
    for (let good = 0; good < 14; good += 1) {
      const alice = newPeer('alice');
      const bob = newPeer('bob');
      const seeded = alice.env.random;
      let left = good;
      const random = (length: number): Uint8Array => {
        left -= 1;
        if (left < 0) throw new Error('no entropy');
        return seeded(length);
      };
      Object.assign(alice, { env: { ...alice.env, random } });
      alice.start();
      settle(alice, bob);
      alice.type('hello');
      settle(alice, bob);
      bob.type('hello');
      settle(alice, bob);
      if (!alice.told.includes('random-failed')) continue;
      expect(alice.status.at === 'encrypted' || !alice.told.includes('session-started')).toBe(true);
    }
    const dry = newPeer('alice');
    Object.assign(dry, { env: { ...dry.env, random: () => { throw new Error('no entropy'); } } });
    const before = dry.conversation;
    dry.receive('?OTRv3?');
    expect(dry.conversation).toBe(before);
    expect(dry.told).toEqual(['random-failed']);
    expect(dry.outbox).toEqual([]);
  });

  it('that gives too few bytes counts as failed', () => {
    const dry = newPeer('alice');
    Object.assign(dry, { env: { ...dry.env, random: (length: number) => new Uint8Array(length - 1) } });
    dry.receive('?OTRv3?');
    expect(dry.told).toEqual(['random-failed']);
  });
});

describe('S25: secrets that outlive their use', () => {
  it('a commit without an answer dies with its secrets after 60 seconds', () => {
    const alice = newPeer('alice');
    alice.receive('?OTRv3?');
    const commit = alice.conversation.commit!;
    alice.wait(59_999);
    expect(alice.conversation.commit).toBe(commit);
    alice.wait(1);
    expect(alice.conversation.commit).toBeNull();
    expect([...commit.ours.secret, ...commit.r].every((byte) => byte === 0)).toBe(true);
    expect(alice.told.at(-1)).toBe('key-exchange-expired');
    expect(alice.status.starting).toBe(false);
  });

  it('so does an answer that no reveal followed, and a reveal that no signature followed', () => {
    const alice = newPeer('alice');
    const bob = newPeer('bob');
    alice.receive('?OTRv3?');
    bob.receive(alice.take()[0]!);
    alice.receive(bob.take()[0]!);
    const secrets = [alice, bob].map((peer) => {
      const { ake: state } = [...peer.conversation.instances.values()][0]!;
      return state.at === 'none' || state.at === 'awaiting-dh-key' ? new Uint8Array([1]) : state.ours.secret;
    });
    for (const peer of [alice, bob]) {
      peer.wait(60_000);
      expect([...peer.conversation.instances.values()][0]!.ake.at).toBe('none');
    }
    expect(secrets.map((secret) => secret.every((byte) => byte === 0))).toEqual([true, true]);
  });

  it('time that passes without a tick counts as well', () => {
    const alice = newPeer('alice');
    alice.receive('?OTRv3?');
    alice.nowMs += 60_000;
    alice.receive('hello');
    expect(alice.conversation.commit).toBeNull();
  });
});

describe('several devices', () => {
  it('a message for another of our devices is told quietly and changes nothing', () => {
    const { alice } = encryptedPair();
    const elsewhere = newPeer('bob', { instanceTag: 0x7777_7777 });
    alice.type('for Bob at 2222');
    expectRefused(elsewhere, alice.take()[0]!);
    expect(elsewhere.told).toEqual(['other-instance']);
  });

  it('tags below 0x100 are refused, and only a commit may lack the receiver', () => {
    const alice = newPeer('alice');
    alice.receive('?OTRv3?');
    const commit = messageOf(alice.take()[0]!) as DhCommit;
    for (const [sender, receiver] of [[0xff, 0], [0, 0], [aliceTag, 0xff], [aliceTag, 1]] as const) {
      expectRefused(newPeer('bob'), ake(commit, sender, receiver));
    }
    const bob = newPeer('bob');
    bob.receive(ake(commit, aliceTag, 0));
    const key = messageOf(bob.take()[0]!) as DhKey;
    expectRefused(alice, ake(key, bobTag, 0));
    alice.receive(ake(key, bobTag, aliceTag));
    expect(alice.take()[0]).toMatch(/^\?OTR:AAMR/);
  });

  it('a text from an older session with another device is marked with that session', () => {
    const alice = newPeer('alice');
    const phone = newPeer('bob', { instanceTag: 0x5555_5555, seed: 'phone' });
    const mallory = newPeer('carol');
    for (const device of [mallory, phone]) {
      device.start();
      settle(alice, device);
      expect(alice.status.session?.theirInstance).toBe(device.conversation.config.instanceTag);
    }
    mallory.type('I am Bob');
    const [effect] = alice.receive(mallory.take()[0]!);
    expect(effect).toMatchObject({ do: 'deliver', session: { theirInstance: 0x3333_3333 } });
    expect(alice.status.session?.theirInstance).toBe(0x5555_5555);
    mallory.end();
    alice.receive(mallory.take()[0]!);
    expect(alice.status.at).toBe('encrypted');
  });

  it('without number are known only up to a bound, and the session in use stays', () => {
    const { alice, bob } = encryptedPair();
    const visitor = newPeer('carol');
    visitor.receive('?OTRv3?');
    const commit = messageOf(visitor.take()[0]!) as DhCommit;
    for (let i = 0; i < 50; i += 1) alice.receive(ake(commit, 0x9000 + i, 0));
    expect(alice.conversation.instances.size).toBe(limits.instances);
    alice.take();
    alice.type('still here');
    settle(alice, bob);
    expect(bob.texts).toEqual(['still here']);
  });
});
