import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { fromHex, utf8, wipe } from '../../base/bytes.ts';
import { fail, ok, type Result } from '../../base/result.ts';

/*
 * The seal around what is transferred: AES-256-GCM under keys that only the two ends of this one OTR session have.
 *
 *   key   = HKDF-SHA256(extra symmetric key, salt: session id, info: "sotto transfer 1 key",   32 bytes)
 *   nonce = HKDF-SHA256(extra symmetric key, salt: session id, info: "sotto transfer 1 nonce", 12 bytes)
 *
 * An extra key is used for one seal and never again, so a nonce that follows from it is used once.
 * Spec: OTRv3 "Extra symmetric key"; RFC 5869; NIST SP 800-38D.
 */

/** The use that announces an extra symmetric key for a transfer: "SoTr". Nothing else of Sotto's uses one. */
export const transferUse = 0x536f5472;

const tagLength = 16;
const cipher = 'aes-256-gcm';

/** Which session, and what was said about the seal beside the key: both are authenticated with it. */
export type SealContext = { readonly sessionId: string; readonly announced: Uint8Array };

/** Seals: the ciphertext, then its tag of 16 bytes. `extraKey` (32 bytes) stays the caller's to wipe. */
export function seal(extraKey: Uint8Array, plain: Uint8Array, { sessionId, announced }: SealContext): Uint8Array {
  const [key, nonce] = keysOf(extraKey, sessionId);
  const sealing = createCipheriv(cipher, key, nonce).setAAD(announced);
  const sealed = Buffer.concat([sealing.update(plain), sealing.final(), sealing.getAuthTag()]);
  wipe(key, nonce);
  return new Uint8Array(sealed);
}

/** Opens what `seal` made in the same session. Fault: `not-authentic`, and then nothing of it comes out. */
export function open(extraKey: Uint8Array, sealed: Uint8Array, { sessionId, announced }: SealContext): Result<Uint8Array, 'not-authentic'> {
  if (sealed.length < tagLength) return fail('not-authentic');
  const [key, nonce] = keysOf(extraKey, sessionId);
  const end = sealed.length - tagLength;
  const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagLength });
  opening.setAAD(announced).setAuthTag(sealed.subarray(end));
  const plain = opening.update(sealed.subarray(0, end));
  try {
    opening.final();
    return ok(new Uint8Array(plain));
  } catch {
    return fail('not-authentic');
  } finally {
    wipe(key, nonce, plain);
  }
}

function keysOf(extraKey: Uint8Array, sessionId: string): readonly [key: Uint8Array, nonce: Uint8Array] {
  const salt = fromHex(sessionId) ?? new Uint8Array(0);
  const derive = (what: string, length: number) =>
    new Uint8Array(hkdfSync('sha256', extraKey, salt, utf8(`sotto transfer 1 ${what}`), length));
  return [derive('key', 32), derive('nonce', 12)];
}
