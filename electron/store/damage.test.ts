import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Fault } from '../base/fault.ts';
import { openDatabase } from './database.ts';
import { openStore, storeOver } from './index.ts';
import { account, all, contents, fill, inFreshDirectory, opened, testKey, withDatabase } from './testing/fixtures.ts';

const fault = (code: string) => expect.objectContaining({ name: 'Fault', code });

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
