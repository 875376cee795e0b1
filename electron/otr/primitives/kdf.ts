import type { Primitives } from './provider.ts';
import { compare } from './big.ts';

/** What both sides of the key exchange derive from the shared secret. */
export type AkeKeys = {
  /** 8 bytes. */
  readonly sessionId: Uint8Array;
  /** AES keys of the Reveal Signature and of the Signature Message, 16 bytes each. */
  readonly c: Uint8Array;
  readonly cPrime: Uint8Array;
  /** MAC keys, 32 bytes each. */
  readonly m1: Uint8Array;
  readonly m2: Uint8Array;
  readonly m1Prime: Uint8Array;
  readonly m2Prime: Uint8Array;
};

/** Keys of one pairing of D-H keys: AES keys of 16 bytes, MAC keys of 20, the extra symmetric key of 32. */
export type PairKeys = {
  readonly sendAes: Uint8Array;
  readonly sendMac: Uint8Array;
  readonly receiveAes: Uint8Array;
  readonly receiveMac: Uint8Array;
  /** The same on both sides, for uses outside of OTR. */
  readonly extra: Uint8Array;
};

/** A byte, then the secret as an MPI: what h1 and h2 hash. */
function tagged(secret: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(5 + secret.length);
  new DataView(bytes.buffer).setUint32(1, secret.length);
  bytes.set(secret, 5);
  return bytes;
}

/**
 * Derives the seven values of a key exchange from its shared secret (no leading zeros).
 * Spec: OTRv3 "Computing AES keys, MAC keys, and the secure session id".
 */
export function deriveAkeKeys(secret: Uint8Array, primitives: Primitives): AkeKeys {
  const input = tagged(secret);
  const h2 = (byte: number): Uint8Array => {
    input[0] = byte;
    return primitives.sha256(input);
  };
  const ssid = h2(0x00);
  const aes = h2(0x01);
  const keys = {
    sessionId: ssid.slice(0, 8),
    c: aes.slice(0, 16),
    cPrime: aes.slice(16, 32),
    m1: h2(0x02),
    m2: h2(0x03),
    m1Prime: h2(0x04),
    m2Prime: h2(0x05),
  };
  input.fill(0);
  aes.fill(0);
  return keys;
}

/**
 * Derives the data keys of two public values and their shared secret (no leading zeros anywhere).
 *
 * The side with the numerically greater public value is the "high" end and sends with byte 1.
 * Spec: OTRv3 "Computing AES keys, MAC keys, and the secure session id", "Extra symmetric key".
 */
export function derivePairKeys(
  ours: Uint8Array,
  theirs: Uint8Array,
  secret: Uint8Array,
  primitives: Primitives,
): PairKeys {
  const input = tagged(secret);
  const aesKey = (byte: number): Uint8Array => {
    input[0] = byte;
    const hash = primitives.sha1(input);
    const key = hash.slice(0, 16);
    hash.fill(0);
    return key;
  };
  const high = compare(ours, theirs) > 0;
  const sendAes = aesKey(high ? 1 : 2);
  const receiveAes = aesKey(high ? 2 : 1);
  input[0] = 0xff;
  const extra = primitives.sha256(input);
  input.fill(0);
  return { sendAes, sendMac: primitives.sha1(sendAes), receiveAes, receiveMac: primitives.sha1(receiveAes), extra };
}
