import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Fault } from '../base/fault.ts';
import { openDatabase } from './database.ts';
import { openStore, storeOver } from './index.ts';
import type { Store } from './index.ts';
import { currentVersion, migrate } from './migrations.ts';
import { account, contents, fill, inFreshDirectory, rosterItem, secrets, testKey } from './testing/fixtures.ts';

const fault = (code: string) => expect.objectContaining({ name: 'Fault', code });

/** A database of about a hundred pages, closed, in a directory of its own; the file of the database is given. */
function withDatabase(work: (file: string) => void): void {
  inFreshDirectory((directory) => {
    const file = join(directory, 'profile', 'sotto.db');
    const store = openStore(file, testKey());
    for (const [position, id] of ['hamlet', 'ophelia'].entries()) fill(store, id, position);
    const many = Array.from({ length: 1_500 }, (_, n) => rosterItem({ address: `n${n}@example.org` }));
    store.roster.replace('hamlet', many);
    store.close();
    work(file);
  });
}

function opened<Value>(file: string, work: (store: Store) => Value): Value {
  const store = openStore(file, testKey());
  try {
    return work(store);
  } finally {
    store.close();
  }
}

const all = (file: string) => opened(file, (store) => contents(store, ['hamlet', 'ophelia']));

describe('a damaged database', () => {
  it('is refused wherever one of its bits was flipped', () => {
    withDatabase((file) => {
      const before = all(file);
      const whole = readFileSync(file);
      expect(whole.length).toBeGreaterThan(40 * 4_096);
      for (let n = 0; n < 128; n += 1) {
        const damaged = Buffer.from(whole);
        const at = n < 16 ? n * 300 : Math.floor((n * whole.length) / 128) + ((n * 1_031) % 1_000);
        damaged[at]! ^= 1 << n % 8;
        writeFileSync(file, damaged);
        expect(() => openStore(file, testKey()), `byte ${at}`).toThrow(fault('storage-corrupt'));
        expect(readFileSync(file).equals(damaged), 'left as it was').toBe(true);
      }
      writeFileSync(file, whole);
      expect(all(file)).toEqual(before);
    });
  });

  it('is refused when it was cut off, inside a page or between two', () => {
    withDatabase((file) => {
      const whole = readFileSync(file);
      for (const length of [0, 1, 16, 100, 4_095, 4_096, 4_097, 40_960, whole.length - 4_096, whole.length - 1]) {
        writeFileSync(file, whole);
        truncateSync(file, length);
        expect(() => openStore(file, testKey()), `${length} bytes`).toThrow(fault('storage-corrupt'));
        expect(readFileSync(file).equals(whole.subarray(0, length)), 'left as it was').toBe(true);
      }
    });
  });

  it('is refused when two of its pages were swapped', () => {
    withDatabase((file) => {
      const whole = readFileSync(file);
      const page = (n: number) => whole.subarray(n * 4_096, (n + 1) * 4_096);
      writeFileSync(file, Buffer.concat([page(0), page(2), page(1), whole.subarray(3 * 4_096)]));
      expect(() => openStore(file, testKey())).toThrow(fault('storage-corrupt'));
    });
  });

  it('is refused with another key, and whole with its own', () => {
    withDatabase((file) => {
      const before = readFileSync(file);
      expect(() => openStore(file, testKey().fill(1))).toThrow(fault('storage-corrupt'));
      expect(readFileSync(file).equals(before)).toBe(true);
      expect(all(file).accounts).toHaveLength(2);
    });
  });

  it('that is damaged while it is open throws a fault and nothing else', () => {
    withDatabase((file) => {
      const db = openDatabase(file, testKey());
      const store = storeOver(db);
      expect(store.accounts.list()).toHaveLength(2);
      const whole = readFileSync(file);
      writeFileSync(file, Buffer.alloc(whole.length, 7));
      db.exec('PRAGMA shrink_memory');
      expect(() => contents(store, ['hamlet', 'ophelia'])).toThrow(fault('storage-corrupt'));
      expect(() => store.settings.put('a', '1')).toThrow(fault('storage-corrupt'));
      writeFileSync(file, whole);
      db.close();
      expect(all(file).accounts).toHaveLength(2);
    });
  });

  it('is refused when it is no database, or a database in clear', () => {
    inFreshDirectory((directory) => {
      const file = join(directory, 'sotto.db');
      writeFileSync(file, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8_176)]));
      expect(() => openStore(file, testKey())).toThrow(fault('storage-corrupt'));
    });
  });

  it.each([
    ['accounts', 'settings', '{"address":1}'],
    ['accounts', 'settings', 'no json'],
    ['accounts', 'status', '{"show":"singing","text":""}'],
    ['accounts', 'pinned_certificate', 'zz'],
    ['roster', 'groups', '"not a list"'],
    ['roster', 'subscription', 'sometimes'],
    ['fingerprints', 'fingerprint', 'ABC'],
    ['settings', 'value', '{'],
  ])('with nonsense in %s.%s (%s) is refused where it is read', (table, column, value) => {
    withDatabase((file) => {
      const db = openDatabase(file, testKey());
      db.run(`UPDATE ${table} SET ${column} = $value`, { value });
      expect(() => contents(storeOver(db), ['ophelia'])).toThrow(fault('storage-corrupt'));
      db.close();
    });
  });
});

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

describe('the log of writes', () => {
  it('carries writes that were not in the database yet, and a flipped bit in it never crashes', () => {
    inFreshDirectory((directory) => {
      const file = join(directory, 'sotto.db');
      const copy = join(directory, 'copy', 'sotto.db');
      mkdirSync(join(directory, 'copy'));
      const store = openStore(file, testKey());
      fill(store, 'hamlet');
      const database = readFileSync(file);
      const log = readFileSync(`${file}-wal`);
      store.close();
      copyFileSync(file, copy);
      for (let n = 0; n <= 100; n += 1) {
        const damaged = Buffer.from(log);
        if (n > 0) damaged[Math.floor((n * (log.length - 1)) / 100)]! ^= 1 << n % 8;
        writeFileSync(copy, database);
        writeFileSync(`${copy}-wal`, damaged);
        const found = openedOrFault(copy);
        if (n === 0) expect(found).toEqual([account('hamlet')]);
        else expect([[], [account('hamlet')], 'storage-corrupt']).toContainEqual(found);
      }
    });
  });
});

function openedOrFault(file: string): unknown {
  try {
    return opened(file, (store) => store.accounts.list());
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown.code;
    throw thrown;
  }
}
