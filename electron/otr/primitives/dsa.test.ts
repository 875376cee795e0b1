import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import { testKeys } from '../testing/keys.ts';
import { seededRng } from '../testing/seed.ts';
import vector from '../vectors/dsa.json' with { type: 'json' };
import { Reader } from '../wire/reader.ts';
import { mpi, short } from '../wire/writer.ts';
import { bitLength, fromBig, inverse, isSquare, powerPublic, toBig } from './big.ts';
import { generateKey } from './dsa-keygen.ts';
import {
  decodePrivateKey,
  encodePrivateKey,
  encodePublicKey,
  fingerprint,
  hasValidShape,
  nonceSource,
  readPublicKey,
  sign,
  verify,
} from './dsa.ts';
import { prime } from './group.ts';
import { native } from './native.ts';
import { portable } from './portable.ts';

const bytes = (hex: string): Uint8Array => fromHex(hex)!;
const published = {
  p: bytes(vector.p),
  q: bytes(vector.q),
  g: bytes(vector.g),
  y: bytes(vector.y),
  x: bytes(vector.x),
};
const key = testKeys.alice;
const message = bytes('00'.repeat(12) + 'ff'.repeat(20));

describe.each([native, portable])('DSA over the $name provider', (by) => {
  it.each(vector.cases)('draws the published nonce of RFC 6979 for $message', ({ message: text, k, r }) => {
    const digest = by.sha256(bytes(text)).slice(0, 20);
    const hash = fromBig(toBig(digest) % toBig(published.q), 20);
    const nonce = nonceSource(published, hash, new Uint8Array(0), by)();
    expect(toHex(nonce)).toBe(k);
    const commitment = by.power(published.g, nonce, published.p)!;
    expect(toHex(fromBig(toBig(commitment) % toBig(published.q), 20))).toBe(r);
  });

  it.each(vector.cases)('computes the published y and accepts the published signature of $message', (entry) => {
    expect(toHex(by.power(published.g, published.x, published.p)!)).toBe(vector.y);
    const digest = by.sha256(bytes(entry.message)).slice(0, 20);
    expect(verify(published, digest, bytes(entry.r + entry.s))).toBe(true);
  });

  it('signs what verifies, differently each time', () => {
    const random = seededRng('signing');
    const first = sign(key, message, random, by);
    const second = sign(key, message, random, by);
    expect(first).toHaveLength(40);
    expect(toHex(first)).not.toBe(toHex(second));
    expect(verify(key, message, first)).toBe(true);
    expect(verify(key, message, second)).toBe(true);
  });
});

describe('a signature', () => {
  const signature = sign(key, message, seededRng('one'), native);

  it('takes the whole message modulo q, as the spec says', () => {
    const shifted = fromBig(toBig(message) + toBig(key.q));
    expect(verify(key, shifted, signature)).toBe(true);
    expect(verify(key, message.slice(0, 20), signature)).toBe(false);
  });

  it('has 40 bytes whatever its numbers (S14)', () => {
    const random = seededRng('leading zeros');
    const short = { r: false, s: false };
    for (let tried = 0; tried < 3_000 && !(short.r && short.s); tried += 1) {
      const one = sign(key, message, random, native);
      expect(one).toHaveLength(40);
      if (one[0] !== 0 && one[20] !== 0) continue;
      expect(verify(key, message, one)).toBe(true);
      short.r ||= one[0] === 0;
      short.s ||= one[20] === 0;
    }
    expect(short).toEqual({ r: true, s: true });
  });

  it('fails with any bit flipped (S4)', () => {
    for (let bit = 0; bit < 320; bit += 1) {
      const bent = signature.slice();
      bent[bit >> 3]! ^= 1 << (bit & 7);
      expect(verify(key, message, bent), `bit ${bit}`).toBe(false);
    }
  });

  it('fails with r or s of 0, of q and above, and with 39, 41 or no bytes (S4)', () => {
    const [r, s] = [signature.slice(0, 20), signature.slice(20)];
    const q = toBig(key.q);
    for (const bad of [0n, q, q + 1n]) {
      expect(verify(key, message, concat(fromBig(bad, 20), s))).toBe(false);
      expect(verify(key, message, concat(r, fromBig(bad, 20)))).toBe(false);
      expect(verify(key, message, concat(fromBig(bad, 20), fromBig(bad, 20)))).toBe(false);
    }
    expect(verify(key, message, signature.slice(0, 39))).toBe(false);
    expect(verify(key, message, concat(signature, bytes('00')))).toBe(false);
    expect(verify(key, message, concat(r, bytes('00'), s))).toBe(false);
    expect(verify(key, message, new Uint8Array(0))).toBe(false);
  });

  it('fails with q added to s: each signature has one form', () => {
    const random = seededRng('malleable');
    for (let tried = 0; tried < 20; tried += 1) {
      const one = sign(key, message, random, native);
      const larger = toBig(one.slice(20)) + toBig(key.q);
      if (larger >= 1n << 160n) continue;
      expect(verify(key, message, one)).toBe(true);
      expect(verify(key, message, concat(one.slice(0, 20), fromBig(larger, 20)))).toBe(false);
      return;
    }
    throw new Error('no signature left room');
  });

  it('fails where s has no inverse, as under a q that is no prime', () => {
    const q = concat(bytes('8000000000000000000000000000000000000f'), bytes('03'));
    const three = { ...key, q: fromBig(3n * (toBig(q) / 3n)) };
    expect(verify(three, message, concat(fromBig(5n, 20), fromBig(3n, 20)))).toBe(false);
  });

  it('fails under another key and for another message', () => {
    expect(verify(testKeys.bob, message, signature)).toBe(false);
    expect(verify(key, bytes('01'), signature)).toBe(false);
  });
});

describe('a public key', () => {
  it('reads back what was written', () => {
    const reader = new Reader(encodePublicKey(key));
    const { x, ...open } = key;
    expect(x).toHaveLength(20);
    expect(readPublicKey(reader)).toEqual(open);
    expect(reader.complete).toBe(true);
  });

  it('has the fingerprint that SHA-1 over its numbers without the type gives', () => {
    const numbers = concat(mpi(key.p), mpi(key.q), mpi(key.g), mpi(key.y));
    expect(fingerprint(key, native)).toBe(toHex(native.sha1(numbers)));
    expect(fingerprint(key, native)).toMatch(/^[0-9a-f]{40}$/);
  });

  it('is refused with other sizes, ranges or a subgroup of another order (S15)', () => {
    const p = toBig(key.p);
    expect(hasValidShape(key)).toBe(true);
    const bad = {
      'p of 1023 bits': { ...key, p: fromBig(p >> 1n) },
      'even p': { ...key, p: fromBig(p + 1n) },
      'q of 159 bits': { ...key, q: fromBig(toBig(key.q) >> 1n) },
      'q that does not divide p - 1': { ...key, q: fromBig(toBig(key.q) + 2n) },
      'g of 0': { ...key, g: new Uint8Array(0) },
      'g of 1': { ...key, g: bytes('01') },
      'g of p - 1': { ...key, g: fromBig(p - 1n) },
      'g of p': { ...key, g: key.p },
      'g outside the subgroup': { ...key, g: bytes('02') },
      'y of 0': { ...key, y: new Uint8Array(0) },
      'y of 1': { ...key, y: bytes('01') },
      'y of p - 1': { ...key, y: fromBig(p - 1n) },
      'y of p': { ...key, y: key.p },
      'y outside the subgroup': { ...key, y: bytes('03') },
    };
    for (const [name, one] of Object.entries(bad)) expect(hasValidShape(one), name).toBe(false);
  });

  it('is refused with another type or leading zeros', () => {
    const encoded = encodePublicKey(key);
    expect(readPublicKey(new Reader(concat(short(1), encoded.slice(2))))).toBeNull();
    const padded = concat(short(0), mpi(key.p), mpi(concat(bytes('00'), key.q)), mpi(key.g), mpi(key.y));
    expect(readPublicKey(new Reader(padded))).toBeNull();
  });
});

describe('a private key', () => {
  const encoded = encodePrivateKey(key);

  it('reads back what was written', () => {
    expect(decodePrivateKey(encoded, native)).toEqual({ ok: true, value: key });
  });

  it('is refused where a number was changed', () => {
    const faults = new Set<string>();
    for (let at = 0; at < encoded.length; at += 7) {
      const bent = encoded.slice();
      bent[at]! ^= 0x10;
      const read = decodePrivateKey(bent, native);
      expect(read.ok, `byte ${at}`).toBe(false);
      if (!read.ok) faults.add(read.fault);
    }
    expect([...faults].sort()).toEqual(['invalid-key', 'malformed', 'other-format']);
  });

  it('is refused where x is 0 or not below q, and where y is not g^x', () => {
    for (const x of [new Uint8Array(0), key.q, testKeys.bob.x]) {
      expect(decodePrivateKey(encodePrivateKey({ ...key, x }), native)).toEqual({ ok: false, fault: 'invalid-key' });
    }
  });

  it('is refused where q is no prime, however well the rest fits', () => {
    const wrongOnQ = (n: Uint8Array): boolean => native.isProbablyPrime(n) !== (n.length === 20);
    const gullible = { ...native, isProbablyPrime: wrongOnQ };
    const made = generateKey(seededRng('composite q'), gullible, () => {});
    expect(native.isProbablyPrime(made.q)).toBe(false);
    expect(decodePrivateKey(encodePrivateKey(made), gullible).ok).toBe(true);
    expect(decodePrivateKey(encodePrivateKey(made), native)).toEqual({ ok: false, fault: 'invalid-key' });
  });

  it('is refused cut short anywhere, or with bytes left over, without a throw', () => {
    for (let length = 0; length < encoded.length; length += 1) {
      expect(decodePrivateKey(encoded.slice(0, length), native).ok).toBe(false);
    }
    expect(decodePrivateKey(concat(encoded, bytes('00')), native)).toEqual({ ok: false, fault: 'malformed' });
  });
});

describe('making a key', () => {
  it('makes a valid one of 1024 and 160 bits, with rising progress to 100', () => {
    const steps: number[] = [];
    const made = generateKey(seededRng('a new key'), native, (percent) => steps.push(percent));
    expect(bitLength(made.p)).toBe(1024);
    expect(bitLength(made.q)).toBe(160);
    expect(decodePrivateKey(encodePrivateKey(made), native).ok).toBe(true);
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBe(100);
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
    expect(steps.every((percent) => Number.isInteger(percent))).toBe(true);
  });

  it('draws again where chance gives no commitment, no generator, no public value', () => {
    const failing = (calls: readonly number[]) => {
      let count = 0;
      const power: typeof native.power = (...args) => {
        count += 1;
        return calls.includes(count) ? null : native.power(...args);
      };
      return { ...native, power };
    };
    const made = generateKey(seededRng('a new key'), failing([1, 3]), () => {});
    expect(decodePrivateKey(encodePrivateKey(made), native).ok).toBe(true);
    const signature = sign(key, message, seededRng('one'), failing([1]));
    expect(verify(key, message, signature)).toBe(true);
    expect(toHex(signature)).not.toBe(toHex(sign(key, message, seededRng('one'), native)));
  });

  it('never takes a p of more than 1024 bits', () => {
    const random = seededRng('from the top');
    let top = true;
    const made = generateKey(
      (length) => {
        if (length !== 128 || !top) return random(length);
        top = false;
        return new Uint8Array(128).fill(0xff);
      },
      native,
      () => {},
    );
    expect(top).toBe(false);
    expect(bitLength(made.p)).toBe(1024);
  });

  it('makes different ones from different random bytes', () => {
    const one = generateKey(seededRng('1'), native, () => {});
    const two = generateKey(seededRng('2'), native, () => {});
    expect(fingerprint(one, native)).not.toBe(fingerprint(two, native));
  });

  it('throws when the random source does', () => {
    const dry = (): never => {
      throw new Error('dry');
    };
    expect(() => generateKey(dry, native, () => {})).toThrow('dry');
  });
});

describe('arithmetic on public numbers', () => {
  const q = toBig(key.q);
  const number = fc.bigInt({ min: 0n, max: q - 1n });

  it('inverts what has an inverse, and gives 0 for 0', () => {
    fc.assert(
      fc.property(number, (value) => {
        const inverted = inverse(value, q);
        expect(value === 0n ? inverted : (inverted * value) % q).toBe(value === 0n ? 0n : 1n);
      }),
    );
  });

  it('spells numbers and reads them back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 512n }), (value) => {
        expect(toBig(fromBig(value))).toBe(value);
        expect(toBig(fromBig(value, 80))).toBe(value);
        expect(fromBig(value)[0]).not.toBe(0);
      }),
    );
    expect(fromBig(0n)).toHaveLength(0);
    expect(() => fromBig(256n, 1)).toThrow('too large');
    expect([0n, 1n, 255n, 256n].map((value) => bitLength(fromBig(value)))).toEqual([0, 1, 8, 9]);
  });

  it('tells squares from others as Euler does, whatever they end with', () => {
    const p = toBig(prime);
    for (const value of [2n, 3n << 40n, 5n << 100n, 7n, p - 1n, p - 2n, 1n << 200n]) {
      expect(isSquare(value, p), String(value)).toBe(powerPublic(value, (p - 1n) / 2n, p) === 1n);
    }
    expect(isSquare(0n, p)).toBe(false);
  });
});
