import { fail, ok, type Result } from '../../base/result.ts';
import { smallestTag } from '../instance-tags.ts';
import { limits } from '../limits.ts';
import type { Account } from './private-keys.ts';

/*
 * libotr's tab-separated files: `otr.fingerprints` and `otr.instance_tags`. Lines that are none are skipped.
 */

export type KnownFingerprint = {
  /** The buddy. */
  readonly username: string;
  readonly account: Account;
  /** 40 lower-case hex digits. */
  readonly fingerprint: string;
  /** What stands in the file: "verified" and "smp" are in use, "" is none. Whatever is not empty is trust. */
  readonly trust: string;
};
export type AccountTag = { readonly account: Account; readonly instanceTag: number };

/** Reads a file of fingerprints. */
export function readFingerprints(text: string): readonly KnownFingerprint[] {
  return rowsOf(text).flatMap(([username, name, protocol, digits, trust = '', ...rest]) => {
    if (username === undefined || name === undefined || protocol === undefined || digits === undefined) return [];
    if (rest.length > 0 || !/^[0-9a-f]{40}$/i.test(digits)) return [];
    return [{ username, account: { name, protocol }, fingerprint: digits.toLowerCase(), trust }];
  });
}

/** Whether a fingerprint counts as verified. */
export function isTrusted({ trust }: Pick<KnownFingerprint, 'trust'>): boolean {
  return trust !== '';
}

/**
 * The text of a file of fingerprints; libotr reads it.
 * Fault: unwritable, where a name has a tab, line end or NUL, or a line grows too long for libotr.
 */
export function writeFingerprints(known: readonly KnownFingerprint[]): Result<string, 'unwritable'> {
  return written(
    known.map(({ username, account, fingerprint, trust }) => [username, account.name, account.protocol, fingerprint, trust]),
  );
}

/** Reads a file of instance tags; tags below 0x100 are skipped. */
export function readInstanceTags(text: string): readonly AccountTag[] {
  return rowsOf(text).flatMap(([name, protocol, digits, ...rest]) => {
    if (name === undefined || protocol === undefined || rest.length > 0) return [];
    if (digits === undefined || !/^[0-9a-f]{8}$/i.test(digits)) return [];
    const instanceTag = Number.parseInt(digits, 16);
    return instanceTag < smallestTag ? [] : [{ account: { name, protocol }, instanceTag }];
  });
}

const warning = '# Do not copy this file to another machine: every machine has instance tags of its own.\n';

/** The text of a file of instance tags; libotr reads it. Fault: unwritable, as for fingerprints. */
export function writeInstanceTags(tags: readonly AccountTag[]): Result<string, 'unwritable'> {
  const rows = tagRows(tags);
  return rows.ok ? ok(warning + rows.value) : rows;
}

/** What puts one more tag at the end of the file of instance tags that says `text`. Fault: unwritable, as for fingerprints. */
export function furtherInstanceTag(text: string, tag: AccountTag): Result<string, 'unwritable'> {
  if (text === '') return writeInstanceTags([tag]);
  const row = tagRows([tag]);
  return row.ok && !/[\r\n]$/.test(text) ? ok(`\n${row.value}`) : row;
}

function tagRows(tags: readonly AccountTag[]): Result<string, 'unwritable'> {
  return written(
    tags.map(({ account, instanceTag }) => [account.name, account.protocol, instanceTag.toString(16).padStart(8, '0')]),
  );
}

function rowsOf(text: string): readonly string[][] {
  if (text.length > limits.keyFile) return [];
  return text.split(/\r\n|\r|\n/).map((line) => line.split('\t'));
}

function written(rows: readonly (readonly string[])[]): Result<string, 'unwritable'> {
  const sound = rows.every((row) => row.every((field) => !/[\t\r\n\0]/.test(field)));
  const lines = rows.map((row) => `${row.join('\t')}\n`);
  const fits = lines.every((line) => Buffer.byteLength(line) <= limits.keyFileLine);
  return sound && fits ? ok(lines.join('')) : fail('unwritable');
}
