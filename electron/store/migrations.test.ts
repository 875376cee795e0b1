import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { openStore, storeOver } from './index.ts';
import { currentVersion, migrate } from './migrations.ts';
import { all, contents, testKey, withDatabase } from './testing/fixtures.ts';

const fault = (code: string) => expect.objectContaining({ name: 'Fault', code });

describe('migrations', () => {
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
