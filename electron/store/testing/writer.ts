/*
 * A process that writes records until it is killed: `writer FILE`. It prints a record's number once its
 * write has returned, and nothing else; with a limit on file sizes, it prints the fault that stopped it.
 */
import { writeSync } from 'node:fs';
import { faultCodeOf } from '../../base/fault.ts';
import { openStore } from '../index.ts';
import { account, fingerprintRecord, rosterItem, testKey } from './fixtures.ts';

const file = process.argv[2];
if (file === undefined) throw new Error('usage: writer FILE');

try {
  const store = openStore(file, testKey());
  if (store.accounts.list().length === 0) store.accounts.put(account('hamlet'));
  const first = store.settings.get('next') === null ? 0 : Number(store.settings.get('next'));
  for (let n = first; ; n += 1) {
    store.transaction(() => {
      store.fingerprints.put(fingerprintRecord('hamlet', { address: `n${n}@example.org`, lastSeenMs: n }));
      store.roster.put('hamlet', rosterItem({ address: `n${n}@example.org`, name: 'x'.repeat(n % 500) }));
      store.settings.put('next', String(n + 1));
    });
    writeSync(1, `${n}\n`);
  }
} catch (thrown) {
  writeSync(1, `${faultCodeOf(thrown)}\n`);
}
