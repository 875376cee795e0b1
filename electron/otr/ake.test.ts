import { describe, expect, it } from 'vitest';
import { toHex } from '../base/bytes.ts';
import { beginAke, secretsOf, stepAke, type AkeContext, type AkeState, type AkeStep } from './ake.ts';
import { sealCommit, sealSignature } from './ake-proofs.ts';
import { compare, toBig } from './primitives/big.ts';
import { sharedSecret } from './primitives/group.ts';
import { deriveAkeKeys } from './primitives/kdf.ts';
import { native } from './primitives/native.ts';
import { testKeys } from './testing/keys.ts';
import { seededRng } from './testing/seed.ts';
import type { AkeMessage, DhCommit, DhKey, RevealSignature, Signature } from './wire/message.ts';

/*
 * Spec: OTRv3 "State transitions": a test for every authentication state and message.
 */

const context = (who: 'alice' | 'bob', seed: string): AkeContext => ({
  key: testKeys[who],
  env: { random: seededRng(seed), primitives: native },
  atMs: 1_000,
});

const none: AkeState = { at: 'none' };

/** One honest exchange, with every state and message on the way. Bob begins, Alice answers. */
function exchange(seed = 'exchange') {
  const bob = context('bob', `${seed} bob`);
  const alice = context('alice', `${seed} alice`);
  const awaitingDhKey = beginAke(bob);
  const commit = awaitingDhKey.sent;
  const answered = stepAke(none, commit, alice);
  const dhKey = answered.reply as DhKey;
  const revealed = stepAke(awaitingDhKey, dhKey, bob);
  const reveal = revealed.reply as RevealSignature;
  const accepted = stepAke(answered.next, reveal, alice);
  const signature = accepted.reply as Signature;
  const ended = stepAke(revealed.next, signature, bob);
  const states = {
    none,
    'awaiting-dh-key': awaitingDhKey,
    'awaiting-reveal-sig': answered.next,
    'awaiting-sig': revealed.next,
  } satisfies Record<AkeState['at'], AkeState>;
  const messages = { 'dh-commit': commit, 'dh-key': dhKey, 'reveal-signature': reveal, signature };
  return { alice, bob, states, messages, answered, revealed, accepted, ended };
}

const honest = exchange();
/** A second exchange, for messages that do not belong to the first. */
const other = exchange('other');

function expectIgnored(state: AkeState, step: AkeStep): void {
  expect(step.next).toBe(state);
  expect(step).toMatchObject({ reply: null, established: null, dead: [], failed: false });
}

describe('an honest exchange (spec: "High level overview")', () => {
  it('moves Bob to awaiting-dh-key with a commit', () => {
    expect(honest.states['awaiting-dh-key'].sent.kind).toBe('dh-commit');
    expect(honest.messages['dh-commit'].encryptedGx).toHaveLength(196);
  });

  it('ends with both in none and agreed on the session', () => {
    const { accepted, ended } = honest;
    expect(accepted.next.at).toBe('none');
    expect(ended.next.at).toBe('none');
    const [a, b] = [accepted.established!, ended.established!];
    expect(toHex(a.sessionId)).toBe(toHex(b.sessionId));
    expect(a.sessionId).toHaveLength(8);
    expect([a.bold, b.bold]).toEqual(['second', 'first']);
    expect(toHex(a.theirs)).toBe(toHex(b.ours.open));
    expect(toHex(b.theirs)).toBe(toHex(a.ours.open));
    expect(toHex(a.theirKey.y)).toBe(toHex(testKeys.bob.y));
    expect(toHex(b.theirKey.y)).toBe(toHex(testKeys.alice.y));
    expect([a.theirKeyId, b.theirKeyId]).toEqual([1, 1]);
  });

  it('hands out the secrets that die, and keeps those that live on', () => {
    const { revealed, accepted, ended } = honest;
    expect(revealed.dead).toContain(honest.states['awaiting-dh-key'].r);
    expect(ended.dead).toHaveLength(6);
    for (const { established, dead } of [accepted, ended]) {
      expect(dead).not.toContain(established!.ours.secret);
      expect(dead).not.toContain(established!.sessionId);
    }
  });
});

describe('Receiving a D-H Commit Message', () => {
  it('in none: replies with a D-H Key and awaits the reveal', () => {
    const step = stepAke(none, honest.messages['dh-commit'], context('alice', 'x'));
    expect(step.next).toMatchObject({ at: 'awaiting-reveal-sig', commit: honest.messages['dh-commit'] });
    expect(step.reply?.kind).toBe('dh-key');
  });

  const mine = honest.states['awaiting-dh-key'];
  const bent = (by: 1 | -1): DhCommit => {
    const hashedGx = mine.sent.hashedGx.slice();
    hashedGx[0] = (hashedGx[0]! + by) & 0xff;
    return { ...mine.sent, hashedGx };
  };

  it('in awaiting-dh-key with the higher hash ours: resends our commit and stays', () => {
    const lower = bent(-1);
    expect(compare(mine.sent.hashedGx, lower.hashedGx)).toBe(1);
    const step = stepAke(mine, lower, context('bob', 'x'));
    expect(step.next).toBe(mine);
    expect(step.reply).toBe(mine.sent);
    expect(step.dead).toEqual([]);
  });

  it('in awaiting-dh-key with the higher hash theirs: forgets ours and answers as in none', () => {
    const higher = bent(1);
    expect(compare(mine.sent.hashedGx, higher.hashedGx)).toBe(-1);
    const step = stepAke(mine, higher, context('bob', 'x'));
    expect(step.next).toMatchObject({ at: 'awaiting-reveal-sig', commit: higher });
    expect(step.reply?.kind).toBe('dh-key');
    expect(step.dead).toEqual([mine.ours.secret, mine.r]);
  });

  it('in awaiting-dh-key with our own commit reflected: ignores it', () => {
    expectIgnored(mine, stepAke(mine, mine.sent, context('bob', 'x')));
  });

  it('compares hashes as 32-byte unsigned big-endian numbers', () => {
    const withHash = (first: number) => {
      const hashedGx = new Uint8Array(32).fill(0xff);
      hashedGx[0] = first;
      return { ...mine.sent, hashedGx };
    };
    const state = { ...mine, sent: withHash(0x7f) };
    expect(stepAke(state, withHash(0x80), context('bob', 'x')).next.at).toBe('awaiting-reveal-sig');
    expect(stepAke(state, withHash(0x00), context('bob', 'x')).next).toBe(state);
    expect(toBig(withHash(0x80).hashedGx) > toBig(withHash(0x7f).hashedGx)).toBe(true);
  });

  it('in awaiting-reveal-sig: retransmits the same D-H Key and takes the new commit', () => {
    const state = honest.states['awaiting-reveal-sig'];
    const step = stepAke(state, other.messages['dh-commit'], honest.alice);
    expect(step.reply).toEqual(honest.messages['dh-key']);
    expect(step.next).toMatchObject({ at: 'awaiting-reveal-sig', commit: other.messages['dh-commit'] });
    expect(step.dead).toEqual([]);
  });

  it('in awaiting-sig: replies with a new D-H Key and awaits the reveal', () => {
    const state = honest.states['awaiting-sig'];
    const step = stepAke(state, other.messages['dh-commit'], honest.bob);
    expect(step.next.at).toBe('awaiting-reveal-sig');
    expect(step.reply).not.toEqual(honest.messages['dh-key']);
    expect(step.dead).toEqual(secretsOf(state));
  });
});

describe('Receiving a D-H Key Message', () => {
  it('in awaiting-dh-key: reveals, signs, awaits the signature', () => {
    const step = stepAke(honest.states['awaiting-dh-key'], honest.messages['dh-key'], honest.bob);
    expect(step.next.at).toBe('awaiting-sig');
    expect(step.reply).toMatchObject({ kind: 'reveal-signature' });
  });

  it('in awaiting-sig, the same again: retransmits the Reveal Signature Message', () => {
    const state = honest.states['awaiting-sig'];
    const step = stepAke(state, honest.messages['dh-key'], honest.bob);
    expect(step.next).toBe(state);
    expect(step.reply).toBe(honest.messages['reveal-signature']);
  });

  it('in awaiting-sig, another one: ignores it', () => {
    const state = honest.states['awaiting-sig'];
    expectIgnored(state, stepAke(state, other.messages['dh-key'], honest.bob));
  });

  it.each(['none', 'awaiting-reveal-sig'] as const)('in %s: ignores it', (at) => {
    const state = honest.states[at];
    expectIgnored(state, stepAke(state, honest.messages['dh-key'], honest.alice));
  });

  it('in awaiting-dh-key, with our own public value: refuses it (S3, reflection)', () => {
    const state = honest.states['awaiting-dh-key'];
    const step = stepAke(state, { kind: 'dh-key', gy: state.ours.open }, honest.bob);
    expect(step).toMatchObject({ failed: true, reply: null });
    expect(step.next).toBe(state);
  });
});

describe('a value that leads to no secret', () => {
  it('in a D-H Key, or behind a commit: refused, stays', () => {
    const awaiting = honest.states['awaiting-dh-key'];
    const step = stepAke(awaiting, { kind: 'dh-key', gy: Uint8Array.of(1) }, honest.bob);
    expect(step).toMatchObject({ failed: true, reply: null });
    expect(step.next).toBe(awaiting);
    const answered = honest.states['awaiting-reveal-sig'];
    if (answered.at !== 'awaiting-reveal-sig') throw new Error('no key of ours');
    const dead: AkeState = { ...answered, ours: { ...answered.ours, secret: new Uint8Array(40) } };
    expect(stepAke(dead, honest.messages['reveal-signature'], honest.alice)).toMatchObject({ failed: true, reply: null });
  });
});

describe('Receiving a Reveal Signature Message', () => {
  const state = honest.states['awaiting-reveal-sig'];
  const reveal = honest.messages['reveal-signature'];

  it('in awaiting-reveal-sig: checks it, replies with a Signature Message and is done', () => {
    const step = stepAke(state, reveal, honest.alice);
    expect(step.reply?.kind).toBe('signature');
    expect(step.next.at).toBe('none');
    expect(step.established).not.toBeNull();
  });

  it.each(['none', 'awaiting-dh-key', 'awaiting-sig'] as const)('in %s: ignores it', (at) => {
    expectIgnored(honest.states[at], stepAke(honest.states[at], reveal, honest.bob));
  });

  const bend = (bytes: Uint8Array, at: number): Uint8Array => {
    const bent = bytes.slice();
    bent[at]! ^= 1;
    return bent;
  };

  it.each(['revealedKey', 'encryptedSignature', 'mac'] as const)('with a bit of %s flipped: refused, stays', (field) => {
    for (let at = 0; at < reveal[field].length; at += field === 'encryptedSignature' ? 23 : 3) {
      const step = stepAke(state, { ...reveal, [field]: bend(reveal[field], at) }, honest.alice);
      expect(step).toMatchObject({ failed: true, reply: null, established: null });
      expect(step.next).toBe(state);
    }
  });

  it('with our own public value behind the commit: refused, though all else is right (S3, reflection)', () => {
    if (state.at !== 'awaiting-reveal-sig') throw new Error('no key of ours');
    const { ours } = state;
    const [env, r] = [honest.alice.env, new Uint8Array(16)];
    const own = stepAke(state, sealCommit(ours, r, native), honest.alice).next;
    // Only who has our secret could make this; the value must be refused before anything hangs on that.
    const keys = deriveAkeKeys(sharedSecret(ours, ours.open, native)!, native);
    const proof = { from: ours.open, to: ours.open, keyId: 1 };
    const sealed = sealSignature(keys.c, keys.m1, keys.m2, proof, testKeys.bob, env);
    const step = stepAke(own, { kind: 'reveal-signature', revealedKey: r, ...sealed }, honest.alice);
    expect(step).toMatchObject({ failed: true, reply: null, established: null });
    expect(step.next).toBe(own);
  });

  it('of another exchange: refused', () => {
    const step = stepAke(state, other.messages['reveal-signature'], honest.alice);
    expect(step).toMatchObject({ failed: true, established: null });
    expect(step.next).toBe(state);
  });
});

describe('Receiving a Signature Message', () => {
  const state = honest.states['awaiting-sig'];
  const { signature } = honest.messages;

  it('in awaiting-sig: checks it and is done, without a reply', () => {
    const step = stepAke(state, signature, honest.bob);
    expect(step.next.at).toBe('none');
    expect(step.reply).toBeNull();
    expect(step.established).not.toBeNull();
  });

  it.each(['none', 'awaiting-dh-key', 'awaiting-reveal-sig'] as const)('in %s: ignores it', (at) => {
    expectIgnored(honest.states[at], stepAke(honest.states[at], signature, honest.alice));
  });

  it('with any bit flipped, or cut short: refused, stays', () => {
    for (let at = 0; at < signature.encryptedSignature.length; at += 11) {
      const bent = signature.encryptedSignature.slice();
      bent[at]! ^= 0x80;
      const step = stepAke(state, { ...signature, encryptedSignature: bent }, honest.bob);
      expect(step).toMatchObject({ failed: true, established: null });
      expect(step.next).toBe(state);
    }
    const short = { ...signature, encryptedSignature: signature.encryptedSignature.slice(0, -1) };
    expect(stepAke(state, short, honest.bob).failed).toBe(true);
  });

  it('that reflects our own half: refused (S3)', () => {
    const { encryptedSignature, mac } = honest.messages['reveal-signature'];
    const reflected: AkeMessage = { kind: 'signature', encryptedSignature, mac };
    expect(stepAke(state, reflected, honest.bob).failed).toBe(true);
  });
});

describe('the secrets of a state', () => {
  it('are all there is to wipe', () => {
    expect(secretsOf(none)).toEqual([]);
    expect(secretsOf(honest.states['awaiting-dh-key'])).toHaveLength(2);
    expect(secretsOf(honest.states['awaiting-reveal-sig'])).toHaveLength(1);
    expect(secretsOf(honest.states['awaiting-sig'])).toHaveLength(8);
  });
});
