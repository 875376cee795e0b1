/** The file that holds the sealed database key. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { toHex } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { isMissingFile, makePrivateDirectory, replaceFile, withStorageFaults } from '../base/private-files.ts';
import { assert } from '../base/result.ts';
import { base64, parseJson, toBase64 } from './encoding.ts';
import { passphraseSeal } from './passphrase.ts';
import type { PassphraseSeal } from './passphrase.ts';

export type Sealed =
  | { readonly by: 'keychain'; readonly sealed: Uint8Array }
  | { readonly by: 'passphrase'; readonly seal: PassphraseSeal };

const formatVersion = 1;
const maxFileLength = 65_536;

const envelope = v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(1)) });
const current = v.strictObject({
  version: v.literal(formatVersion),
  /** The sealed part as JSON text, so that the check covers exact bytes. */
  content: v.string(),
  /** SHA-256 over `content`: tells a damaged file from a wrong passphrase. It proves nothing against an attacker. */
  sha256: v.string(),
});
const content = v.variant('by', [
  v.strictObject({ by: v.literal('keychain'), sealed: base64(1, 16_384) }),
  v.strictObject({ by: v.literal('passphrase'), ...passphraseSeal.entries }),
]);

/**
 * Reads the sealed key; `null` when there is no such file.
 *
 * Throws `Fault`: `storage-corrupt` for a damaged file, `storage-newer` for one of a newer Sotto, `storage-failed`
 * when it cannot be read.
 */
export function readSealed(file: string): Sealed | null {
  const text = readText(file);
  if (text === null) return null;
  const version = parseJson(envelope, text)?.version;
  if (version !== undefined && version > formatVersion) throw new Fault('storage-newer');
  const outer = parseJson(current, text);
  if (outer === null || outer.sha256 !== checksum(outer.content)) throw new Fault('storage-corrupt');
  const inner = parseJson(content, outer.content);
  if (inner === null) throw new Fault('storage-corrupt');
  if (inner.by === 'keychain') return inner;
  const { kdf, nonce, sealed } = inner;
  return { by: 'passphrase', seal: { kdf, nonce, sealed } };
}

/**
 * Writes a sealed key in one step, durably, where there was none. Throws `Fault` (`storage-failed`).
 *
 * The caller has made sure that there is none: a sealed key that is overwritten is a database that is lost.
 */
export function writeSealed(file: string, sealed: Sealed): void {
  assert(!existsSync(file), 'a sealed key is never overwritten');
  const text = JSON.stringify(sealed.by === 'keychain' ? keychainContent(sealed.sealed) : passphraseContent(sealed.seal));
  withStorageFaults(() => {
    makePrivateDirectory(dirname(file));
    replaceFile(file, `${JSON.stringify({ version: formatVersion, content: text, sha256: checksum(text) })}\n`);
  });
}

function readText(file: string): string | null {
  return withStorageFaults(() => {
    try {
      const bytes = readFileSync(file);
      if (bytes.length > maxFileLength) throw new Fault('storage-corrupt');
      return bytes.toString('utf8');
    } catch (thrown) {
      if (isMissingFile(thrown)) return null;
      throw thrown;
    }
  });
}

function keychainContent(sealed: Uint8Array): v.InferInput<typeof content> {
  return { by: 'keychain', sealed: toBase64(sealed) };
}

function passphraseContent({ kdf, nonce, sealed }: PassphraseSeal): v.InferInput<typeof content> {
  return {
    by: 'passphrase',
    kdf: { ...kdf, salt: toBase64(kdf.salt) },
    nonce: toBase64(nonce),
    sealed: toBase64(sealed),
  };
}

function checksum(text: string): string {
  return toHex(createHash('sha256').update(text).digest());
}
