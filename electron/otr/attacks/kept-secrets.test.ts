import { describe, expect, it } from 'vitest';
import { newPeer } from '../testing/pair.ts';

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
