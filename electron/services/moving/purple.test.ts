import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writePrivateKeys } from '../../otr/index.ts';
import { testKeys } from '../../otr/testing/keys.ts';
import { findIn } from './chosen.ts';
import { findAll } from './places.ts';
import { pidginAccounts, pidginBuddies, pidginPreferences } from './testing/pidgin-files.ts';

/* What pidgin-otr was told, in Pidgin's files. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-pidgin-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
const found = () => findAll({ platform: 'linux', home: folder, env: {} });

/** The privacy settings of each account, by whom they are for. */
const policiesIn = (findings: ReturnType<typeof findAll>) =>
  findings.flatMap(({ accounts }) => accounts.map(({ address, policies }) => ({ address, policies: Object.fromEntries(policies) })));
const switches = (enabled: boolean, automatic: boolean, required: boolean, unkept: boolean) => ({ enabled, automatic, required, unkept });
const otr = (overridedefault: boolean, enabled: boolean, automatic: boolean, onlyprivate: boolean, avoidloggingotr: boolean) => ({
  ...{ overridedefault, enabled, automatic, onlyprivate, avoidloggingotr },
});

test('Pidgin: what pidgin-otr was told of buddies, and its defaults, which go for every account', () => {
  put('.purple/accounts.xml', pidginAccounts('juniper@example.org', 'work@example.com'));
  put('.purple/prefs.xml', pidginPreferences({ enabled: true, automatic: false, onlyprivate: true, avoidloggingotr: false }));
  const list = pidginBuddies('juniper@example.org', [
    { address: 'river@example.org', otr: otr(true, true, true, true, true) },
    { address: 'river@example.org/phone', otr: otr(true, true, false, false, false) },
    { address: 'marlow@example.org', otr: otr(true, false, true, true, false) },
    { address: 'wren@example.org', otr: otr(false, true, true, true, true) },
    { address: 'noor@example.org' },
    { address: 'no address', otr: otr(true, true, true, true, true) },
  ]);
  put('.purple/blist.xml', list);
  const expected = [
    {
      address: 'juniper@example.org',
      policies: {
        null: switches(true, false, false, false),
        'river@example.org': switches(true, true, true, true),
        'marlow@example.org': switches(false, false, false, false),
      },
    },
    { address: 'work@example.com', policies: { null: switches(true, false, false, false) } },
  ];
  expect(policiesIn(found())).toEqual(expected);
  // The same files in a folder of no name.
  put('backup/a', pidginAccounts('juniper@example.org', 'work@example.com'));
  put('backup/b', pidginPreferences({ enabled: true, automatic: false, onlyprivate: true, avoidloggingotr: false }));
  put('backup/c', list);
  put('backup/other/d', writePrivateKeys([{ name: 'third@example.org', protocol: 'xmpp', key: testKeys.alice }]));
  expect(policiesIn(findIn(join(folder, 'backup')))).toEqual([...expected, { address: 'third@example.org', policies: {} }]);
});

test.each([
  ['as they are before anything was changed', pidginPreferences(null)],
  ['with pidgin-otr’s button alone', pidginPreferences(null).replace('</pref>\n\t</pref>\n</pref>', "</pref>\n\t</pref>\n<pref name='OTR'><pref name='showotrbutton' type='bool' value='1'/></pref></pref>")],
  ['with the same names elsewhere', "<pref version='1' name='/'><pref name='x'><pref name='OTR'><pref name='enabled' value='1'/></pref></pref></pref>"],
  ['of nothing that is closed', "<pref name='/'>".repeat(50)],
])('Pidgin’s preferences %s choose nothing', (_what, preferences) => {
  put('.purple/accounts.xml', pidginAccounts('juniper@example.org'));
  put('.purple/prefs.xml', preferences);
  expect(policiesIn(found())).toEqual([{ address: 'juniper@example.org', policies: {} }]);
});

test('Pidgin’s preferences that are nested without end are given up, and named', () => {
  put('.purple/accounts.xml', pidginAccounts('juniper@example.org'));
  put('.purple/prefs.xml', "<pref name='OTR'>".repeat(400_000));
  expect(found()).toMatchObject([{ skipped: [{ name: 'prefs.xml', why: 'unreadable' }] }]);
});
