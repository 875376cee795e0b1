import { describe, expect, it } from 'vitest';
import { configure } from '../conversation.ts';
import { native } from '../primitives/native.ts';
import type { Primitives } from '../primitives/provider.ts';
import { encryptedPair, newPeer, settle } from '../testing/pair.ts';

describe('S25: secrets that outlive their use', () => {
  it('a commit without an answer dies with its secrets after 60 seconds', () => {
    const alice = newPeer('alice');
    alice.receive('?OTRv3?');
    const commit = alice.conversation.offer!.commit!;
    alice.wait(59_999);
    expect(alice.conversation.offer?.commit).toBe(commit);
    alice.wait(1);
    expect(alice.conversation.offer).toBeNull();
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

  it('so do they when another device has agreed meanwhile, where nothing else grows old', () => {
    const { alice, bob: laptop } = encryptedPair();
    alice.wait(60_000);
    const phone = newPeer('bob', { instanceTag: 0x5555_5555, seed: 'phone' });
    phone.receive('?OTRv3?');
    alice.receive(phone.take()[0]!);
    alice.take();
    alice.start();
    settle(alice, laptop);
    const { ake: state } = alice.conversation.instances.get(0x5555_5555)!;
    if (state.at !== 'awaiting-reveal-sig') throw new Error(state.at);
    alice.wait(59_999);
    expect([alice.status.starting, state.ours.secret.some((byte) => byte !== 0)]).toEqual([false, true]);
    alice.wait(1);
    expect(alice.conversation.instances.get(0x5555_5555)!.ake.at).toBe('none');
    expect(state.ours.secret.every((byte) => byte === 0)).toBe(true);
  });

  it('a run of SMP that nobody goes on with dies after ten minutes, where nothing else grows old', () => {
    const { alice } = encryptedPair();
    alice.wait(60_000);
    alice.compare('tiger');
    alice.wait(599_999);
    expect(alice.compared).toEqual(['progress']);
    alice.wait(1);
    expect(alice.compared).toEqual(['progress', 'aborted']);
  });

  it('time that passes without a tick counts as well', () => {
    const alice = newPeer('alice');
    alice.receive('?OTRv3?');
    alice.nowMs += 60_000;
    alice.receive('hello');
    expect(alice.conversation.offer).toBeNull();
  });

  it('keys that were derived for a line that is too long to send are wiped, and the next line goes out under its own', () => {
    const used: Uint8Array[] = [];
    const forgotten: Uint8Array[] = [];
    const primitives: Primitives = {
      ...native,
      aesCtrKept: (key, ...rest) => {
        used.push(key);
        return native.aesCtrKept(key, ...rest);
      },
      forgetAes: (key) => {
        forgotten.push(key);
        native.forgetAes(key);
      },
    };
    const { alice, bob } = encryptedPair({ primitives });
    const { config } = alice.conversation;
    alice.conversation = configure(alice.conversation, { ...config, maxMessageSize: 20 });
    alice.type('too long for this network');
    expect(alice.told.at(-1)).toBe('not-sent');
    expect(used).toHaveLength(1);
    expect([...used[0]!].every((byte) => byte === 0)).toBe(true);
    expect(forgotten).toEqual(used);
    alice.conversation = configure(alice.conversation, config);
    alice.type('first');
    // Keys that the ring has stay, however long the line.
    alice.conversation = configure(alice.conversation, { ...config, maxMessageSize: 20 });
    alice.type('too long again');
    alice.conversation = configure(alice.conversation, config);
    alice.type('second');
    settle(alice, bob);
    expect(bob.texts).toEqual(['first', 'second']);
  });
});
