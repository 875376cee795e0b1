import { describe, expect, it } from 'vitest';
import { configure } from './conversation.ts';
import { limits } from './limits.ts';
import { encryptedPair, manual, newPeer, settle, type Peer } from './testing/pair.ts';

/*
 * Spec: OTRv3 "User types a message to be sent" ("Store the plaintext message for possible retransmission"),
 * "Receiving a Reveal Signature Message" ("If there is a recent stored message, encrypt it and send it").
 */

/** Bob lost his session: what Alice types he cannot read, and says so. */
function forgetful(alicePolicy = {}): { readonly alice: Peer; readonly bob: Peer } {
  const { alice } = encryptedPair({ policy: alicePolicy });
  return { alice, bob: newPeer('bob', { seed: 'restarted' }) };
}

function refresh(alice: Peer, bob: Peer): void {
  alice.start();
  settle(alice, bob);
}

describe('a line that the peer could not read', () => {
  it('goes out once more after a refresh to the same key, marked, under its id', () => {
    const { alice, bob } = forgetful();
    const id = alice.type('hello');
    settle(alice, bob);
    expect([bob.texts, alice.told.at(-1)]).toEqual([[], 'peer-error']);
    const sent = [];
    alice.start();
    bob.receive(alice.take()[0]!);
    alice.receive(bob.take()[0]!);
    bob.receive(alice.take()[0]!);
    for (const effect of alice.receive(bob.take()[0]!)) if (effect.do === 'send') sent.push(effect);
    expect(sent.at(-1)).toMatchObject({ id, encrypted: true, instance: 0x2222_2222 });
    settle(alice, bob);
    expect(bob.shown).toEqual([{ text: '[resent] hello', encrypted: true }]);
    expect(alice.events.at(-1)).toEqual({ kind: 'resent', id });
    alice.receive('?OTR Error: again');
    refresh(alice, bob);
    expect(bob.texts).toHaveLength(1);
  });

  it('goes out with the others, in order, before what waits', () => {
    const { alice, bob } = forgetful({ startOnError: true, requireEncryption: true });
    for (const text of ['one', 'two', 'three']) alice.type(text);
    settle(alice, bob);
    expect(bob.texts).toEqual(['[resent] one', '[resent] two', '[resent] three']);
  });

  it('goes out again also where the peer had ended the session meanwhile', () => {
    const { alice, bob } = encryptedPair();
    bob.end();
    alice.type('crossed');
    settle(alice, bob);
    expect([alice.status.at, alice.told.at(-1)]).toEqual(['finished', 'peer-error']);
    refresh(alice, bob);
    expect(bob.texts).toEqual(['[resent] crossed']);
  });

  it('stays where it is without an error message: a refresh alone repeats nothing', () => {
    const { alice, bob } = encryptedPair();
    alice.type('hello');
    settle(alice, bob);
    refresh(alice, bob);
    refresh(alice, bob);
    expect(bob.texts).toEqual(['hello']);
    expect(alice.told).not.toContain('resent');
  });

  /** Alice has revealed and signed; Bob has the new session, she does not yet: what she types now he cannot read. */
  function halfway(): { readonly alice: Peer; readonly bob: Peer; readonly signature: string } {
    const { alice, bob } = encryptedPair();
    alice.receive('?OTRv3?');
    for (const [from, to] of [[alice, bob], [bob, alice], [alice, bob]] as const) to.receive(from.take()[0]!);
    return { alice, bob, signature: bob.take()[0]! };
  }

  it('under way during a refresh goes out at once when the error comes after the agreement', () => {
    const { alice, bob, signature } = halfway();
    const id = alice.type('under way');
    bob.receive(alice.take()[0]!);
    expect([bob.texts, bob.told.at(-1)]).toEqual([[], 'unreadable']);
    alice.receive(signature);
    expect(alice.told.at(-1)).toBe('session-started');
    settle(alice, bob);
    expect(bob.shown).toEqual([{ text: '[resent] under way', encrypted: true }]);
    expect(alice.events.slice(-2)).toEqual([{ kind: 'peer-error', text: 'You transmitted an unreadable encrypted message.' }, { kind: 'resent', id }]);
    alice.receive('?OTR Error: once more');
    refresh(alice, bob);
    expect(bob.texts).toHaveLength(1);
  });

  it('under way during a refresh is kept through it until an answer, in the new session, to something later', () => {
    const { alice, bob, signature } = halfway();
    alice.type('under way');
    const late = alice.take();
    alice.receive(signature);
    bob.type('written before that came');
    settle(alice, bob);
    expect(alice.conversation.unread.map(({ text }) => text)).toEqual(['under way']);
    for (const text of late) bob.receive(text);
    const [error] = bob.take();
    alice.type('later');
    settle(alice, bob);
    bob.type('an answer to that');
    settle(alice, bob);
    expect(alice.conversation.unread).toEqual([]);
    alice.receive(error!);
    expect([bob.texts, alice.outbox]).toEqual([['later'], []]);
  });

  it('under way while the peer ends and a new session is agreed goes out as well', () => {
    const { alice, bob } = encryptedPair();
    bob.end();
    alice.type('crossed');
    const [crossed] = alice.take();
    for (const text of bob.take()) alice.receive(text);
    refresh(alice, bob);
    bob.receive(crossed!);
    settle(alice, bob);
    expect(bob.texts).toEqual(['[resent] crossed']);
  });

  it('that has become too long to send again is told', () => {
    const { alice, bob, signature } = halfway();
    const id = alice.type('under way');
    bob.receive(alice.take()[0]!);
    alice.receive(signature);
    alice.conversation = configure(alice.conversation, { ...alice.conversation.config, maxMessageSize: 20 });
    settle(alice, bob);
    expect(alice.events.at(-1)).toEqual({ kind: 'not-sent', id, why: 'too-long' });
    expect(alice.conversation.unread).toEqual([]);
  });

  it('is forgotten once an answer shows that it was read', () => {
    const { alice, bob } = encryptedPair();
    alice.type('hello');
    settle(alice, bob);
    expect(alice.conversation.unread).toHaveLength(1);
    bob.type('hi');
    settle(alice, bob);
    expect(alice.conversation.unread).toEqual([]);
    alice.receive('?OTR Error: forged');
    refresh(alice, bob);
    expect(bob.texts).toEqual(['hello']);
  });

  it('is not forgotten with the first of several that went out under the same key', () => {
    const { alice, bob } = encryptedPair();
    for (const text of ['one', 'two', 'three']) alice.type(text);
    const [one] = alice.take();
    bob.receive(one!);
    bob.type('answer to one');
    for (const text of bob.take()) alice.receive(text);
    expect(alice.conversation.unread.map(({ text }) => text)).toEqual(['two', 'three']);
    alice.receive('?OTR Error: two and three could not be read');
    refresh(alice, bob);
    expect(bob.texts).toEqual(['one', '[resent] two', '[resent] three']);
  });

  it('is done with once an answer shows that something later was read', () => {
    const { alice, bob } = encryptedPair();
    for (const text of ['one', 'two']) alice.type(text);
    settle(alice, bob);
    bob.type('answer');
    settle(alice, bob);
    expect(alice.conversation.unread.map(({ text }) => text)).toEqual(['two']);
    alice.type('three');
    settle(alice, bob);
    bob.type('answer');
    settle(alice, bob);
    expect(alice.conversation.unread).toEqual([]);
  });

  it('stays in doubt through answers that show only that some line was read', () => {
    const { alice, bob } = encryptedPair();
    for (const text of ['one', 'two']) alice.type(text);
    const [, two] = alice.take();
    alice.receive('?OTR Error: one could not be read');
    bob.receive(two!);
    for (let i = 0; i < 2; i += 1) {
      bob.type('answer');
      settle(alice, bob);
      expect(alice.conversation.unread.map(({ text }) => text)).toEqual(['one', 'two']);
      alice.type('three');
      settle(alice, bob);
    }
    refresh(alice, bob);
    expect(bob.texts).toEqual(['two', 'three', 'three', '[resent] one', '[resent] two']);
  });

  it('is forgotten for all doubt where it is the only one that went out under its key', () => {
    const { alice, bob } = encryptedPair();
    alice.type('one');
    settle(alice, bob);
    alice.receive('?OTR Error: forged');
    bob.type('but read');
    settle(alice, bob);
    expect(alice.conversation.unread).toEqual([]);
  });

  it('is not taken for read by an answer that was on its way before it', () => {
    const { alice, bob } = encryptedPair();
    alice.type('one');
    settle(alice, bob);
    bob.type('answer to one');
    settle(alice, bob);
    bob.type('written before two was there');
    alice.type('two');
    for (const text of bob.take()) alice.receive(text);
    expect(alice.conversation.unread.map(({ text }) => text)).toEqual(['two']);
  });

  it('is kept for a minute, and not after the person ends the conversation', () => {
    for (const [forget, resent] of [
      [(alice: Peer) => alice.wait(limits.unreadAgeMs - 1), 1],
      [(alice: Peer) => alice.wait(limits.unreadAgeMs), 0],
      [(alice: Peer) => alice.end(), 0],
    ] as const) {
      const { alice, bob } = forgetful();
      alice.type('hello');
      settle(alice, bob);
      forget(alice);
      expect(alice.conversation.unread).toHaveLength(resent);
      bob.nowMs = alice.nowMs;
      settle(alice, bob);
      refresh(alice, bob);
      expect(bob.texts).toHaveLength(resent);
    }
  });

  it('is one of a bounded number', () => {
    const { alice } = encryptedPair();
    for (let i = 0; i < 50; i += 1) alice.type(`line ${i}`);
    expect(alice.conversation.unread.map(({ text }) => text)).toEqual(
      Array.from({ length: limits.unreadLines }, (_, i) => `line ${50 - limits.unreadLines + i}`),
    );
    const long = ['a', 'b', 'c'].map((letter) => alice.type(letter.repeat(0.4 * limits.typedText)));
    expect(alice.conversation.unread.map((line) => line.id)).toEqual(long.slice(1));
    const kept = alice.type('x'.repeat(limits.typedText));
    // NULs do not go out, but are kept.
    const id = alice.type('x\0'.repeat(limits.typedText / 2 + 1));
    expect(alice.events.at(-1)).toEqual({ kind: 'not-sent', id, why: 'too-long' });
    expect(alice.conversation.unread.map((line) => line.id)).toEqual([kept]);
    // Three bytes a letter.
    const wide = alice.type('€'.repeat(limits.typedText / 3 + 1));
    expect(alice.events.at(-1)).toEqual({ kind: 'not-sent', id: wide, why: 'too-long' });
  });

  /** A line that Bob's laptop could not read; his phone, with another key, is the first to agree on a session. */
  function passedOver(): { readonly alice: Peer; readonly laptop: Peer; readonly phone: Peer; readonly id: string } {
    const { alice, bob: laptop } = forgetful();
    const phone = newPeer('carol', { instanceTag: 0x5555_5555 });
    const id = alice.type('for the laptop');
    settle(alice, laptop);
    refresh(alice, phone);
    return { alice, laptop, phone, id };
  }

  const refused = (alice: Peer): readonly string[] => alice.events.flatMap((event) => (event.kind === 'not-resent' ? [event.id] : []));

  it('waits for its own device where another, with another key, agrees first', () => {
    const { alice, laptop, phone, id } = passedOver();
    expect([phone.texts, refused(alice)]).toEqual([[], []]);
    refresh(alice, laptop);
    expect(laptop.shown).toEqual([{ text: '[resent] for the laptop', encrypted: true }]);
    expect(alice.events.at(-1)).toEqual({ kind: 'resent', id });
    alice.wait(limits.unreadAgeMs);
    expect(refused(alice)).toEqual([]);
  });

  it('waits no longer where its own device comes with another key, or the key with a lower version', () => {
    for (const [comes, why] of [
      [newPeer('alice', { instanceTag: 0x2222_2222, seed: 'new key' }), 'other-key'],
      [newPeer('bob', { seed: 'restarted', policy: { allowV2: true, allowV3: false } }), 'lower-version'],
    ] as const) {
      const { alice, id } = passedOver();
      alice.conversation = configure(alice.conversation, { ...alice.conversation.config, policy: { ...manual, allowV2: true } });
      refresh(alice, comes);
      expect(alice.events.at(-1)).toMatchObject({ kind: 'not-resent', id, why });
      expect([comes.texts, alice.conversation.unread]).toEqual([[], []]);
    }
  });

  it('is told once its minute is over, or others take its place, and its own device has not come', () => {
    for (const give of [
      ({ alice }: ReturnType<typeof passedOver>) => alice.wait(limits.unreadAgeMs),
      ({ alice }: ReturnType<typeof passedOver>) => {
        for (let i = 0; i < limits.unreadLines; i += 1) alice.type('to the phone');
      },
      ({ alice }: ReturnType<typeof passedOver>) => void alice.type('x'.repeat(limits.typedText)),
    ]) {
      const stage = passedOver();
      give(stage);
      const { alice, laptop, id } = stage;
      const [, { info }] = [...alice.conversation.instances.values()].flatMap(({ session }) => (session.at === 'encrypted' ? [session] : [])) as [unknown, { info: unknown }];
      expect(alice.events.filter(({ kind }) => kind === 'not-resent')).toEqual([{ kind: 'not-resent', id, session: info, why: 'other-key' }]);
      laptop.nowMs = alice.nowMs;
      refresh(alice, laptop);
      expect(laptop.texts).toEqual([]);
    }
  });

  it('is not told where the person ended the conversation, or sent it by hand meanwhile', () => {
    const ended = passedOver();
    ended.alice.end();
    ended.alice.wait(limits.unreadAgeMs);
    expect(refused(ended.alice)).toEqual([]);
    const { alice, phone, laptop, id } = passedOver();
    alice.run({ kind: 'send', id, text: 'for the laptop', atMs: alice.nowMs });
    settle(alice, phone);
    refresh(alice, laptop);
    alice.wait(limits.unreadAgeMs);
    expect([phone.texts, laptop.texts, refused(alice)]).toEqual([['for the laptop'], [], []]);
  });

  it('does not go out again once the person has withdrawn it', () => {
    const { alice, bob } = forgetful();
    const ids = ['one', 'two'].map((text) => alice.type(text));
    settle(alice, bob);
    const before = alice.events.length;
    alice.run({ kind: 'withdraw', id: ids[0]!, atMs: alice.nowMs });
    expect(alice.events).toHaveLength(before);
    refresh(alice, bob);
    expect(bob.texts).toEqual(['[resent] two']);
  });

  it('that goes out by hand for the second time is kept once', () => {
    const { alice, bob } = forgetful();
    const id = alice.type('again');
    alice.run({ kind: 'send', id, text: 'again', atMs: alice.nowMs });
    settle(alice, bob);
    refresh(alice, bob);
    expect(bob.texts).toEqual(['[resent] again']);
  });

  it('of one device is not touched by another that agrees or answers', () => {
    const { alice, bob: laptop } = encryptedPair();
    const phone = newPeer('bob', { instanceTag: 0x5555_5555, seed: 'phone' });
    alice.type('for the laptop');
    phone.start();
    settle(alice, phone);
    alice.type('for the phone');
    settle(alice, phone);
    expect(alice.conversation.unread).toHaveLength(2);
    phone.type('read it');
    settle(alice, phone);
    expect(alice.conversation.unread.map(({ text }) => text)).toEqual(['for the laptop']);
    void laptop;
  });
});
