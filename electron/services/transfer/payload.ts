import * as v from 'valibot';
import { utf8, wipe } from '../../base/bytes.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { decodeDsaKey, fingerprintOf, type DsaPrivateKey } from '../../otr/index.ts';
import { bareAddress } from '../../protocols/address.ts';
import { limits } from '../../../shared/limits.ts';
import { proxyKinds, verifiedHows } from '../../../shared/views.ts';

/*
 * What is transferred: one JSON text. A text that is not to this letter is refused as a whole, since an honest Sotto
 * writes no other; keys are proved, and addresses must be in their one form.
 */

/** Accounts of a payload, and entries of one list of an account. */
const mostAccounts = 100;
const mostEntries = 20_000;

const when = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8_640_000_000_000_000));
const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
const address = v.pipe(text(limits.addressLength), v.check((given) => bareAddress(given) === given));
/** Buddies can also be servers and gateways, which are a domain alone. */
const buddy = v.pipe(
  text(limits.addressLength),
  v.check((given) => bareAddress(given.includes('@') ? given : `x@${given}`) === (given.includes('@') ? given : `x@${given}`)),
);
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));

/** A list of records in which no name stands twice. */
function listOf<Item extends v.GenericSchema>(item: Item, most: number, nameOf: (record: v.InferOutput<Item>) => string) {
  return v.pipe(
    v.array(item),
    v.maxLength(most),
    v.check((records) => new Set(records.map(nameOf)).size === records.length),
  );
}

const fingerprint = v.pipe(
  v.strictObject({
    address: buddy,
    fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
    verified: v.boolean(),
    verifiedAtMs: v.nullable(when),
    verifiedHow: v.nullable(v.picklist(verifiedHows)),
    firstSeenMs: when,
    lastSeenMs: when,
    undecided: v.boolean(),
    highestVersion: v.nullable(v.picklist([2, 3])),
  }),
  v.check(({ verified, verifiedAtMs, verifiedHow, undecided }) =>
    verified ? verifiedAtMs !== null && verifiedHow !== null && !undecided : verifiedAtMs === null && verifiedHow === null,
  ),
);

const policy = v.strictObject({
  address: v.nullable(buddy),
  flags: v.strictObject({
    allowV2: v.boolean(),
    allowV3: v.boolean(),
    requireEncryption: v.boolean(),
    sendWhitespaceTag: v.boolean(),
    startOnWhitespaceTag: v.boolean(),
    startOnError: v.boolean(),
  }),
  unkept: v.boolean(),
});

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

const proxy = v.strictObject({
  kind: v.picklist(proxyKinds),
  host: v.pipe(text(limits.hostLength), v.minLength(1)),
  port,
  username: text(limits.proxyUsernameLength),
});

/** An account's settings without its resource, which is a device's own: two with one name push each other out. */
const settings = v.strictObject({
  host: text(limits.hostLength),
  port: v.nullable(port),
  tls: v.nullable(v.picklist(['starttls', 'direct', 'loopback-clear'])),
  allowPlain: v.boolean(),
  connectAtStart: v.boolean(),
  /** Or else the other device would go around it. */
  proxy: v.nullable(proxy),
});

const account = v.strictObject({
  address,
  settings,
  /** Only where the person wants passwords to come along. */
  password: v.nullable(v.pipe(text(limits.passwordLength), v.minLength(1))),
  proxyPassword: v.nullable(text(limits.passwordLength)),
  pinnedCertificate: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  /** The own DSA key in the engine's encoding, base64. */
  key: v.nullable(v.pipe(text(4_096), v.base64())),
  fingerprints: listOf(fingerprint, mostEntries, (record) => `${record.address} ${record.fingerprint}`),
  policies: listOf(policy, mostEntries, (record) => record.address ?? ''),
  guesses: listOf(v.strictObject({ address: buddy, count, lastMs: when }), mostEntries, (record) => record.address),
});

const preferences = v.strictObject({
  theme: v.picklist(['system', 'light', 'dark']),
  sidebarWidth: v.pipe(v.number(), v.minValue(200), v.maxValue(600)),
  collapsedGroups: v.pipe(v.array(text(limits.groupLength)), v.maxLength(2_000)),
});

const payload = v.strictObject({
  format: v.literal('sotto-transfer'),
  version: v.literal(1),
  preferences,
  accounts: listOf(account, mostAccounts, (record) => record.address),
});

export type Payload = v.InferOutput<typeof payload>;
export type SentAccount = Payload['accounts'][number];
export type SentFingerprint = SentAccount['fingerprints'][number];

/** An account as it came, its key proved. The key is the holder's to wipe. */
export type CameAccount = Omit<SentAccount, 'key'> & { readonly key: DsaPrivateKey | null; readonly keyFingerprint: string | null };
export type Came = { readonly preferences: Payload['preferences']; readonly accounts: readonly CameAccount[] };

export function encodePayload(value: Payload): Uint8Array {
  return utf8(JSON.stringify(value));
}

/** Reads a payload; all of it, or nothing. Faults: malformed, invalid-key. */
export function decodePayload(bytes: Uint8Array): Result<Came, 'malformed' | 'invalid-key'> {
  const read = v.safeParse(payload, jsonOf(bytes));
  if (!read.success) return fail('malformed');
  const accounts: CameAccount[] = [];
  for (const { key: encoded, ...rest } of read.output.accounts) {
    const key = encoded === null ? null : keyOf(encoded);
    if (key !== null && !key.ok) {
      wipeKeys(accounts);
      return key;
    }
    accounts.push({ ...rest, key: key?.value ?? null, keyFingerprint: key === null ? null : fingerprintOf(key.value) });
  }
  return ok({ preferences: read.output.preferences, accounts });
}

export function wipeKeys(accounts: readonly CameAccount[]): void {
  for (const { key } of accounts) if (key !== null) wipe(key.x);
}

function keyOf(encoded: string): Result<DsaPrivateKey, 'invalid-key'> {
  const bytes = new Uint8Array(Buffer.from(encoded, 'base64'));
  const key = decodeDsaKey(bytes);
  wipe(bytes);
  return key.ok ? ok(key.value) : fail('invalid-key');
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
