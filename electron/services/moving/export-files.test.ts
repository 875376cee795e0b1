import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { randomBytes } from 'node:crypto';
import { faultCodeOf } from '../../base/fault.ts';
import { bundleForNode } from '../../base/testing/bundle.ts';
import { fingerprintOf, generateDsaKey, newEnv, readPrivateKeys } from '../../otr/index.ts';
import type { FingerprintRecord } from '../../store/records.ts';
import { exportFiles } from './export-files.ts';
import { Finding } from './finding.ts';
import { readLibotrFingerprints, readLibotrKeys } from './readers.ts';

const key = generateDsaKey(newEnv((length) => new Uint8Array(randomBytes(length))), () => undefined);
const record = (address: string, digit: string, more: Partial<FingerprintRecord>): FingerprintRecord => ({
  accountId: 'a',
  address,
  fingerprint: digit.repeat(40),
  verified: false,
  verifiedAtMs: null,
  verifiedHow: null,
  firstSeenMs: 1,
  lastSeenMs: 1,
  undecided: false,
  highestVersion: 3,
  ...more,
});
const account = {
  address: 'juniper@example.org',
  key,
  fingerprints: [
    record('river@example.org', 'a', { verified: true, verifiedHow: 'question' }),
    record('marlow@example.org', 'b', { verified: true, verifiedHow: 'by-hand' }),
    record('noor@example.org', 'c', {}),
  ],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function faultOf(work: () => void): string {
  try {
    work();
    return 'none';
  } catch (thrown) {
    return faultCodeOf(thrown);
  }
}

test('the files have the names that Pidgin looks for, and come back as they were', () => {
  expect(exportFiles(folder, [account], 'pidgin')).toEqual(['otr.private_key', 'otr.fingerprints']);
  expect(readFileSync(join(folder, 'otr.fingerprints'), 'utf8').split('\n')).toEqual([
    `river@example.org\tjuniper@example.org/\tprpl-jabber\t${'a'.repeat(40)}\tsmp`,
    `marlow@example.org\tjuniper@example.org/\tprpl-jabber\t${'b'.repeat(40)}\tverified`,
    `noor@example.org\tjuniper@example.org/\tprpl-jabber\t${'c'.repeat(40)}\t`,
    '',
  ]);
  const back = new Finding('pidgin');
  readLibotrKeys(back, readFileSync(join(folder, 'otr.private_key')), 'otr.private_key');
  readLibotrFingerprints(back, readFileSync(join(folder, 'otr.fingerprints')), 'otr.fingerprints');
  const [found] = back.accounts;
  expect(found?.key && fingerprintOf(found.key)).toBe(fingerprintOf(key));
  expect([...found!.fingerprints.values()].map(({ trusted }) => trusted)).toEqual([true, true, false]);
});

test('nobody else can read the files, and none that is there is lost', () => {
  writeFileSync(join(folder, `${account.address}.fpr`), 'precious');
  expect(faultOf(() => exportFiles(folder, [account], 'mcabber'))).toBe('file-exists');
  const keyFile = join(folder, `${account.address}.key`);
  expect(readFileSync(join(folder, `${account.address}.fpr`), 'utf8')).toBe('precious');
  expect(existsSync(keyFile)).toBe(false);
  exportFiles(folder, [{ ...account, fingerprints: [] }], 'mcabber');
  if (process.platform !== 'win32') expect(statSync(keyFile).mode & 0o777).toBe(0o600);
});

test('only what was chosen is written, under the names that each program looks for', () => {
  const other = { ...account, address: 'work@example.com' };
  expect(exportFiles(folder, [{ ...account, key: null }, { ...other, fingerprints: [] }], 'profanity')).toEqual([
    'work_at_example.com/keys.txt',
    'juniper_at_example.org/fingerprints.txt',
  ]);
  expect(exportFiles(folder, [account, { ...other, fingerprints: [] }], 'irssi')).toEqual(['otr.key', 'otr.fp']);
  expect(exportFiles(folder, [], 'pidgin')).toEqual([]);
  const back = readPrivateKeys(readFileSync(join(folder, 'otr.key')));
  expect(back.ok && back.value.keys.map(({ name, protocol }) => `${name} ${protocol}`)).toEqual([
    'juniper@example.org IRC',
    'work@example.com IRC',
  ]);
});

test('a link to nothing is somebody’s file too: no key is written beside it', () => {
  symlinkSync('nowhere', join(folder, 'otr.fingerprints'));
  expect(faultOf(() => exportFiles(folder, [account], 'pidgin'))).toBe('file-exists');
  expect(readdirSync(folder)).toEqual(['otr.fingerprints']);
  expect(readlinkSync(join(folder, 'otr.fingerprints'))).toBe('nowhere');
});

test.each(['nowhere', 'elsewhere'])('a link where a folder of its own would be, which leads %s, is not followed', (target) => {
  mkdirSync(join(folder, 'elsewhere'));
  symlinkSync(target, join(folder, 'work_at_example.com'));
  const work = () => exportFiles(folder, [account, { ...account, address: 'work@example.com' }], 'profanity');
  expect(faultOf(work)).toBe('file-exists');
  expect(readdirSync(folder).toSorted()).toEqual(['elsewhere', 'work_at_example.com']);
  expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
});

test.runIf(process.platform !== 'win32')('on a disk that takes no more no earlier file stays, none is left cut off, and nothing that was there is lost', async () => {
  const exporter = await bundleForNode(new URL('./testing/exporter.ts', import.meta.url));
  try {
    writeFileSync(join(folder, 'chosen'), 'precious');
    const limited = ['-c', 'ulimit -f 4 && exec "$0" "$@"', process.execPath, exporter.file, folder];
    expect(execFileSync('sh', limited, { encoding: 'utf8', timeout: 20_000 })).toBe('storage-failed\nstorage-failed\n');
    expect(readdirSync(folder)).toEqual(['chosen']);
    expect(readFileSync(join(folder, 'chosen'), 'utf8')).toBe('precious');
  } finally {
    exporter.remove();
  }
}, 60_000);
