import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  availableVersions,
  choosePrimitives,
  configure,
  decodeDsaKey,
  encodeDsaKey,
  fingerprintOf,
  generateDsaKey,
  looksLikeOtr,
  newConversation,
  newEnv,
  newInstanceTag,
  statusOf,
  step,
  type Conversation,
  type OtrConfig,
} from './index.ts';
import { encryptedPair, manual, newPeer, settle } from './testing/pair.ts';

/** The engine as its callers see it: with the system's random source and fresh keys. */
const env = newEnv((length) => new Uint8Array(randomBytes(length)));

function fresh(): Conversation {
  const key = generateDsaKey(env, () => {});
  return newConversation({ key, instanceTag: newInstanceTag(env.random), policy: manual, maxMessageSize: null });
}

describe('the door', () => {
  it('is enough to talk privately', () => {
    let [alice, bob] = [fresh(), fresh()];
    const shown: string[] = [];
    let wire = step(alice, { kind: 'start', atMs: 0 }, env);
    alice = wire.next;
    for (let i = 0; i < 8; i += 1) {
      const toBob = i % 2 === 0;
      for (const effect of wire.effects) {
        if (effect.do !== 'send') continue;
        wire = step(toBob ? bob : alice, { kind: 'receive', text: effect.text, atMs: 0 }, env);
        if (toBob) bob = wire.next;
        else alice = wire.next;
      }
    }
    expect(statusOf(alice).session?.theirFingerprint).toBe(fingerprintOf(bob.config.key));
    const sent = step(alice, { kind: 'send', id: '1', text: 'hello', atMs: 0 }, env);
    for (const effect of sent.effects) {
      if (effect.do !== 'send') continue;
      for (const got of step(bob, { kind: 'receive', text: effect.text, atMs: 0 }, env).effects) {
        if (got.do === 'deliver') shown.push(got.text);
      }
    }
    expect(shown).toEqual(['hello']);
  });

  it('keeps keys as bytes', () => {
    const key = generateDsaKey(env, () => {});
    const read = decodeDsaKey(encodeDsaKey(key));
    expect(read).toEqual({ ok: true, value: key });
    expect(decodeDsaKey(Uint8Array.of(1, 2, 3)).ok).toBe(false);
  });

  it('offers versions 3 and 2, on native primitives', () => {
    expect(availableVersions).toEqual([3, 2]);
    expect(choosePrimitives().name).toBe('native');
    expect(looksLikeOtr('?OTRv3?')).toBe(true);
    expect(looksLikeOtr('hello')).toBe(false);
  });

  it('refuses an instance tag that is none', () => {
    const { config } = newPeer('alice').conversation;
    expect(() => newConversation({ ...config, instanceTag: 0xff })).toThrow('instance tag');
  });
});

describe('new settings', () => {
  it('take effect and leave the session as it is', () => {
    const { alice, bob } = encryptedPair();
    const changed: OtrConfig = { ...alice.conversation.config, maxMessageSize: 100 };
    const session = alice.status.session;
    alice.conversation = configure(alice.conversation, changed);
    expect(alice.status.session).toBe(session);
    alice.type('in fragments now');
    expect(alice.outbox.length).toBeGreaterThan(1);
    settle(alice, bob);
    expect(bob.texts).toEqual(['in fragments now']);
  });

  it('cannot bring another instance tag', () => {
    const { conversation } = newPeer('alice');
    expect(() => configure(conversation, { ...conversation.config, instanceTag: 0x999 })).toThrow('instance tag');
  });
});

describe('ending while a refresh is under way', () => {
  it('stays ended: the exchange is forgotten with the session', () => {
    const { alice, bob } = encryptedPair();
    alice.start();
    bob.receive(alice.take()[0]!);
    alice.receive(bob.take()[0]!);
    bob.receive(alice.take()[0]!);
    alice.end();
    settle(alice, bob);
    expect(alice.status).toMatchObject({ at: 'plaintext', session: null, starting: false });
  });
});
