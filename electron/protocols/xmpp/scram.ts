import { createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { wipe } from '../../base/bytes.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { ChannelBinding } from './channel-binding.ts';

const derive = promisify(pbkdf2);

export type ScramHash = 'sha1' | 'sha256';

/** Below, a stolen exchange is cheap to guess from (RFC 7677 section 4); above, signing in would hang. */
const fewestIterations = 4_096;
const mostIterations = 10_000_000;

/**
 * What the client says of channel binding: it uses one; it could, but the server offered none (a server that
 * did offer one then knows of the person in the middle who hid it); or it cannot.
 */
export type BindingChoice = { readonly use: ChannelBinding } | 'could' | 'cannot';

export type ScramStart = {
  readonly hash: ScramHash;
  /** Prepared by SASLprep, as the password later. */
  readonly username: string;
  /** Fresh and random, of printable characters without a comma. */
  readonly nonce: string;
  readonly binding: BindingChoice;
};

export type ScramFinish = {
  /** The client's last message. */
  readonly message: string;
  /** The signature that only a server which knows the password's verifier can give. */
  readonly serverSignature: Buffer;
};

/** The client's first message. Spec: RFC 5802 section 7. */
export function scramFirst(start: ScramStart): string {
  return gs2Header(start.binding) + firstBare(start);
}

/**
 * Answers the server's first message. Faults: malformed; wrong-nonce (not ours with something added);
 * bad-iterations (too few or absurdly many).
 * Spec: RFC 5802 sections 3 and 5, RFC 7677.
 */
export async function scramFinal(
  start: ScramStart,
  password: string,
  serverFirst: string,
): Promise<Result<ScramFinish, 'malformed' | 'wrong-nonce' | 'bad-iterations'>> {
  const fields = /^r=([\x21-\x2b\x2d-\x7e]+),s=([A-Za-z0-9+/]+={0,2}),i=([1-9][0-9]{0,9})(?:,.*)?$/.exec(serverFirst);
  const [, nonce = '', salt = '', count = ''] = fields ?? [];
  if (fields === null) return fail('malformed');
  if (!nonce.startsWith(start.nonce) || nonce.length === start.nonce.length) return fail('wrong-nonce');
  const iterations = Number(count);
  if (iterations < fewestIterations || iterations > mostIterations) return fail('bad-iterations');

  const { hash, binding } = start;
  const salted = await derive(password, Buffer.from(salt, 'base64'), iterations, hash === 'sha1' ? 20 : 32, hash);
  const bound = typeof binding === 'object' ? Buffer.from(binding.use.data) : Buffer.alloc(0);
  const withoutProof = `c=${Buffer.concat([Buffer.from(gs2Header(binding)), bound]).toString('base64')},r=${nonce}`;
  const exchange = `${firstBare(start)},${serverFirst},${withoutProof}`;
  const clientKey = hmac(hash, salted, 'Client Key');
  const clientSignature = hmac(hash, createHash(hash).update(clientKey).digest(), exchange);
  const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (clientSignature[index] ?? 0)));
  const serverSignature = hmac(hash, hmac(hash, salted, 'Server Key'), exchange);
  wipe(salted, clientKey, clientSignature);
  return ok({ message: `${withoutProof},p=${proof.toString('base64')}`, serverSignature });
}

/** Whether the server's last message proves that it knows the password's verifier. Spec: RFC 5802 section 3. */
export function provesServer(finish: ScramFinish, serverFinal: string): boolean {
  const signature = /^v=([A-Za-z0-9+/]+={0,2})(?:,.*)?$/.exec(serverFinal)?.[1];
  if (signature === undefined) return false;
  const given = Buffer.from(signature, 'base64');
  return given.length === finish.serverSignature.length && timingSafeEqual(given, finish.serverSignature);
}

function gs2Header(binding: BindingChoice): string {
  if (binding === 'could') return 'y,,';
  return binding === 'cannot' ? 'n,,' : `p=${binding.use.type},,`;
}

function firstBare({ username, nonce }: ScramStart): string {
  return `n=${username.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`;
}

function hmac(hash: ScramHash, key: Uint8Array, text: string): Buffer {
  return createHmac(hash, key).update(text).digest();
}
