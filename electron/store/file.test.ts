import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Fault } from '../base/fault.ts';
import { openDatabase } from './database.ts';
import { openStore, storeOver } from './index.ts';
import { contents, fill, inFreshDirectory, opened, rosterItem, secrets, testKey, withDatabase } from './testing/fixtures.ts';

const fault = (code: string) => expect.objectContaining({ name: 'Fault', code });

describe('the file', () => {
  it('holds nothing in clear: not in the database, not in its log, not in any other file', () => {
    inFreshDirectory((directory) => {
      const store = openStore(join(directory, 'sotto.db'), testKey());
      fill(store, 'hamlet');
      const key = Buffer.from(secrets.privateKey);
      const needles = [
        ...[secrets.password, secrets.rosterName, secrets.address, secrets.setting, 'stranger@', 'CREATE TABLE', 'SQLite format'].map((text) => Buffer.from(text)),
        key.subarray(0, 16),
        key.subarray(-16),
        Buffer.from(testKey()),
        Buffer.from(Buffer.from(testKey()).toString('hex')),
      ];
      const look = () => {
        const names = readdirSync(directory);
        for (const name of names) {
          const bytes = readFileSync(join(directory, name));
          for (const needle of needles) expect(bytes.includes(needle), `${needle.toString('latin1')} in ${name}`).toBe(false);
        }
        return names.sort();
      };
      expect(look()).toEqual(['sotto.db', 'sotto.db-wal']);
      expect(statSync(join(directory, 'sotto.db-wal')).size).toBeGreaterThan(0);
      store.accounts.remove('hamlet');
      store.close();
      expect(look()).toEqual(['sotto.db']);
    });
  });

  it.runIf(process.platform !== 'win32')('is for its owner alone, and so are its directory and its log', () => {
    inFreshDirectory((directory) => {
      const profile = join(directory, 'new', 'profile');
      const file = join(profile, 'sotto.db');
      const modes = () => [profile, file, `${file}-wal`].map((name) => (statSync(name).mode & 0o777).toString(8));
      const store = openStore(file, testKey());
      store.settings.put('a', '1');
      expect(modes()).toEqual(['700', '600', '600']);
      store.close();
      chmodSync(profile, 0o755);
      chmodSync(file, 0o644);
      const again = openStore(file, testKey());
      again.settings.put('a', '2');
      expect(modes()).toEqual(['700', '600', '600']);
      again.close();
    });
  });

  it('is refused to a second user while it is open', () => {
    withDatabase((file) => {
      opened(file, (store) => {
        expect(() => openStore(file, testKey())).toThrow(fault('storage-failed'));
        store.settings.put('still', '"here"');
      });
      expect(opened(file, (store) => store.settings.get('still'))).toBe('"here"');
    });
  });

  it('wipes the key that opened it, and the key that did not', () => {
    withDatabase((file) => {
      const right = testKey();
      openStore(file, right).close();
      const wrong = new Uint8Array(32).fill(9);
      expect(() => openStore(file, wrong)).toThrow(Fault);
      expect([...right, ...wrong].every((byte) => byte === 0)).toBe(true);
    });
  });

  it('that was half made at the first start is made anew', () => {
    inFreshDirectory((directory) => {
      const file = join(directory, 'sotto.db');
      writeFileSync(`${file}.new`, 'half a database');
      opened(file, (store) => store.settings.put('a', '1'));
      expect(readdirSync(directory)).toEqual(['sotto.db']);
    });
  });

  it('is not made anew over the log of one that was lost', () => {
    inFreshDirectory((directory) => {
      const file = join(directory, 'sotto.db');
      writeFileSync(`${file}-wal`, 'the last writes');
      expect(() => openStore(file, testKey())).toThrow(fault('storage-corrupt'));
      expect(readdirSync(directory)).toEqual(['sotto.db-wal']);
    });
  });

  it('that cannot be made or opened is a storage fault', () => {
    inFreshDirectory((directory) => {
      writeFileSync(join(directory, 'a file'), '');
      mkdirSync(join(directory, 'a directory'));
      expect(() => openStore(join(directory, 'a file', 'sotto.db'), testKey())).toThrow(fault('storage-failed'));
      expect(() => openStore(join(directory, 'a directory'), testKey())).toThrow(fault('storage-failed'));
    });
  });
});

describe('a full disk', () => {
  it('refuses the write, keeps what was there, and takes writes again once there is room', () => {
    withDatabase((file) => {
      const db = openDatabase(file, testKey());
      const store = storeOver(db);
      const pages = Math.ceil(statSync(file).size / 4_096);
      db.exec(`PRAGMA max_page_count = ${pages + 2}`);
      const before = contents(store, ['hamlet', 'ophelia']);
      const large = Array.from({ length: 3_000 }, (_, n) => rosterItem({ address: `m${n}@example.org` }));
      expect(() => store.roster.replace('hamlet', large)).toThrow(fault('storage-failed'));
      expect(() => store.settings.put('big', JSON.stringify('x'.repeat(100_000)))).toThrow(fault('storage-failed'));
      expect(contents(store, ['hamlet', 'ophelia'])).toEqual(before);
      expect(() =>
        store.transaction(() => {
          store.settings.put('small', '1');
          expect(() => store.roster.replace('hamlet', large)).toThrow(fault('storage-failed'));
          store.settings.put('after', '1');
        }),
      ).toThrow(fault('storage-failed'));
      expect([store.settings.get('small'), store.settings.get('after')]).toEqual([null, null]);
      db.exec('PRAGMA max_page_count = 100000');
      store.roster.replace('hamlet', large);
      db.close();
      expect(opened(file, (again) => again.roster.list('hamlet'))).toHaveLength(3_000);
    });
  });
});
