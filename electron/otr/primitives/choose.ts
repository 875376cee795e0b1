import { concat, equalConstantTime, fromHex, toHex, utf8 } from '../../base/bytes.ts';
import { fromBig, toBig } from './big.ts';
import { prime } from './group.ts';
import { native } from './native.ts';
import { portable } from './portable.ts';
import { initialBlock, type Primitives } from './provider.ts';

/*
 * Known answers that a provider must give before it is used. Sources: FIPS 180-4 examples, RFC 2202 and
 * RFC 4231 test case 2, NIST SP 800-38A F.5.1; the exponentiations follow from arithmetic.
 */
const zeros = new Uint8Array(8);
const abc = utf8('abc');
const jefe = utf8('Jefe');
const question = utf8('what do ya want for nothing?');
const aes = {
  key: '2b7e151628aed2a6abf7158809cf4f3c',
  counter: 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff',
  plain: '6bc1bee22e409f96e93d7e117393172a',
  cipher: '874d6191b620e3261bef6864990db6ce',
};

function gives(actual: Uint8Array | null, expected: string): boolean {
  const bytes = fromHex(expected);
  return actual !== null && bytes !== null && equalConstantTime(actual, bytes);
}

/** Some bytes after the way of a kept key, with a counter of zeros. */
function crossedBy(by: Primitives, key: Uint8Array, plain: Uint8Array): Uint8Array {
  const bytes = concat(zeros, plain);
  by.aesCtrKept(key, bytes, 0, zeros.length, bytes.length);
  return bytes.subarray(zeros.length);
}

/** Whether a provider gives every known answer; one that throws does not. */
export function passesKnownAnswers(by: Primitives): boolean {
  try {
    const [key, counter, plain] = [fromHex(aes.key)!, fromHex(aes.counter)!, fromHex(aes.plain)!];
    return (
      gives(by.sha1(abc), 'a9993e364706816aba3e25717850c26c9cd0d89d') &&
      gives(by.sha256(abc), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad') &&
      gives(by.hmacSha1(jefe, question), 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79') &&
      gives(by.hmacSha256(jefe, question), '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843') &&
      gives(by.aesCtr(key, counter, plain), aes.cipher) &&
      gives(crossedBy(by, key, plain), toHex(by.aesCtr(key, initialBlock(zeros), plain))) &&
      powersAgree(by)
    );
  } catch {
    return false;
  }
}

/** 3^(2^16+1) twice over, g^1 and the refusal of what is no legal base. */
function powersAgree(by: Primitives): boolean {
  const p = toBig(prime);
  const exponent = 0x1_0001n;
  let expected = 3n;
  for (let i = 0; i < 16; i += 1) expected = (expected * expected) % p;
  expected = (expected * 3n) % p;
  const three = Uint8Array.of(3);
  const power = by.power(three, fromBig(exponent), prime);
  if (power === null || toBig(power) !== expected || power.length !== prime.length) return false;
  return by.power(Uint8Array.of(1), three, prime) === null && by.power(fromBig(p - 1n), three, prime) === null;
}

/** The first provider that gives every known answer; throws where none does: then there is no safe way on. */
export function firstSound(providers: readonly Primitives[]): Primitives {
  const sound = providers.find(passesKnownAnswers);
  if (sound === undefined) throw new Error('no cryptographic provider gives the known answers');
  return sound;
}

let chosen: Primitives | null = null;

/** The provider of this machine: native where it gives every known answer, else portable. Throws where neither does. */
export function choosePrimitives(): Primitives {
  chosen ??= firstSound([native, portable]);
  return chosen;
}
