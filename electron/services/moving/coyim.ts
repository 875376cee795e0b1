import { createDecipheriv, scrypt } from 'node:crypto';
import * as v from 'valibot';
import { fromHex, utf8, wipe } from '../../base/bytes.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { readSerializedKey } from '../../otr/index.ts';
import type { Finding } from './finding.ts';
import { parseJson } from './json.ts';
import { proxyOfUrl, torProxy, type FoundProxy } from './proxies.ts';

/*
 * CoyIM's one file, `accounts.json`, or `accounts.json.enc`, where the person gave it a password.
 */

const hexBytes = (shortest: number, longest: number) =>
  v.pipe(
    v.string(),
    v.transform((text) => fromHex(text) ?? new Uint8Array(0)),
    v.check((bytes) => bytes.length >= shortest && bytes.length <= longest),
  );
const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const tagLength = 16;
const sealedFile = v.object({
  Params: v.pipe(
    v.object({ Nonce: hexBytes(12, 12), Salt: hexBytes(1, 1_024), N: whole(2, 2 ** 22), R: whole(1, 64), P: whole(1, 16) }),
    // No file may ask for more than 1 GiB.
    v.check(({ N, R }) => Number.isInteger(Math.log2(N)) && 128 * N * R <= 2 ** 30),
  ),
  Data: hexBytes(tagLength + 1, 8_000_000),
});

/** Whether a file is one of CoyIM's that a passphrase opens. */
export function isSealedCoyim(file: Uint8Array): boolean {
  return v.is(sealedFile, parsed(file));
}

/**
 * Opens an encrypted file: AES-256-GCM under the first 32 of 48 bytes that scrypt makes of the passphrase, with the
 * other 16 as what is authenticated beside. The answer is the caller's to wipe.
 * Faults: malformed; wrong, which is a wrong passphrase or a file that was changed.
 */
export async function openCoyim(file: Uint8Array, passphrase: string): Promise<Result<Uint8Array, 'malformed' | 'wrong'>> {
  const read = v.safeParse(sealedFile, parsed(file));
  if (!read.success) return fail('malformed');
  const { Params, Data } = read.output;
  const keys = await derive(passphrase, Params);
  try {
    const decipher = createDecipheriv('aes-256-gcm', keys.subarray(0, 32), Params.Nonce, { authTagLength: tagLength });
    decipher.setAAD(keys.subarray(32));
    decipher.setAuthTag(Data.subarray(-tagLength));
    const opened = decipher.update(Data.subarray(0, -tagLength));
    try {
      decipher.final();
    } catch {
      wipe(opened);
      return fail('wrong');
    }
    return ok(opened);
  } finally {
    wipe(keys);
  }
}

function derive(passphrase: string, { Salt, N, R, P }: v.InferOutput<typeof sealedFile>['Params']): Promise<Uint8Array> {
  const secret = utf8(passphrase);
  return new Promise((resolve, reject) => {
    scrypt(secret, Salt, 48, { N, r: R, p: P, maxmem: 128 * R * (N + P) + 2 ** 20 }, (error, keys) => {
      wipe(secret);
      if (error) reject(error);
      else resolve(keys);
    });
  });
}

const listOf = <Entry extends v.GenericSchema>(entry: Entry) => v.nullish(v.array(entry), []);
const fingerprint = v.object({ FingerprintHex: v.string(), Trusted: v.optional(v.boolean(), false) });
const oldFingerprint = v.object({ UserID: v.string(), FingerprintHex: v.string(), Untrusted: v.optional(v.boolean(), false) });
const peer = v.object({
  UserID: v.string(),
  Nickname: v.optional(v.string(), ''),
  Groups: listOf(v.string()),
  Fingerprints: listOf(v.unknown()),
});
const account = v.object({
  Account: v.string(),
  PrivateKeys: listOf(v.string()),
  /** Where older versions kept the one key, and the fingerprints. */
  PrivateKey: v.nullish(v.string()),
  KnownFingerprints: listOf(v.unknown()),
  Peers: listOf(v.unknown()),
  InstanceTag: v.optional(v.number(), 0),
  /** Each reached through the one before; CoyIM's own accounts have `tor-auto://`. */
  Proxies: v.optional(v.unknown()),
  /** In its place in older versions. */
  RequireTor: v.optional(v.unknown()),
});
const wholeFile = v.object({ Accounts: v.nullish(v.array(v.unknown()), []) });

/** The file of accounts, where it is not encrypted, or once it is opened. */
export function readCoyim(finding: Finding, file: Uint8Array, fileName: string): void {
  const read = v.safeParse(wholeFile, parsed(file));
  if (read.success) for (const entry of read.output.Accounts ?? []) readAccount(finding, entry, fileName);
  else finding.skip(fileName, 'unreadable');
}

function readAccount(finding: Finding, entry: unknown, fileName: string): void {
  const read = v.safeParse(account, entry);
  if (!read.success) {
    finding.skip(fileName, 'unreadable');
    return;
  }
  const { Account: name, PrivateKeys, PrivateKey, Peers, KnownFingerprints, InstanceTag, Proxies, RequireTor } = read.output;
  const found = finding.account(name, 'xmpp');
  if (found === null) return;
  finding.proxy(found, proxyOf(Proxies, RequireTor));
  readKeys(finding, name, [...(PrivateKeys ?? []), ...(PrivateKey ? [PrivateKey] : [])]);
  if (InstanceTag !== 0) finding.skip(name, 'instance-tag');
  const know = (username: string, hex: string, trusted: boolean): void => {
    if (/^[0-9a-f]{40}$/i.test(hex)) finding.fingerprint(found, username, hex.toLowerCase(), trusted);
    else finding.skip(username, 'unreadable');
  };
  for (const entry of Peers ?? []) {
    const one = v.safeParse(peer, entry);
    if (!one.success) {
      finding.skip(name, 'unreadable');
      continue;
    }
    const { UserID, Nickname, Groups, Fingerprints } = one.output;
    finding.buddy(found, UserID, Nickname, Groups ?? []);
    for (const known of Fingerprints ?? []) {
      const key = v.safeParse(fingerprint, known);
      know(UserID, key.success ? key.output.FingerprintHex : '', key.success && key.output.Trusted);
    }
  }
  for (const known of KnownFingerprints ?? []) {
    const key = v.safeParse(oldFingerprint, known);
    if (key.success) know(key.output.UserID, key.output.FingerprintHex, !key.output.Untrusted);
    else finding.skip(name, 'unreadable');
  }
}

function proxyOf(proxies: unknown, requiresTor: unknown): FoundProxy {
  const list = v.safeParse(listOf(v.string()), proxies);
  if (!list.success || (list.output ?? []).length > 1) return 'unusable';
  const [proxy] = list.output ?? [];
  if (proxy !== undefined) return proxyOfUrl(proxy);
  return requiresTor ? torProxy : 'direct';
}

/** The first valid key is the one in use; older ones are kept for reading only. */
function readKeys(finding: Finding, name: string, keys: readonly string[]): void {
  for (const text of keys) {
    const bytes = Buffer.from(text, 'base64');
    const key = readSerializedKey(bytes);
    wipe(bytes);
    if (key.ok) return finding.key(name, 'xmpp', key.value);
  }
  if (keys.length > 0) finding.skip(name, 'invalid-key');
}

function parsed(file: Uint8Array): unknown {
  return parseJson(new TextDecoder().decode(file));
}
