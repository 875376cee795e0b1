import * as v from 'valibot';
import { isTrusted, readFingerprints, readInstanceTags, readPrivateKeys, readSerializedKey } from '../../otr/index.ts';
import { isXmpp, type Finding } from './finding.ts';
import { readTable } from './sqlite.ts';

/*
 * The files that libotr, and potr, which stands in for it in Python, left for other programs, read into a
 * finding. None of these readers throws, whatever a file holds; one bad account or line spoils no other.
 */

const utf8 = new TextDecoder();

/** What account a name in a file stands for. */
export type NameOf = (name: string) => string;
const itself: NameOf = (name) => name;

/** libotr's file of private keys: Pidgin, Adium, irssi, profanity, mcabber. */
export function readLibotrKeys(finding: Finding, file: Uint8Array, fileName: string, nameOf = itself): void {
  const read = readPrivateKeys(file);
  if (!read.ok) {
    finding.skip(fileName, 'unreadable');
    return;
  }
  for (const { name, protocol, key } of read.value.keys) finding.key(nameOf(name), protocol, key);
  for (const { name } of read.value.refused) finding.skip(name === undefined ? fileName : nameOf(name), 'invalid-key');
}

/** libotr stops at this length of a line, in bytes. */
const longestLine = 1_000;

/** libotr's file of fingerprints, and those of Gajim and WeeChat, which have the same five columns. */
export function readLibotrFingerprints(finding: Finding, file: Uint8Array, fileName: string, nameOf = itself): void {
  for (const [at, line] of linesOf(file).entries()) {
    const [known] = line.length > longestLine ? [] : readFingerprints(line);
    if (known === undefined) {
      if (line.trim() !== '') finding.skip(`${fileName}:${at + 1}`, 'bad-line');
      continue;
    }
    const account = finding.account(nameOf(known.account.name), known.account.protocol);
    if (account !== null) finding.fingerprint(account, known.username, known.fingerprint, isTrusted(known));
  }
}

/**
 * libotr's file of instance tags. They are read only to say that they stay where they are: a tag belongs to one
 * program on one machine, and two that share one get each other's messages.
 */
export function readLibotrTags(finding: Finding, file: Uint8Array, nameOf = itself): void {
  for (const { account } of readInstanceTags(utf8.decode(file))) {
    if (isXmpp(account.protocol)) finding.skip(nameOf(account.name), 'instance-tag');
  }
}

/** One key of potr's, in Gajim's or WeeChat's file of it or within CoyIM's; whose it is stands elsewhere. */
export function readKey3(finding: Finding, file: Uint8Array, fileName: string, name: string, protocol = 'xmpp'): void {
  const key = readSerializedKey(file);
  if (key.ok) finding.key(name, protocol, key.value);
  else finding.skip(fileName, key.fault === 'invalid-key' ? 'invalid-key' : 'unreadable');
}

/** Gajim's settings of earlier versions, one `path = value` a line: which address each of its account names stands for. */
export function readGajimAccounts(file: Uint8Array): ReadonlyMap<string, string> {
  const parts = new Map<string, { name?: string; hostname?: string }>();
  for (const line of linesOf(file)) {
    const [, account = '', part = '', value = ''] = /^accounts\.(.+)\.(name|hostname) = (.*)$/.exec(line) ?? [];
    // Its name for the neighbours on the network, which are no account of XMPP's.
    if (account === '' || account === 'Local') continue;
    parts.set(account, { ...parts.get(account), [part]: value });
  }
  return new Map([...parts].flatMap(([account, { name, hostname }]) => (name && hostname ? [[account, `${name}@${hostname}`]] : [])));
}

const gajimAccount = v.object({ account: v.object({ name: v.string(), hostname: v.string() }) });

/** The same of later versions, a table of accounts with JSON; `null` where it is no database, or a damaged one. */
export function readGajimDatabase(file: Uint8Array): ReadonlyMap<string, string> | null {
  const rows = readTable(file, 'account_settings');
  if (rows === null) return null;
  return new Map(
    rows.flatMap(([account, settings]) => {
      const read = v.safeParse(gajimAccount, typeof settings === 'string' ? parsed(settings) : null);
      if (typeof account !== 'string' || !read.success) return [];
      const { name, hostname } = read.output.account;
      return [[account, `${name}@${hostname}`]];
    }),
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function linesOf(file: Uint8Array): readonly string[] {
  return utf8.decode(file).split(/\r\n|\r|\n/);
}
