import { isTrusted, readFingerprints, readInstanceTags, readPrivateKeys, readSerializedKey } from '../../otr/index.ts';
import { isXmpp, type Finding } from './finding.ts';

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

function linesOf(file: Uint8Array): readonly string[] {
  return utf8.decode(file).split(/\r\n|\r|\n/);
}
