import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pidginAccounts } from './testing/pidgin-files.ts';
import { useHome } from './testing/ways.ts';
import { findIn } from './chosen.ts';
import { contentOf } from './files.ts';

/* Files that somebody put there to hold the app up, to fill the window, or to be read from somewhere else. */

const { pathOf, put } = useHome();
const fingerprint = 'f'.repeat(40);
const line = (account: string) => `river@example.org\t${account}\txmpp\t${fingerprint}\t\n`;

test('a pipe is not waited for, and what is no file of a known length is not read', () => {
  put('a/otr.fingerprints', line('juniper@example.org'));
  execFileSync('mkfifo', [pathOf('a/pipe')]);
  expect(findIn(pathOf('a'))).toMatchObject([{ accounts: [{ address: 'juniper@example.org' }], skipped: [] }]);
  expect(contentOf(pathOf('a/pipe'))).toBeNull();
  expect(contentOf('/dev/zero')).toBeNull();
  // Says that it is empty, and is not: as one that grows while it is read.
  expect(readFileSync('/proc/self/cmdline').length).toBeGreaterThan(0);
  expect(contentOf('/proc/self/cmdline')).toBeNull();
});

test('a chosen folder is only what is in it: no link leads out of it, nor round in it', () => {
  put('elsewhere/otr.fingerprints', line('elsewhere@example.org'));
  put('a/otr.fingerprints', line('juniper@example.org'));
  symlinkSync(pathOf('elsewhere'), pathOf('a/folder'));
  symlinkSync(pathOf('elsewhere/otr.fingerprints'), pathOf('a/file'));
  symlinkSync(pathOf('a'), pathOf('a/round'));
  expect(findIn(pathOf('a'))).toMatchObject([{ accounts: [{ address: 'juniper@example.org' }] }]);
});

test('a folder full of large files takes seconds, not minutes, and what is passed over is named', () => {
  const large = `<purple>${'<a b="c"/>'.repeat(780_000)}</purple>`;
  for (let at = 0; at < 5; at += 1) put(`a/list-${at}.xml`, large);
  put('a/accounts.xml', pidginAccounts('juniper@example.org'));
  const startedMs = performance.now();
  const [finding] = findIn(pathOf('a'));
  const tookMs = performance.now() - startedMs;
  const passedOver = finding?.skipped.filter(({ name, why }) => /^list-\d+\.xml$/.test(name) && why === 'unreadable').length;
  expect(passedOver, `${tookMs.toFixed(0)} ms`).toBe(2);
  // What the passed-over ones would have said of proxies is not known.
  expect(finding?.accounts.map((found) => [found.address, finding.wayOf(found)])).toEqual([['juniper@example.org', 'unusable']]);
});

test('accounts without end are bounded, and so are names', () => {
  put('a/accounts.xml', pidginAccounts(...Array.from({ length: 700 }, (_, at) => `juniper${at}@example.org`)));
  const [many] = findIn(pathOf('a'));
  expect(many?.accounts.length).toBe(500);
  expect(many?.skipped).toContainEqual({ name: '+100', why: 'more' });
  expect(many?.skipped[0]).toEqual({ name: 'juniper500@example.org/', why: 'too-many' });

  put('b/accounts.json', JSON.stringify({ Accounts: [{ Account: `${'\u{1f6b2}'.repeat(1_500_000)}` }] }));
  const [long] = findIn(pathOf('b'));
  expect(long?.skipped).toEqual([{ name: `${'\u{1f6b2}'.repeat(99)}…`, why: 'not-an-address' }]);
});

test('JSON that is nested without end is not parsed', () => {
  const deep = 3_900_000;
  put('a/accounts.json', `{"Accounts":${'['.repeat(deep)}${']'.repeat(deep)}}`);
  const startedMs = performance.now();
  expect(findIn(pathOf('a'))).toMatchObject([{ accounts: [], skipped: [{ name: 'accounts.json', why: 'unreadable' }] }]);
  expect(performance.now() - startedMs).toBeLessThan(1_500);
  put('a/accounts.json', JSON.stringify({ Accounts: [{ Account: 'juniper@example.org', Peers: [{ UserID: 'river@example.org', Nickname: '[{"\\'.repeat(100) }] }] }));
  expect(findIn(pathOf('a'))).toMatchObject([{ accounts: [{ address: 'juniper@example.org' }], skipped: [] }]);
});

test.each([
  ['UTF-16', Buffer.from('\ufeff<account>', 'utf16le')],
  ['no UTF-8', Buffer.from([0xc3, 0x28, 0xa0, 0xa1, 0xff, 0xfe])],
  ['a byte order mark', Buffer.from(`\ufeff${pidginAccounts('juniper@example.org')}`)],
] as const)('%s harms nothing', (name, file) => {
  put('a/otr.fingerprints', line('river@example.org'));
  put('a/accounts.xml', file);
  const addresses = findIn(pathOf('a')).flatMap(({ accounts }) => accounts.map(({ address }) => address));
  expect(addresses).toEqual(name === 'a byte order mark' ? ['juniper@example.org', 'river@example.org'] : ['river@example.org']);
});
