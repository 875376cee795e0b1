import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation } from './conversation.ts';
import { step } from './step.ts';
import { encryptedPair, newPeer, settle, type Peer } from './testing/pair.ts';
import { armor, unarmor } from './wire/armor.ts';

/*
 * The engine never throws on any input, and what fails authentication moves nothing: every message in
 * every state, cut short, with bits flipped, with parts replaced.
 */

/** A peer in every pair of message state and authentication state that a conversation can be in. */
function states(): ReadonlyMap<string, Peer> {
  const peers = new Map<string, Peer>();
  const add = (name: string, make: () => Peer): void => {
    peers.set(name, make());
  };
  const sessions = {
    plaintext: () => ({ alice: newPeer('alice'), bob: newPeer('bob') }),
    encrypted: () => encryptedPair(),
    finished: () => {
      const pair = encryptedPair();
      pair.bob.end();
      settle(pair.alice, pair.bob);
      return pair;
    },
  };
  for (const [name, make] of Object.entries(sessions)) {
    add(`${name}, none`, () => make().alice);
    add(`${name}, awaiting-dh-key`, () => {
      const { alice } = make();
      alice.receive('?OTRv3?');
      return alice;
    });
    add(`${name}, awaiting-reveal-sig`, () => {
      const { alice, bob } = make();
      bob.receive('?OTRv3?');
      alice.receive(bob.take().at(-1)!);
      return alice;
    });
    add(`${name}, awaiting-sig`, () => {
      const { alice, bob } = make();
      alice.receive('?OTRv3?');
      bob.receive(alice.take().at(-1)!);
      alice.receive(bob.take().at(-1)!);
      return alice;
    });
  }
  return peers;
}

/** One of each message that Bob can send to Alice, genuine in some exchange. */
function messages(): ReadonlyMap<string, string> {
  const asked = { alice: newPeer('alice'), bob: newPeer('bob') };
  asked.bob.receive('?OTRv3?');
  const commit = asked.bob.take()[0]!;
  asked.alice.receive(commit);
  asked.bob.receive(asked.alice.take()[0]!);
  const reveal = asked.bob.take()[0]!;

  const asking = { alice: newPeer('alice'), bob: newPeer('bob') };
  asking.alice.receive('?OTRv3?');
  asking.bob.receive(asking.alice.take()[0]!);
  const dhKey = asking.bob.take()[0]!;
  asking.alice.receive(dhKey);
  asking.bob.receive(asking.alice.take()[0]!);
  const signature = asking.bob.take()[0]!;

  const { bob } = encryptedPair();
  bob.type('a line');
  const line = bob.take().at(-1)!;
  bob.end();
  return new Map([
    ['dh-commit', commit],
    ['dh-key', dhKey],
    ['reveal-signature', reveal],
    ['signature', signature],
    ['data', line],
    ['data with TLV 1', bob.take().at(-1)!],
  ]);
}

const allStates = states();
const allMessages = messages();

function wireOf(text: string): Uint8Array {
  const opened = unarmor(text);
  if (!opened.ok) throw new Error(opened.fault);
  return opened.value;
}

/** Receives a text in a given conversation, throwing nothing; gives what became of it. */
function receive(peer: Peer, conversation: Conversation, text: string) {
  return step(conversation, { kind: 'receive', text, atMs: peer.nowMs }, peer.env);
}

/** Nothing of the protocol's state has moved: at most an answer was counted, or a notice that is given once. */
function expectUnmoved(before: Conversation, outcome: ReturnType<typeof step>): void {
  const { next, effects } = outcome;
  expect(effects.some((effect) => effect.do === 'deliver')).toBe(false);
  if (next === before) return;
  const sent = effects.filter((effect) => effect.do === 'send');
  expect(sent).toHaveLength(next.toldElsewhere ? 0 : 1);
  for (const { text } of sent) expect(text).toMatch(/^\?OTR Error: /);
  const moved = next.toldElsewhere ? 'toldElsewhere' : 'replies';
  for (const field of Object.keys(before) as (keyof Conversation)[]) {
    if (field !== moved) expect(next[field], field).toBe(before[field]);
  }
}

/** The messages that carry proof of who sent them; a bent D-H Commit or D-H Key is just another one. */
const proving = ['reveal-signature', 'signature', 'data', 'data with TLV 1'];

describe.each([...allStates.keys()])('in %s', (name) => {
  const peer = allStates.get(name)!;
  const start = peer.conversation;

  it.each([...allMessages.keys()])('a %s cut short anywhere moves nothing', (kind) => {
    const wire = wireOf(allMessages.get(kind)!);
    for (let length = 1; length < wire.length; length += 1) {
      expectUnmoved(start, receive(peer, start, armor(wire.slice(0, length))));
    }
    const text = allMessages.get(kind)!;
    for (let length = 5; length < text.length; length += 13) {
      expectUnmoved(start, receive(peer, start, text.slice(0, length)));
    }
  });

  it.each(proving)('a %s with bits flipped moves nothing', (kind) => {
    const wire = wireOf(allMessages.get(kind)!);
    // The list of revealed keys at the end of a data message is not authenticated; it says nothing to us.
    const covered = kind.startsWith('data') ? wire.length - 4 : wire.length;
    for (let at = 0; at < covered; at += kind.startsWith('data') ? 1 : 3) {
      const bent = wire.slice();
      bent[at]! ^= 1 << (at % 8);
      if (at >= 3 && at < 7) continue; // another sender tag: the same message from another device
      expectUnmoved(start, receive(peer, start, armor(bent)));
    }
  });

  it('any bytes behind any header never throw and never start a session', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(2, 3, 10, 17, 18, 99),
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('00000100', '11111111', '22222222', '33333333', '00000000', '000000ff'),
        fc.constantFrom('00000000', '11111111', '22222222', '000000ff'),
        (type, body, sender, receiver) => {
          const tags = Uint8Array.from(Buffer.from(sender + receiver, 'hex'));
          const wire = Uint8Array.from([0, 3, type, ...tags, ...body]);
          const { next, effects } = receive(peer, start, armor(wire));
          expect(next.focus).toBe(start.focus);
          expect(effects.some((effect) => effect.do === 'deliver')).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('any text at all never throws', () => {
    const parts = ['?OTR', ':', '|', ',', '?', 'v3', ' Error:', 'AAMC', 'AAMD', '.', '=', '1', '\t', ' ', '\0', '😀'];
    const text = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 5 })), { maxLength: 25 });
    fc.assert(
      fc.property(text, (pieces) => {
        const { next } = receive(peer, start, pieces.join(''));
        expect(next.focus).toBe(start.focus);
      }),
      { numRuns: 300 },
    );
  });
});

describe('any script of two parties', () => {
  const action = fc.constantFrom(
    'a types', 'b types', 'a starts', 'b starts', 'a ends', 'b ends', 'to a', 'to b', 'lose', 'twice', 'swap', 'wait',
    'a compares', 'b compares', 'a answers', 'b answers', 'a aborts', 'b aborts', 'a shares', 'b shares',
  );
  it('throws nothing, and shows encrypted text only as it was typed, at most once', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), fc.string({ maxLength: 6 }), (script, seed) => {
        const policy = { allowV2: true };
        const alice = newPeer('alice', { seed: `a${seed}`, policy });
        const bob = newPeer('bob', { seed: `b${seed}`, policy: seed.length % 2 === 0 ? policy : { ...policy, allowV3: false } });
        if (seed.length > 1) {
          alice.start();
          settle(alice, bob);
        }
        const typed = new Set<string>();
        script.forEach((act, i) => run(act, `line ${i}`, alice, bob, typed));
        for (const peer of [alice, bob]) {
          const private_ = peer.shown.filter((line) => line.encrypted).map((line) => line.text);
          expect(new Set(private_).size).toBe(private_.length);
          for (const text of private_) expect(typed.has(text)).toBe(true);
          // Both only ever say the same, so nobody can be found to have guessed or cheated.
          expect(peer.compared.filter((state) => state === 'failed' || state === 'cheated')).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });
});

function run(act: string, text: string, alice: Peer, bob: Peer, typed: Set<string>): void {
  const peer = act.startsWith('a') ? alice : bob;
  switch (act) {
    case 'a types':
    case 'b types':
      typed.add(text);
      peer.type(text);
      return;
    case 'a starts':
    case 'b starts':
      return peer.start();
    case 'a ends':
    case 'b ends':
      return peer.end();
    case 'a compares':
    case 'b compares':
      return peer.compare('tiger', text);
    case 'a answers':
    case 'b answers':
      return peer.answer('tiger');
    case 'a aborts':
    case 'b aborts':
      return peer.abort();
    case 'a shares':
    case 'b shares':
      peer.run({ kind: 'extra-key', use: 1, data: new Uint8Array(0), atMs: peer.nowMs });
      return;
    case 'to a':
      for (const one of bob.take()) alice.receive(one);
      return;
    case 'to b':
      for (const one of alice.take()) bob.receive(one);
      return;
    case 'lose':
      alice.outbox.shift();
      return;
    case 'twice':
      alice.outbox.push(...alice.outbox.slice(-1));
      return;
    case 'swap':
      alice.outbox.reverse();
      return;
    default:
      alice.wait(30_000);
      bob.wait(30_000);
  }
}
