import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../base/bytes.ts';
import aesCtr from '../vectors/aesCtr.json' with { type: 'json' };
import hmacSha1 from '../vectors/hmacSha1.json' with { type: 'json' };
import hmacSha256 from '../vectors/hmacSha256.json' with { type: 'json' };
import sha1 from '../vectors/sha1.json' with { type: 'json' };
import sha256 from '../vectors/sha256.json' with { type: 'json' };
import { fromBig, powerPublic, toBig } from './big.ts';
import type { Primitives } from './provider.ts';
import { choosePrimitives, firstSound, passesKnownAnswers } from './choose.ts';
import { prime } from './group.ts';
import { native } from './native.ts';
import { portable } from './portable.ts';

const bytes = (hex: string): Uint8Array => fromHex(hex)!;
/** What a kept key makes of data under the upper half of a counter. */
function kept(by: Primitives, key: Uint8Array, top: Uint8Array, data: Uint8Array): Uint8Array {
  const message = concat(Uint8Array.of(0xaa), top, Uint8Array.of(0xbb), data, Uint8Array.of(0xcc));
  by.aesCtrKept(key, message, 1, 10, 10 + data.length);
  expect([message[0], message[9], message.at(-1)]).toEqual([0xaa, 0xbb, 0xcc]);
  expect(message.slice(1, 9)).toEqual(top);
  return message.slice(10, -1);
}
const some = fc.uint8Array({ minLength: 0, maxLength: 200 });

describe.each([native, portable])('the $name provider', (by) => {
  it.each(sha1.cases)('gives the published SHA-1 of $message', ({ message, digest }) => {
    expect(toHex(by.sha1(bytes(message)))).toBe(digest);
  });

  it.each(sha256.cases)('gives the published SHA-256 of $message', ({ message, digest }) => {
    expect(toHex(by.sha256(bytes(message)))).toBe(digest);
  });

  it.each(hmacSha1.cases)('gives the published HMAC-SHA1 $mac', ({ key, message, mac }) => {
    expect(toHex(by.hmacSha1(bytes(key), bytes(message)))).toBe(mac);
  });

  it.each(hmacSha256.cases)('gives the published HMAC-SHA256 $mac', ({ key, message, mac }) => {
    expect(toHex(by.hmacSha256(bytes(key), bytes(message)))).toBe(mac);
  });

  it.each(aesCtr.cases)('gives the published AES-128-CTR text, both ways', ({ key, counter, plain, cipher }) => {
    expect(toHex(by.aesCtr(bytes(key), bytes(counter), bytes(plain)))).toBe(cipher);
    expect(toHex(by.aesCtr(bytes(key), bytes(counter), bytes(cipher)))).toBe(plain);
  });

  it('has one counter mode for kept keys and for others, whatever the length', () => {
    const key = bytes('2b7e151628aed2a6abf7158809cf4f3c');
    for (const top of ['0000000000000001', '00000000000000ff', 'ffffffffffffffff']) {
      for (const length of [0, 1, 15, 16, 17, 1_023, 1_024, 1_025, 5_000]) {
        const data = new Uint8Array(length).fill(7);
        const block = bytes(`${top}0000000000000000`);
        expect(kept(by, key, bytes(top), data), `${top} ${length}`).toEqual(by.aesCtr(key, block, data));
      }
    }
  });

  it('has one counter mode for kept keys whose counters follow, repeat, go back and jump, and whose lengths change', () => {
    const key = bytes('2b7e151628aed2a6abf7158809cf4f3c');
    const tops = [1, 2, 3, 3, 4, 2, 300, 301, 302, 2 ** 32 - 3, 2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 5];
    for (const lengths of [[100], [256], [16, 17, 300, 0, 100], [1_024, 1]]) {
      for (const [i, top] of [...tops, ...Array.from({ length: 100 }, (_, n) => 400 + n)].entries()) {
        const block = new Uint8Array(16);
        new DataView(block.buffer).setBigUint64(0, BigInt(top));
        const data = new Uint8Array(lengths[i % lengths.length]!).fill(i);
        expect(kept(by, key, block.slice(0, 8), data), `${top} ${data.length}`).toEqual(by.aesCtr(key, block, data));
      }
    }
  });

  it('takes a key up again after it was forgotten, also with other bytes', () => {
    const key = new Uint8Array(16).fill(1);
    const [top, data] = [new Uint8Array(8), new Uint8Array(20)];
    const first = kept(by, key, top, data);
    by.forgetAes(key);
    expect(kept(by, key, top, data)).toEqual(first);
    by.forgetAes(key);
    key.fill(2);
    expect(kept(by, key, top, data)).toEqual(by.aesCtr(key, new Uint8Array(16), data));
    by.forgetAes(new Uint8Array(16));
  });

  it('hashes and authenticates inputs and keys of every length alike', () => {
    for (const length of [0, 1, 63, 64, 65, 4_095, 4_096, 4_097, 10_000]) {
      const data = new Uint8Array(length).fill(5);
      for (const name of ['sha1', 'sha256'] as const) {
        expect(by[name](data), `${name} ${length}`).toEqual(Uint8Array.from(createHash(name).update(data).digest()));
        const mac = name === 'sha1' ? by.hmacSha1 : by.hmacSha256;
        for (const key of [data.subarray(0, 20), data.subarray(0, 64), data.subarray(0, 65)]) {
          expect(mac(key, data, data), `${name} ${key.length} ${length}`).toEqual(
            Uint8Array.from(createHmac(name, key).update(data).update(data).digest()),
          );
        }
      }
    }
  });

  it('hashes parts like their concatenation', () => {
    const [a, b] = [bytes('0102'), bytes('0304')];
    expect(by.sha1(a, b)).toEqual(by.sha1(bytes('01020304')));
    expect(by.hmacSha256(a, a, b)).toEqual(by.hmacSha256(a, bytes('01020304')));
    const long = new Uint8Array(20_000).fill(7);
    const whole = new Uint8Array(40_002).fill(7);
    whole.set(a, 0);
    expect(by.sha1(a, long, long)).toEqual(by.sha1(whole));
    expect(by.sha256(a, long, long)).toEqual(by.sha256(whole));
  });

  it('gives results whose slices are copies', () => {
    const digest = by.sha1(bytes('00'));
    const part = digest.slice(0, 4);
    digest.fill(0);
    expect(toHex(part)).not.toBe('00000000');
  });

  it('passes the known answers of start-up', () => {
    expect(passesKnownAnswers(by)).toBe(true);
  });

  it('refuses bases that no honest exchange has', () => {
    const p = toBig(prime);
    for (const base of [0n, 1n, p - 1n, p, p + 1n]) {
      expect(by.power(fromBig(base), bytes('0102'), prime), String(base - p)).toBeNull();
    }
  });

  it('refuses results that no honest exchange has', () => {
    const [p, q] = [toBig(prime), (toBig(prime) - 1n) / 2n];
    expect(by.power(bytes('02'), fromBig(q), prime)).toBeNull();
    expect(by.power(fromBig(p - 2n), fromBig(q), prime)).toBeNull();
  });

  it('works with any number of moduli in turn', () => {
    const moduli = Array.from({ length: 40 }, (_, i) => (1n << 1023n) + 235n + 2n * BigInt(i));
    for (const modulus of [...moduli, ...moduli]) {
      expect(toBig(by.power(bytes('03'), bytes('0100'), fromBig(modulus))!)).toBe(powerPublic(3n, 256n, modulus));
    }
  });

  it('pads a small power to the length of the modulus', () => {
    const nine = by.power(bytes('03'), bytes('02'), prime);
    expect(nine).toHaveLength(192);
    expect(toBig(nine!)).toBe(9n);
  });
});

describe('both providers', () => {
  it('agree on exponentiation, and with plain arithmetic', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 2, maxLength: 192 }),
        fc.uint8Array({ minLength: 2, maxLength: 40 }),
        (base, exponent) => {
          fc.pre(toBig(base) >= 2n && toBig(base) <= toBig(prime) - 2n && toBig(exponent) > 0n);
          const fast = native.power(base, exponent, prime);
          expect(fast).toEqual(portable.power(base, exponent, prime));
          const plain = powerPublic(toBig(base), toBig(exponent), toBig(prime));
          expect(fast).toEqual(fromBig(plain, 192));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('agree on hashes, MACs and AES over any bytes', () => {
    const key16 = fc.uint8Array({ minLength: 16, maxLength: 16 });
    const counter = fc.uint8Array({ minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(some, some, key16, counter, (a, b, key, top) => {
        expect(native.sha1(a, b)).toEqual(portable.sha1(a, b));
        expect(native.sha256(a, b)).toEqual(portable.sha256(a, b));
        expect(native.hmacSha1(a, b)).toEqual(portable.hmacSha1(a, b));
        expect(native.hmacSha256(a, b)).toEqual(portable.hmacSha256(a, b));
        const block = new Uint8Array(16);
        block.set(top);
        expect(native.aesCtr(key, block, a)).toEqual(portable.aesCtr(key, block, a));
        expect(kept(native, key, top, a)).toEqual(portable.aesCtr(key, block, a));
      }),
      { numRuns: 100 },
    );
  });

  it('agree on primes', () => {
    for (const value of [251n, 253n, 65_537n, 65_539n, 65_541n, (1n << 127n) - 1n, (1n << 128n) + 1n]) {
      expect(native.isProbablyPrime(fromBig(value)), String(value)).toBe(portable.isProbablyPrime(fromBig(value)));
    }
    expect(native.isProbablyPrime(prime)).toBe(true);
  });
});

describe('choosing a provider', () => {
  it('takes the native one here', () => {
    expect(choosePrimitives().name).toBe('native');
  });

  it('takes the first that gives the known answers, and goes no further without one', () => {
    const wrong = { ...native, sha1: native.sha256 };
    expect(firstSound([wrong, portable])).toBe(portable);
    expect(() => firstSound([wrong])).toThrow('no cryptographic provider');
  });

  it('takes none that gives a wrong answer or throws', () => {
    const wrong = (): Uint8Array => new Uint8Array(20);
    const broken = (): never => {
      throw new Error('no such cipher');
    };
    for (const name of ['sha1', 'sha256', 'hmacSha1', 'hmacSha256', 'aesCtr', 'aesCtrKept', 'power'] as const) {
      expect(passesKnownAnswers({ ...native, [name]: wrong }), name).toBe(false);
      expect(passesKnownAnswers({ ...native, [name]: broken }), name).toBe(false);
    }
  });
});
