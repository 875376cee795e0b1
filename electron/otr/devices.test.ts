import { describe, expect, it } from 'vitest';
import type { OtrEffect } from './api.ts';
import { encryptedPair, newPeer, settle, type Peer } from './testing/pair.ts';

/*
 * A buddy with several devices. Spec: OTRv3 "Instance Tags".
 */

const [laptopTag, phoneTag] = [0x2222_2222, 0x5555_5555];

/** The devices that texts go out to, in order. */
const targets = (effects: readonly OtrEffect[]): readonly (number | null)[] =>
  effects.flatMap((effect) => (effect.do === 'send' ? [effect.instance] : []));

/** Alice in private with Bob's laptop, and after that with Bob's phone. */
function twoDevices(): { readonly alice: Peer; readonly laptop: Peer; readonly phone: Peer } {
  const { alice, bob: laptop } = encryptedPair();
  const phone = newPeer('bob', { instanceTag: phoneTag, seed: 'phone' });
  phone.start();
  settle(alice, phone);
  return { alice, laptop, phone };
}

describe('a text on its way out names the device that it is for', () => {
  const type = (peer: Peer): readonly OtrEffect[] => peer.run({ kind: 'send', id: 'a', text: 'hello', atMs: peer.nowMs });

  it('none in clear, in a query, in the commit that answers a query', () => {
    const alice = newPeer('alice');
    expect(targets(type(alice))).toEqual([null]);
    expect(targets(alice.run({ kind: 'start', atMs: alice.nowMs }))).toEqual([null]);
    expect(targets(alice.receive('?OTRv3?'))).toEqual([null]);
  });

  it('the one that answered, in the rest of the key exchange and in the session', () => {
    const [alice, bob] = [newPeer('alice'), newPeer('bob')];
    bob.receive('?OTRv3?');
    const key = alice.receive(bob.take()[0]!);
    expect(targets(key)).toEqual([laptopTag]);
    settle(alice, bob);
    expect(targets(type(alice))).toEqual([laptopTag]);
  });

  it('the one that wrote, in an error message', () => {
    const { bob } = encryptedPair();
    bob.type('nobody can read this');
    expect(targets(newPeer('alice').receive(bob.take()[0]!))).toEqual([laptopTag]);
  });

  it('0 in version 2', () => {
    const both = { policy: { allowV2: true, allowV3: false } };
    const { alice } = encryptedPair(both, both);
    expect(targets(type(alice))).toEqual([0]);
  });

  it('each its own, in the good-byes to several', () => {
    const { alice, laptop, phone } = twoDevices();
    const farewells = alice.run({ kind: 'end', atMs: alice.nowMs });
    expect(new Set(targets(farewells))).toEqual(new Set([laptopTag, phoneTag]));
    for (const effect of farewells) {
      if (effect.do === 'send') (effect.instance === phoneTag ? phone : laptop).receive(effect.text);
    }
    expect([laptop.status.at, phone.status.at]).toEqual(['finished', 'finished']);
  });
});
