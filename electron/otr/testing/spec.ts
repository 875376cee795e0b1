import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { concat } from '../../base/bytes.ts';

/*
 * The formulas of the protocol document once more, as plainly as it gives them and with nothing of the engine
 * in them but the joining of bytes: what the tests hold the engine's bytes against. Numbers are bigint.
 */

/** RFC 3526, group 5: 2^1536 - 2^1472 - 1 + 2^64 * ([2^1406 pi] + 741804). Spec: "Encoded messages". */
export const p = (1n << 1536n) - (1n << 1472n) - 1n + (1n << 64n) * (floorOfPi(1406) + 741804n);
/** Spec: "q = (p - 1) / 2". */
export const q = (p - 1n) / 2n;

/** [2^bits pi], by Machin's formula. */
function floorOfPi(bits: number): bigint {
  const spare = 64n;
  const unit = 1n << (BigInt(bits) + spare);
  const arctanOfOneOver = (x: bigint): bigint => {
    let [sum, term] = [0n, unit / x];
    for (let k = 1n, sign = 1n; term !== 0n; k += 2n, sign = -sign) {
      sum += (sign * term) / k;
      term /= x * x;
    }
    return sum;
  };
  return (4n * (4n * arctanOfOneOver(5n) - arctanOfOneOver(239n))) >> spare;
}

export function power(base: bigint, exponent: bigint, modulus = p): bigint {
  let [result, square, rest] = [1n, base % modulus, exponent];
  for (; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

export function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
}

/** INT: four bytes, big-endian. */
export function int(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return Uint8Array.from(bytes);
}

/** DATA: a length and the bytes. */
export function data(bytes: Uint8Array): Uint8Array {
  return concat(int(bytes.length), bytes);
}

/** MPI: a number as DATA, without leading zeros. */
export function mpi(value: bigint): Uint8Array {
  const hex = value === 0n ? '' : value.toString(16);
  return data(Uint8Array.from(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')));
}

export function hash(name: 'sha1' | 'sha256', ...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(createHash(name).update(concat(...parts)).digest());
}

export function hmac(name: 'sha1' | 'sha256', key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(createHmac(name, key).update(concat(...parts)).digest());
}

/** AES128-CTR with the top half of the counter given and the other half zero. */
export function aesCtr(key: Uint8Array, top: Uint8Array, text: Uint8Array): Uint8Array {
  return Uint8Array.from(createCipheriv('aes-128-ctr', key, concat(top, new Uint8Array(8))).update(text));
}

/** h1 or h2 of a byte: a hash over the byte and the secret as an MPI. */
export function tagged(name: 'sha1' | 'sha256', byte: number, secret: bigint): Uint8Array {
  return hash(name, Uint8Array.of(byte), mpi(secret));
}
