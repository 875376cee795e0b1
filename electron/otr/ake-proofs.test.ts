import { describe, expect, it } from 'vitest';
import { concat, toHex } from '../base/bytes.ts';
import { beginAke, stepAke, type AkeContext } from './ake.ts';
import { openCommit, openSignature, sealCommit } from './ake-proofs.ts';
import { deriveAkeKeys } from './primitives/kdf.ts';
import { native } from './primitives/native.ts';
import { testKeys } from './testing/keys.ts';
import { seededRng } from './testing/seed.ts';
import * as spec from './testing/spec.ts';
import type { DhKey, RevealSignature, Signature } from './wire/message.ts';

/*
 * The bytes of the key exchange, taken apart with the document's formulas.
 */

const zero = new Uint8Array(8);
const context = (who: 'alice' | 'bob'): AkeContext => ({
  key: testKeys[who],
  env: { random: seededRng(`proofs of ${who}`), primitives: native },
  atMs: 0,
});

const bob = beginAke(context('bob'));
const answered = stepAke({ at: 'none' }, bob.sent, context('alice'));
const dhKey = answered.reply as DhKey;
const revealed = stepAke(bob, dhKey, context('bob'));
const reveal = revealed.reply as RevealSignature;
const accepted = stepAke(answered.next, reveal, context('alice'));
const signature = accepted.reply as Signature;

const [gx, gy] = [spec.numberOf(bob.ours.open), spec.numberOf(dhKey.gy)];
const s = spec.power(gy, spec.numberOf(bob.ours.secret));
const h2 = (byte: number): Uint8Array => spec.tagged('sha256', byte, s);

/** PUBKEY of a test key. */
function publicKeyOf(who: 'alice' | 'bob'): Uint8Array {
  const key = testKeys[who];
  const numbers = [key.p, key.q, key.g, key.y].map((number) => spec.mpi(spec.numberOf(number)));
  return concat(Uint8Array.of(0, 0), ...numbers);
}

/** Whether 40 bytes are a key's DSA signature of 32 bytes taken modulo q. */
function isSigned(who: 'alice' | 'bob', m: Uint8Array, bytes: Uint8Array): boolean {
  const { p, q, g, y } = testKeys[who];
  const [bigP, bigQ] = [spec.numberOf(p), spec.numberOf(q)];
  const [r, w] = [spec.numberOf(bytes.slice(0, 20)), spec.power(spec.numberOf(bytes.slice(20)), bigQ - 2n, bigQ)];
  const u1 = ((spec.numberOf(m) % bigQ) * w) % bigQ;
  const left = spec.power(spec.numberOf(g), u1, bigP) * spec.power(spec.numberOf(y), (r * w) % bigQ, bigP);
  return bytes.length === 40 && (left % bigP) % bigQ === r;
}

describe('D-H Commit Message', () => {
  it('hides g^x as an MPI under r with AES-CTR from 0, beside its SHA-256', () => {
    expect(bob.r).toHaveLength(16);
    const gxmpi = spec.aesCtr(bob.r, zero, bob.sent.encryptedGx);
    expect(toHex(gxmpi)).toBe(toHex(spec.mpi(gx)));
    expect(toHex(bob.sent.hashedGx)).toBe(toHex(spec.hash('sha256', gxmpi)));
  });

  it('opens with its own r only', () => {
    expect(openCommit(bob.sent, bob.r, native)).toEqual(bob.ours.open);
    expect(openCommit(bob.sent, new Uint8Array(16), native)).toBeNull();
    expect(openCommit({ ...bob.sent, hashedGx: new Uint8Array(32) }, bob.r, native)).toBeNull();
  });

  it('does not open on a value that has leading zeros, or more behind it', () => {
    const seal = (hidden: Uint8Array) => ({
      kind: 'dh-commit' as const,
      encryptedGx: spec.aesCtr(bob.r, zero, hidden),
      hashedGx: spec.hash('sha256', hidden),
    });
    expect(openCommit(seal(spec.mpi(5n)), bob.r, native)).toEqual(Uint8Array.of(5));
    expect(openCommit(seal(spec.data(Uint8Array.of(0, 5))), bob.r, native)).toBeNull();
    expect(openCommit(seal(concat(spec.mpi(5n), Uint8Array.of(0))), bob.r, native)).toBeNull();
  });

  it('draws x and r afresh each time', () => {
    const other = beginAke({ ...context('bob'), env: { random: seededRng('other'), primitives: native } });
    expect(toHex(other.r)).not.toBe(toHex(bob.r));
    expect(toHex(other.ours.secret)).not.toBe(toHex(bob.ours.secret));
    expect(sealCommit(bob.ours, bob.r, native)).toEqual(bob.sent);
  });
});

describe('D-H Key Message', () => {
  it('is g^y of a fresh y of at least 320 bits', () => {
    if (answered.next.at !== 'awaiting-reveal-sig') throw new Error('no key');
    expect(answered.next.ours.secret.length).toBeGreaterThanOrEqual(40);
    expect(gy).toBe(spec.power(2n, spec.numberOf(answered.next.ours.secret)));
  });
});

describe('Reveal Signature Message', () => {
  it('reveals r and carries X = key, key id, signature over M under c, with a MAC over it all', () => {
    expect(toHex(reveal.revealedKey)).toBe(toHex(bob.r));
    expect(toHex(reveal.mac)).toBe(toHex(spec.hmac('sha256', h2(3), spec.data(reveal.encryptedSignature)).slice(0, 20)));
    const x = spec.aesCtr(h2(1).slice(0, 16), zero, reveal.encryptedSignature);
    const start = concat(publicKeyOf('bob'), spec.int(1));
    expect(toHex(x.slice(0, start.length))).toBe(toHex(start));
    const m = spec.hmac('sha256', h2(2), spec.mpi(gx), spec.mpi(gy), start);
    expect(isSigned('bob', m, x.slice(start.length))).toBe(true);
  });
});

describe('Signature Message', () => {
  it('carries X = key, key id, signature over M under c\', with a MAC over it all', () => {
    expect(toHex(signature.mac)).toBe(toHex(spec.hmac('sha256', h2(5), spec.data(signature.encryptedSignature)).slice(0, 20)));
    const x = spec.aesCtr(h2(1).slice(16), zero, signature.encryptedSignature);
    const start = concat(publicKeyOf('alice'), spec.int(1));
    expect(toHex(x.slice(0, start.length))).toBe(toHex(start));
    const m = spec.hmac('sha256', h2(4), spec.mpi(gy), spec.mpi(gx), start);
    expect(isSigned('alice', m, x.slice(start.length))).toBe(true);
  });

  it('is opened by nobody who takes one public value for the other', () => {
    const keys = deriveAkeKeys(Uint8Array.from(Buffer.from(s.toString(16).padStart(384, '0'), 'hex')), native);
    const open = (from: Uint8Array, to: Uint8Array) =>
      openSignature(keys.cPrime, keys.m1Prime, keys.m2Prime, { from, to }, signature, native);
    expect(open(dhKey.gy, bob.ours.open)?.theirKeyId).toBe(1);
    expect(open(bob.ours.open, dhKey.gy)).toBeNull();
  });
});

describe('Computing AES keys, MAC keys, and the secure session id', () => {
  it('takes the seven values of the key exchange from h2 over the secret as an MPI', () => {
    // A secret shorter than the prime: no leading zeros are hashed.
    const short = (1n << 1500n) + 12345n;
    const bytes = Uint8Array.from(Buffer.from(short.toString(16).padStart(376, '0'), 'hex'));
    const at = (byte: number): string => toHex(spec.tagged('sha256', byte, short));
    const keys = deriveAkeKeys(bytes, native);
    expect(Object.fromEntries(Object.entries(keys).map(([name, value]) => [name, toHex(value)]))).toEqual({
      sessionId: at(0).slice(0, 16),
      c: at(1).slice(0, 32),
      cPrime: at(1).slice(32),
      m1: at(2),
      m2: at(3),
      m1Prime: at(4),
      m2Prime: at(5),
    });
  });

  it('gives both sides the same session id, the half in bold by who revealed', () => {
    const ended = stepAke(revealed.next, signature, context('bob'));
    const [ours, theirs] = [accepted.established!, ended.established!];
    expect(toHex(ours.sessionId)).toBe(toHex(h2(0).slice(0, 8)));
    expect(toHex(theirs.sessionId)).toBe(toHex(ours.sessionId));
    expect([theirs.bold, ours.bold]).toEqual(['first', 'second']);
  });
});
