import { describe, expect, it } from 'vitest';
import type { OtrPolicy } from './api.ts';
import { configure } from './conversation.ts';
import { policyOf, presetOf } from './policy.ts';
import { withTag } from './query.ts';
import { encryptedPair, newPeer, settle, type Peer } from './testing/pair.ts';

/*
 * Spec: OTRv3 "Policies". The presets are those of libotr's manual.
 */

const both = { allowV2: true, allowV3: true };
const none = { allowV2: false, allowV3: false };

function under(peer: Peer, policy: Partial<OtrPolicy>): void {
  const { config } = peer.conversation;
  peer.conversation = configure(peer.conversation, { ...config, policy: { ...config.policy, ...policy } });
}

describe('presets', () => {
  it('never allows nothing, manual only answers, opportunistic offers and starts, always requires and starts', () => {
    const on = (preset: 'never' | 'manual' | 'opportunistic' | 'always') =>
      Object.entries(policyOf(preset)).flatMap(([flag, isOn]) => (isOn ? [flag] : []));
    expect(on('never')).toEqual([]);
    expect(on('manual')).toEqual(['allowV2', 'allowV3']);
    expect(on('opportunistic')).toEqual(['allowV2', 'allowV3', 'sendWhitespaceTag', 'startOnWhitespaceTag', 'startOnError']);
    expect(on('always')).toEqual(['allowV2', 'allowV3', 'requireEncryption', 'startOnWhitespaceTag', 'startOnError']);
  });

  it.each(['never', 'manual', 'opportunistic', 'always'] as const)('%s is recognised by its flags', (preset) => {
    expect(presetOf(policyOf(preset))).toBe(preset);
  });

  it('are recognised whichever version is spoken, and without any it is never', () => {
    for (const preset of ['manual', 'opportunistic', 'always'] as const) {
      expect(presetOf({ ...policyOf(preset), allowV2: false })).toBe(preset);
      expect(presetOf({ ...policyOf(preset), allowV3: false })).toBe(preset);
      expect(presetOf({ ...policyOf(preset), ...none })).toBe('never');
    }
  });

  it('any other set of flags is none of them', () => {
    expect(presetOf({ ...policyOf('manual'), startOnError: true })).toBeNull();
    expect(presetOf({ ...policyOf('opportunistic'), requireEncryption: true })).toBeNull();
    expect(presetOf({ ...policyOf('always'), startOnWhitespaceTag: false })).toBeNull();
  });
});

describe('two opportunistic sides', () => {
  it('are private after a tagged line of either', () => {
    const policy = policyOf('opportunistic');
    const [alice, bob] = [newPeer('alice', { policy }), newPeer('bob', { policy })];
    alice.type('hello');
    settle(alice, bob);
    expect([alice.status.at, bob.status.at]).toEqual(['encrypted', 'encrypted']);
    expect(bob.shown).toEqual([{ text: 'hello', encrypted: false }]);
  });
});

describe('SEND_WHITESPACE_TAG', () => {
  const tags = (texts: readonly string[]): readonly boolean[] => texts.map((text) => text.endsWith('\t'));

  it.each(['alice', 'bob'] as const)('%s stops after a reply without a tag, until plaintext begins anew', (name) => {
    const tagging = newPeer(name, { policy: { sendWhitespaceTag: true } });
    const other = newPeer(name === 'alice' ? 'bob' : 'alice');
    tagging.type('one');
    settle(tagging, other);
    other.type('no tag');
    settle(tagging, other);
    tagging.type('two');
    settle(tagging, other);
    expect(tags(tagging.sent)).toEqual([true, false]);
    expect(other.texts).toEqual(['one', 'two']);
    tagging.start();
    settle(tagging, other);
    tagging.end();
    settle(tagging, other);
    other.end();
    tagging.type('three');
    expect(tags(tagging.take())).toEqual([true]);
  });

  it('both sides go on while each hears the tag of the other', () => {
    const [alice, bob] = (['alice', 'bob'] as const).map((name) => newPeer(name, { policy: { sendWhitespaceTag: true } }));
    for (let i = 0; i < 3; i += 1) {
      alice!.type(`a${i}`);
      bob!.type(`b${i}`);
      settle(alice!, bob!);
    }
    expect(tags([...alice!.sent, ...bob!.sent])).toEqual(Array.from({ length: 6 }, () => true));
  });
});

describe('never', () => {
  const texts = ['?OTRv23?', '?OTR Error: hm', '?OTR:AAMC.', '?OTR|1|2,1,2,x,', withTag('hi', { ...policyOf('manual') })];

  it('is deaf: every text passes as it is, both ways, where encryption is not required', () => {
    for (const policy of [policyOf('never'), { ...policyOf('opportunistic'), ...none }]) {
      const alice = newPeer('alice', { policy });
      const before = alice.conversation;
      for (const text of texts) alice.receive(text);
      for (const text of texts) alice.type(text);
      expect(alice.texts).toEqual(texts);
      expect(alice.take()).toEqual(texts);
      expect(alice.events).toEqual([]);
      expect(alice.conversation).toBe(before);
    }
  });

  it('that requires encryption fails closed: nothing typed goes out, and what comes is shown with a warning', () => {
    const alice = newPeer('alice', { policy: { ...policyOf('always'), ...none } });
    const before = alice.conversation;
    const ids = texts.map((text) => alice.type(text));
    expect(alice.events).toEqual(ids.map((id) => ({ kind: 'not-sent', id, why: 'no-version' })));
    alice.events.length = 0;
    for (const text of texts) alice.receive(text);
    expect(alice.shown).toEqual(texts.map((text) => ({ text, encrypted: false })));
    expect(alice.events).toEqual(texts.map(() => ({ kind: 'unencrypted' })));
    expect([alice.sent, alice.conversation]).toEqual([[], before]);
  });

  it('fails closed where the policy comes to that with lines that wait: they go on waiting', () => {
    const alice = newPeer('alice', { policy: { requireEncryption: true } });
    alice.type('waits');
    under(alice, none);
    const id = alice.type('refused');
    expect(alice.events.at(-1)).toEqual({ kind: 'not-sent', id, why: 'no-version' });
    expect(alice.conversation.held.map(({ text }) => text)).toEqual(['waits']);
    expect(alice.sent).toEqual([expect.stringMatching(/^\?OTRv3\?/)]);
  });

  it('lets a session that stands go on: nothing typed into it goes out in clear', () => {
    const { alice, bob } = encryptedPair();
    under(alice, none);
    alice.type('still private');
    bob.type('so is this');
    settle(alice, bob);
    expect([bob.shown, alice.shown]).toEqual([
      [{ text: 'still private', encrypted: true }],
      [{ text: 'so is this', encrypted: true }],
    ]);
    bob.end();
    settle(alice, bob);
    const id = alice.type('after the end');
    expect(alice.events.at(-1)).toEqual({ kind: 'not-sent', id, why: 'finished' });
    alice.end();
    alice.receive('?OTRv3?');
    expect(alice.texts.at(-1)).toBe('?OTRv3?');
  });

  it('begins nothing anew in such a session', () => {
    const { alice, bob } = encryptedPair({ policy: { startOnError: true } });
    const { sessionId } = alice.status.session!;
    alice.sent.length = 0;
    under(alice, none);
    alice.start();
    alice.receive('?OTR Error: please');
    expect(alice.told.slice(-2)).toEqual(['version-refused', 'peer-error']);
    alice.receive('?OTRv3?');
    bob.receive('?OTRv3?');
    settle(alice, bob);
    expect(alice.sent).toEqual([]);
    expect(alice.status).toMatchObject({ at: 'encrypted', starting: false, session: { sessionId } });
  });
});

describe('ALLOW_V2, ALLOW_V3', () => {
  it.each([
    ['3', { allowV2: true, allowV3: false }],
    ['2', { allowV2: false, allowV3: true }],
  ] as const)('in a session of version %s that the policy no longer allows, its key exchange is ignored', (spoken, policy) => {
    const only = spoken === '3' ? { allowV3: true, allowV2: false } : { allowV2: true, allowV3: false };
    const { alice, bob } = encryptedPair({ policy: only }, { policy: only });
    under(alice, policy);
    bob.receive(`?OTRv${spoken}?`);
    const [commit] = bob.take();
    const before = alice.conversation;
    alice.receive(commit!);
    expect(alice.conversation).toBe(before);
    expect(alice.told.at(-1)).toBe('unrecognised');
    under(alice, both);
    alice.receive(commit!);
    expect(alice.take()).toHaveLength(1);
  });
});
