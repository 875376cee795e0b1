import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { openStore, storeOver } from './index.ts';
import { migrations } from './migration-steps.ts';
import { currentVersion, migrate } from './migrations.ts';
import { account, all, contents, fingerprintRecord, inFreshDirectory, opened, testKey, withDatabase } from './testing/fixtures.ts';

const fault = (code: string) => expect.objectContaining({ name: 'Fault', code });

describe('migrations', () => {
  it('take a key from the first Sotto for one that came with version 3 and was compared by hand', () => {
    inFreshDirectory((directory) => {
      const file = join(directory, 'sotto.db');
      const db = openDatabase(file, testKey());
      migrate(db, migrations.slice(0, 1));
      const { settings, status } = account('hamlet');
      const { proxy: _, ...before } = settings;
      const columns = { settings: JSON.stringify(before), status: JSON.stringify(status) };
      db.run("INSERT INTO accounts VALUES ('hamlet', $settings, 'secret', $status, NULL, 0)", columns);
      const { address, fingerprint } = fingerprintRecord('hamlet');
      db.run("INSERT INTO fingerprints VALUES ('hamlet', $address, $fingerprint, 1, 5, 3, 4, 0)", { address, fingerprint });
      db.close();
      expect(opened(file, (store) => store.accounts.list())).toMatchObject([{ settings, password: 'secret', proxyPassword: null }]);
      expect(opened(file, (store) => store.fingerprints.list('hamlet'))).toEqual([
        { accountId: 'hamlet', address, fingerprint, verified: true, verifiedAtMs: 5, verifiedHow: 'by-hand', firstSeenMs: 3, lastSeenMs: 4, undecided: false, highestVersion: 3 },
      ]);
    });
  });

  it('leave a database of a newer Sotto untouched', () => {
    withDatabase((file) => {
      const db = openDatabase(file, testKey());
      db.exec(`PRAGMA user_version = ${currentVersion + 1}; CREATE TABLE later (a); INSERT INTO later VALUES ('x');`);
      db.close();
      const before = readFileSync(file);
      expect(() => openStore(file, testKey())).toThrow(fault('storage-newer'));
      expect(readFileSync(file).equals(before)).toBe(true);
      expect(existsSync(`${file}-wal`)).toBe(false);
    });
  });

  it('take the missing steps once each, and keep what is there', () => {
    withDatabase((file) => {
      const before = all(file);
      const db = openDatabase(file, testKey());
      const steps = [...Array.from({ length: currentVersion }, () => 'never run again'), 'ALTER TABLE settings ADD COLUMN extra TEXT', 'UPDATE settings SET extra = 1'];
      migrate(db, steps);
      migrate(db, steps);
      expect(contents(storeOver(db), ['hamlet', 'ophelia'])).toEqual(before);
      db.close();
      expect(() => openStore(file, testKey())).toThrow(fault('storage-newer'));
    });
  });

  it('take a step back that fails, and stay at the one before', () => {
    withDatabase((file) => {
      const before = all(file);
      const done = Array.from({ length: currentVersion }, () => '');
      const db = openDatabase(file, testKey());
      expect(() => migrate(db, [...done, 'DELETE FROM roster; DROP TABLE no_such_table'])).toThrow(/no such table/);
      db.close();
      expect(all(file)).toEqual(before);
    });
  });
});
