import { Parser } from 'htmlparser2';
import * as v from 'valibot';
import { fromHex } from '../../base/bytes.ts';
import { isTrusted, readFingerprints, readPrivateKeys, readSerializedKey } from '../../otr/index.ts';
import type { DsaPrivateKey } from '../../otr/index.ts';
import type { Finding } from './finding.ts';

/*
 * The files of other programs, read into a finding. None of these readers throws, whatever a file holds.
 */

const utf8 = new TextDecoder();

/** libotr's file of private keys: Pidgin, Adium, irssi, profanity, mcabber. */
export function readLibotrKeys(finding: Finding, file: Uint8Array, fileName: string): void {
  const read = readPrivateKeys(file);
  if (!read.ok) {
    finding.skip(fileName, 'unreadable');
    return;
  }
  for (const { name, protocol, key } of read.value.keys) take(finding, name, protocol, key);
  for (const { name } of read.value.refused) finding.skip(name ?? fileName, 'invalid-key');
}

/**
 * libotr's file of fingerprints, and those of Gajim and WeeChat, which have the same five columns. `addressOf`:
 * what account a name in the file stands for.
 */
export function readLibotrFingerprints(finding: Finding, file: Uint8Array, addressOf = (name: string): string => name): void {
  for (const known of readFingerprints(utf8.decode(file))) {
    const account = finding.account(addressOf(known.account.name), known.account.protocol);
    if (account !== null) finding.fingerprint(account, known.username, known.fingerprint, isTrusted(known));
  }
}

/** One key of Gajim's or WeeChat's; whose it is stands in the file's name. */
export function readKey3(finding: Finding, file: Uint8Array, fileName: string, address: string): void {
  const key = readSerializedKey(file);
  if (key.ok) take(finding, address, 'xmpp', key.value);
  else finding.skip(fileName, key.fault === 'invalid-key' ? 'invalid-key' : 'unreadable');
}

/** Pidgin's list of accounts: those of XMPP, also where they never used OTR. */
export function readPidginAccounts(finding: Finding, file: Uint8Array): void {
  let open: { protocol: string; name: string } | null = null;
  let path: string[] = [];
  const parser = new Parser(
    {
      onopentagname: (tag) => {
        path = [...path.slice(0, 15), tag];
        if (path.join(' ') === 'account account') open = { protocol: '', name: '' };
      },
      ontext: (text) => {
        const [, , part, ...deeper] = path;
        if (open !== null && deeper.length === 0 && (part === 'protocol' || part === 'name')) open[part] += text;
      },
      onclosetag: () => {
        if (path.join(' ') === 'account account' && open !== null && open.protocol !== '') {
          finding.account(open.name.trim(), open.protocol.trim());
        }
        path = path.slice(0, -1);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(utf8.decode(file));
}

/** Gajim's settings, one `path = value` a line: which address each of its account names stands for. */
export function readGajimAccounts(file: Uint8Array): ReadonlyMap<string, string> {
  const parts = new Map<string, { name?: string; hostname?: string }>();
  for (const line of utf8.decode(file).split('\n')) {
    const [, account = '', part = '', value = ''] = /^accounts\.(.+)\.(name|hostname) = (.*)$/.exec(line.trimEnd()) ?? [];
    if (account === '') continue;
    parts.set(account, { ...parts.get(account), [part]: value });
  }
  return new Map([...parts].flatMap(([account, { name, hostname }]) => (name && hostname ? [[account, `${name}@${hostname}`]] : [])));
}

const coyimFingerprint = v.object({ FingerprintHex: v.string(), Trusted: v.optional(v.boolean(), false) });
const coyimAccount = v.object({
  Account: v.string(),
  PrivateKeys: v.nullish(v.array(v.string()), []),
  Peers: v.nullish(v.array(v.object({ UserID: v.string(), Fingerprints: v.nullish(v.array(coyimFingerprint), []) })), []),
});
/** Encrypted, it has other members. */
const coyimFile = v.object({ Accounts: v.nullish(v.array(v.unknown())) });

/** CoyIM's file of accounts, where it is not encrypted. */
export function readCoyim(finding: Finding, file: Uint8Array, fileName: string): void {
  const read = v.safeParse(coyimFile, parseJson(utf8.decode(file)));
  if (!read.success) {
    finding.skip(fileName, 'unreadable');
    return;
  }
  if (read.output.Accounts === undefined) {
    finding.skip(fileName, 'encrypted');
    return;
  }
  for (const entry of read.output.Accounts ?? []) readCoyimAccount(finding, entry, fileName);
}

function readCoyimAccount(finding: Finding, entry: unknown, fileName: string): void {
  const read = v.safeParse(coyimAccount, entry);
  if (!read.success) {
    finding.skip(fileName, 'unreadable');
    return;
  }
  const { Account: name, PrivateKeys: keys, Peers: peers } = read.output;
  const account = finding.account(name, 'xmpp');
  if (account === null) return;
  // The first is the one in use; older ones are kept for reading only.
  const [first] = keys ?? [];
  if (first !== undefined) readKey3(finding, new Uint8Array(Buffer.from(first, 'base64')), name, name);
  for (const { UserID, Fingerprints } of peers ?? []) {
    for (const { FingerprintHex, Trusted } of Fingerprints ?? []) {
      const bytes = fromHex(FingerprintHex);
      if (bytes?.length === 20) finding.fingerprint(account, UserID, FingerprintHex.toLowerCase(), Trusted);
      else finding.skip(UserID, 'unreadable');
    }
  }
}

function take(finding: Finding, name: string, protocol: string, key: DsaPrivateKey): void {
  const account = finding.account(name, protocol);
  if (account !== null) account.key ??= key;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
