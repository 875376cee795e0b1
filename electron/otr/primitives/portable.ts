import forge from 'node-forge';
import { crossInPlace, type Primitives } from './provider.ts';

const { BigInteger } = forge.jsbn;
type Big = InstanceType<typeof BigInteger>;

function binary(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function fromBinary(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

function big(bytes: Uint8Array): Big {
  return new BigInteger(forge.util.bytesToHex(binary(bytes)) || '0', 16);
}

function bytesOf(value: Big, length: number): Uint8Array {
  return fromBinary(forge.util.hexToBytes(value.toString(16).padStart(2 * length, '0')));
}

function power(base: Uint8Array, exponent: Uint8Array, modulus: Uint8Array): Uint8Array | null {
  const limit = big(modulus);
  const top = limit.subtract(BigInteger.ONE);
  const value = big(base);
  if (value.compareTo(BigInteger.ONE) <= 0 || value.compareTo(top) >= 0) return null;
  const result = value.modPow(big(exponent), limit);
  if (result.compareTo(BigInteger.ONE) <= 0 || result.compareTo(top) >= 0) return null;
  return bytesOf(result, modulus.length);
}

function digest(hash: forge.md.MessageDigest, parts: readonly Uint8Array[]): Uint8Array {
  for (const part of parts) hash.update(binary(part));
  return fromBinary(hash.digest().getBytes());
}

function hmac(name: 'sha1' | 'sha256', key: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  const machine = forge.hmac.create();
  machine.start(name, forge.util.createBuffer(binary(key)));
  for (const part of parts) machine.update(binary(part));
  return fromBinary(machine.digest().getBytes());
}

function aesCtr(key: Uint8Array, counter: Uint8Array, data: Uint8Array): Uint8Array {
  const machine = forge.cipher.createCipher('AES-CTR', binary(key));
  machine.start({ iv: binary(counter) });
  machine.update(forge.util.createBuffer(binary(data)));
  machine.finish();
  return fromBinary(machine.output.getBytes());
}

/** The provider over node-forge: the same answers as the native one, many times slower. */
export const portable: Primitives = {
  name: 'portable',
  power,
  sha1: (...parts) => digest(forge.md.sha1.create(), parts),
  sha256: (...parts) => digest(forge.md.sha256.create(), parts),
  hmacSha1: (key, ...parts) => hmac('sha1', key, parts),
  hmacSha256: (key, ...parts) => hmac('sha256', key, parts),
  aesCtr,
  aesCtrKept: (...place) => crossInPlace(aesCtr, ...place),
  forgetAes: () => {},
  isProbablyPrime: (value) => big(value).isProbablePrime(40),
};
