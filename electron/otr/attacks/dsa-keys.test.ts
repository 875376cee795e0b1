import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../base/bytes.ts';
import { decodeDsaKey, encodeDsaKey, readPrivateKeys, writePrivateKeys } from '../index.ts';
import { fromBig, inverse, powerPublic, toBig } from '../primitives/big.ts';
import { encodePublicKey, hasValidShape, type DsaPublicKey } from '../primitives/dsa.ts';
import { native } from '../primitives/native.ts';
import { testKeys } from '../testing/keys.ts';
import { seededRng } from '../testing/seed.ts';
import { meetCheat } from './signer.ts';

const key = testKeys.alice;
const p = toBig(key.p);
const one = Uint8Array.of(1);
const bad: readonly (readonly [string, Partial<DsaPublicKey>])[] = [
  ['p of 1023 bits', { p: fromBig(p >> 1n) }],
  ['p of 1025 bits', { p: fromBig(p << 1n) }],
  ['p that is even', { p: fromBig(p + 1n) }],
  ['q of 159 bits', { q: fromBig(toBig(key.q) >> 1n) }],
  ['q of 168 bits', { q: concat(one, key.q) }],
  ['q of another key', { q: testKeys.bob.q }],
  ['g of 0', { g: new Uint8Array(0) }],
  ['g of 1', { g: one }],
  ['g of p-1', { g: fromBig(p - 1n) }],
  ['g outside the subgroup', { g: Uint8Array.of(2) }],
  ['y of 0', { y: new Uint8Array(0) }],
  ['y of 1', { y: one }],
  ['y of p-1', { y: fromBig(p - 1n) }],
  ['y of p', { y: key.p }],
  ['y outside the subgroup', { y: Uint8Array.of(3) }],
];

describe('S15: DSA keys of other sizes and shapes', () => {
  it.each(bad)('a peer with %s gets no session', (_name, change) => {
    const honest = encodePublicKey(key);
    const bob = meetCheat({ x: (x) => concat(encodePublicKey({ ...key, ...change }), x.slice(honest.length)) });
    expect([bob.status.at, bob.told.at(-1), bob.outbox]).toEqual(['plaintext', 'malformed', []]);
  });

  it('a key under which r and s of 1 sign everything gets no session', () => {
    // g = y = 1: then v is 1 for whatever was signed.
    const everyones = encodePublicKey({ ...key, g: one, y: one });
    const signature = concat(fromBig(1n, 20), fromBig(1n, 20));
    const bob = meetCheat({ x: () => concat(everyones, Uint8Array.of(0, 0, 0, 1), signature) });
    expect([bob.status.at, bob.told.at(-1)]).toEqual(['plaintext', 'malformed']);
  });

  it('a key of our own modulo a product of two primes, all else in order, is not taken from the store or a file', () => {
    const q = toBig(key.q);
    // Two primes of 512 bits, both 1 modulo q: g of order q modulo each is of order q modulo their product.
    const random = seededRng('two primes');
    const draw = (): bigint => {
      let candidate = (((toBig(random(64)) | (3n << 510n)) / (2n * q)) * 2n * q) + 1n;
      while (!native.isProbablyPrime(fromBig(candidate))) candidate += 2n * q;
      return candidate;
    };
    const [left, right] = [draw(), draw()];
    const product = left * right;
    const of = (prime: bigint): bigint => powerPublic(2n, (prime - 1n) / q, prime);
    const apart = ((of(right) - of(left)) * inverse(left, right)) % right;
    const g = of(left) + left * ((apart + right) % right);
    const x = toBig(key.x);
    const composite = { p: fromBig(product), q: key.q, g: fromBig(g), y: fromBig(powerPublic(g, x, product)), x: key.x };
    expect(hasValidShape(composite)).toBe(true);
    expect(decodeDsaKey(encodeDsaKey(composite))).toEqual({ ok: false, fault: 'invalid-key' });
    const read = readPrivateKeys(utf8(writePrivateKeys([{ name: 'me', protocol: 'prpl-jabber', key: composite }])));
    expect(read.ok && read.value.refused.map(({ fault }) => fault)).toEqual(['invalid-key']);
  });

  it.each(bad)('a key of our own with %s is not taken from the store or from a file', (_name, change) => {
    const broken = { ...key, ...change };
    expect(decodeDsaKey(encodeDsaKey(broken)).ok).toBe(false);
    const read = readPrivateKeys(utf8(writePrivateKeys([{ name: 'me', protocol: 'prpl-jabber', key: broken }])));
    expect(read.ok && [read.value.keys.length, read.value.refused.length]).toEqual([0, 1]);
  });
});
