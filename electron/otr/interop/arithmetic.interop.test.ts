import { afterAll, describe, expect, it } from 'vitest';
import { toHex } from '../../base/bytes.ts';
import { fingerprintOf, readPrivateKeys, writePrivateKeys, type AccountKey, type DsaPrivateKey } from '../index.ts';
import { fromBig, minimal, toBig } from '../primitives/big.ts';
import { hasValidShape, sign, verify } from '../primitives/dsa.ts';
import { generator, newKeyPair, prime, sharedSecret } from '../primitives/group.ts';
import { derivePairKeys } from '../primitives/kdf.ts';
import { native } from '../primitives/native.ts';
import { testKeys } from '../testing/keys.ts';
import { seededRng } from '../testing/seed.ts';
import { power, ReferenceKey, sessionKeys } from './arithmetic.ts';
import { LibotrFiles } from './libotr.ts';

/*
 * Our arithmetic against the reference library's own functions: keys and values of chance, and those among
 * them that begin with zeros, where implementations are known to differ (S14).
 *
 * `SOTTO_ROUNDS=10000 npx vitest run electron/otr/interop/arithmetic` takes some minutes and does each 10,000 times.
 */

const rounds = Number(process.env['SOTTO_ROUNDS'] ?? 150);
/** Rounds more, each of them with a leading zero in what matters. */
const short = 6;
const network = 'prpl-jabber';
const timeoutMs = 60_000 + rounds * 60;

const files = new LibotrFiles();
afterAll(() => files.close());

/** A key over the numbers of one of the test keys, with an exponent of chance and, if asked, a short y. */
function newKey(random: (length: number) => Uint8Array, i: number, wantsShort: boolean): DsaPrivateKey {
  const { p, q, g } = Object.values(testKeys)[i % 3]!;
  for (;;) {
    const x = fromBig((toBig(random(28)) % (toBig(q) - 1n)) + 1n);
    const y = minimal(native.power(g, x, p)!);
    if (y.length < p.length || !wantsShort) return { p, q, g, y, x };
  }
}

describe('DSA', () => {
  it(`${rounds} keys of chance, and ${short} with leading zeros: each takes the other’s signatures, and no bent one`, () => {
    const random = seededRng('dsa against libotr');
    const counts = { r: 0, s: 0 };
    for (let i = 0; i < rounds + short; i += 1) {
      const key = newKey(random, i, i >= rounds);
      const reference = new ReferenceKey(key);
      const data = random(32);
      expect(toHex(power(key.g, key.x, key.p))).toBe(toHex(key.y));
      expect(hasValidShape(key)).toBe(true);
      const [ours, theirs] = [sign(key, data, random, native), reference.sign(data)];
      for (const signature of [ours, theirs]) {
        expect([verify(key, data, signature), reference.verify(data, signature)]).toEqual([true, true]);
        if (signature[0] === 0) counts.r += 1;
        if (signature[20] === 0) counts.s += 1;
      }
      const bent = ours.slice();
      bent[i % 40]! ^= 1 << (i % 8);
      expect([verify(key, data, bent), reference.verify(data, bent)]).toEqual([false, false]);
      reference.close();
    }
    // Enough rounds hold signatures with leading zeros as well.
    if (rounds >= 2_000) expect(Math.min(counts.r, counts.s)).toBeGreaterThan(0);
  }, timeoutMs);

  it('signatures of ours and theirs with a leading zero in r or in s hold on both sides', () => {
    const random = seededRng('short signatures');
    const key = testKeys.alice;
    const reference = new ReferenceKey(key);
    const wanted = [0, 20].flatMap((at) => [() => sign(key, data, random, native), () => reference.sign(data)].map((make) => ({ at, make })));
    let data = random(32);
    for (const { at, make } of wanted) {
      let signature = make();
      for (; signature[at] !== 0; signature = make()) data = random(32);
      expect([verify(key, data, signature), reference.verify(data, signature)]).toEqual([true, true]);
    }
    reference.close();
  }, timeoutMs);

  it('keys are read as libgcrypt writes them, in hex and, where an exponent looks like letters, in quotes', () => {
    const random = seededRng('quoted numbers');
    const { p, q, g } = testKeys.alice;
    const letters = [...Array.from({ length: 95 }, (_, i) => i + 0x20), ...Array.from({ length: 95 }, (_, i) => i + 0xa1), 8, 9, 10, 11, 12, 13];
    let quoted = 0;
    for (let i = 0; i < 40; i += 1) {
      const x = random(20).map((byte, at) => (i % 2 === 0 ? byte : letters[byte % letters.length]!) & (at === 0 ? 0x7f : 0xff));
      if (toBig(x) === 0n || toBig(x) >= toBig(q)) continue;
      const key = { p, q, g, y: minimal(native.power(g, x, p)!), x: minimal(x) };
      const reference = new ReferenceKey(key);
      const written = Buffer.from(reference.expression).toString('latin1');
      if (/\(x "/.test(written)) quoted += 1;
      const file = Buffer.from(`(privkeys (account (name "zo\u00c3\u00ab") (protocol ${network}) ${written}))`, 'latin1');
      expect(readPrivateKeys(file)).toEqual({ ok: true, value: { keys: [{ name: 'zoë', protocol: network, key }], refused: [] } });
      reference.close();
    }
    expect(quoted).toBeGreaterThan(5);
  });

  it('data of any length is taken modulo q alike, empty, with leading zeros and longer than q', () => {
    const reference = new ReferenceKey(testKeys.bob);
    const random = seededRng('odd data');
    for (const data of [new Uint8Array(0), new Uint8Array(20), new Uint8Array(32).fill(0xff), ...[1, 19, 20, 21, 33, 64].map(random)]) {
      expect(reference.verify(data, sign(testKeys.bob, data, random, native))).toBe(true);
      expect(verify(testKeys.bob, data, reference.sign(data))).toBe(true);
    }
    reference.close();
  });

  it(`${rounds} keys, and ${short} with leading zeros, have the fingerprints that libotr finds in our file`, () => {
    const random = seededRng('fingerprints against libotr');
    const keys = Array.from({ length: rounds + short }, (_, i): AccountKey => {
      return { name: `account ${i}`, protocol: network, key: newKey(random, i, i >= rounds) };
    });
    for (let i = 0; i < keys.length; i += 100) {
      const some = keys.slice(i, i + 100);
      const found = files.fingerprintsIn(writePrivateKeys(some), some.map(({ name }) => name), network);
      expect(found).toEqual(some.map(({ key }) => fingerprintOf(key)));
    }
  }, timeoutMs);
});

describe('Diffie-Hellman', () => {
  it(`${rounds} pairs of chance: the same public values and the same keys from them on both sides`, () => {
    const random = seededRng('dh against libotr');
    for (let i = 0; i < rounds; i += 1) {
      const [a, b] = [newKeyPair(random, native), newKeyPair(random, native)];
      expect(toHex(power(generator, a.secret, prime))).toBe(toHex(a.open));
      const secret = sharedSecret(a, b.open, native)!;
      const { sendMac, receiveMac, extra } = derivePairKeys(a.open, b.open, secret, native);
      const theirs = sessionKeys(b, a.open);
      expect({ sendMac: toHex(receiveMac), receiveMac: toHex(sendMac), extra: toHex(extra) }).toEqual(theirs);
    }
  }, timeoutMs);

  it(`${short} public values and ${short} shared secrets with leading zeros`, () => {
    const random = seededRng('short dh');
    const other = newKeyPair(random, native);
    const found = { open: 0, secret: 0 };
    while (Math.min(found.open, found.secret) < short) {
      const ours = newKeyPair(random, native);
      const secret = sharedSecret(ours, other.open, native)!;
      if (ours.open.length === prime.length && secret.length === prime.length) continue;
      if (ours.open.length < prime.length) found.open += 1;
      if (secret.length < prime.length) found.secret += 1;
      const { sendMac, receiveMac, extra } = derivePairKeys(ours.open, other.open, secret, native);
      const theirs = { sendMac: toHex(sendMac), receiveMac: toHex(receiveMac), extra: toHex(extra) };
      expect(sessionKeys(ours, other.open)).toEqual(theirs);
    }
  }, timeoutMs);
});
