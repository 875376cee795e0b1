import { describe, expect, it } from 'vitest';
import type { OtrEffect } from './api.ts';
import { instanceOf } from './conversation.ts';
import type { KeyRing } from './key-ring.ts';
import { limits } from './limits.ts';
import { encryptedPair, newPeer, settle, type Peer } from './testing/pair.ts';

/*
 * A message that says nothing but a line, as those of libotr do, has a way of its own in `session.ts` (`takeIn`). What a message
 * brings about beside its text comes with it all the same: each holds for one with a record, of padding, and for one without.
 */

const [laptopTag, phoneTag] = [0x2222_2222, 0x5555_5555];

function ringOf(peer: Peer, tag: number): KeyRing {
  const { session } = instanceOf(peer.conversation, tag);
  if (session.at !== 'encrypted') throw new Error('no session');
  return session.ring;
}

/** What is told of devices. */
const chosen = (effects: readonly OtrEffect[]): readonly number[] =>
  effects.flatMap((effect) => (effect.do === 'tell' && effect.event.kind === 'device-chosen' ? [effect.event.session.theirInstance] : []));

/** Takes in the one text that another has put on the network. */
const hear = (peer: Peer, from: Peer): readonly OtrEffect[] => peer.receive(from.take()[0]!);

describe.each([true, false])('a line, with padding: %s', (padding) => {
  it('wipes the keys that die with it, ours and what came of theirs', () => {
    const { alice, bob } = encryptedPair({ padding }, { padding });
    alice.type('ping');
    settle(alice, bob);
    const before = ringOf(alice, laptopTag);
    const dying = [before.oursBefore.secret, ...before.pairs.flatMap(({ keys }) => [keys.sendAes, keys.sendMac, keys.receiveAes])];
    expect(dying.length).toBeGreaterThan(3);
    bob.type('pong');
    const effects = hear(alice, bob);
    expect(effects.map((effect) => effect.do)).toEqual(['deliver', 'wipe']);
    for (const secret of dying) expect([alice.wiped.includes(secret), secret.every((byte) => byte === 0)]).toEqual([true, true]);
  });

  it('is answered with a heartbeat after a minute of our silence, and not before', () => {
    const { alice, bob } = encryptedPair({ padding }, { padding });
    for (const text of ['one', 'two', 'three']) bob.type(text);
    settle(alice, bob);
    for (const [waited, told] of [[limits.heartbeatMs - 1, []], [1, ['heartbeat-sent']], [1, []]] as const) {
      alice.wait(waited);
      alice.events.length = 0;
      bob.type('are you there?');
      hear(alice, bob);
      expect([waited, alice.told]).toEqual([waited, told]);
    }
    expect(alice.texts).toHaveLength(6);
  });

  it('moves the choice of device, where that follows what is heard', () => {
    const { alice, bob: laptop } = encryptedPair({ padding }, { padding });
    const phone = newPeer('bob', { padding, instanceTag: phoneTag, seed: 'phone' });
    phone.start();
    settle(alice, phone);
    for (const device of ['latest', 'recent', 'best'] as const) {
      alice.run({ kind: 'choose-device', device, atMs: alice.nowMs });
      for (const [speaks, tag] of [[laptop, laptopTag], [phone, phoneTag], [laptop, laptopTag]] as const) {
        alice.nowMs += 1;
        const from = alice.conversation.focus;
        speaks.type('hello');
        const told = chosen(hear(alice, speaks));
        expect(alice.conversation.focus).toBe(device === 'latest' ? phoneTag : tag);
        expect(told).toEqual(device === 'latest' || from === tag ? [] : [tag]);
      }
    }
  });
});
