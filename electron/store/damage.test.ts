import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Fault } from '../base/fault.ts';
import { openDatabase } from './database.ts';
import { openStore, storeOver } from './index.ts';
import type { HistoryScope, Store } from './records.ts';
import { account, all, contents, fill, inFreshDirectory, opened, testKey, withDatabase } from './testing/fixtures.ts';

const horatio = 'horatio@elsinore.example';
const everything: HistoryScope = { accountId: null, address: null, marks: 'all', fromMs: null, toMs: null };

const fault = (code: string) => expect.objectContaining({ name: 'Fault', code });

describe('a damaged database', () => {
  it('is refused wherever one of its bits was flipped, the history and unused pages apart', () => {
    withDatabase((file) => {
      const before = all(file);
      const whole = readFileSync(file);
      const outcomes: string[] = [];
      expect(whole.length).toBeGreaterThan(40 * 4_096);
      for (let n = 0; n < 128; n += 1) {
        const damaged = Buffer.from(whole);
        const at = n < 16 ? n * 300 : Math.floor((n * whole.length) / 128) + ((n * 1_031) % 1_000);
        damaged[at]! ^= 1 << n % 8;
        writeFileSync(file, damaged);
        const found = lookedThrough(file);
        if (found === 'refused') expect(readFileSync(file).equals(damaged), 'left as it was').toBe(true);
        else expect(found.contents, `byte ${at}`).toEqual(before);
        outcomes.push(found === 'refused' ? 'refused' : found.history);
      }
      // The tables of the history are empty here: a page each.
      expect(outcomes.filter((one) => one === 'refused').length).toBeGreaterThan(90);
      writeFileSync(file, whole);
      expect(all(file)).toEqual(before);
    });
  });

  it('opens where only the history is damaged, and says so where it is read', () => {
    inFreshDirectory((directory) => {
      const file = join(directory, 'sotto.db');
      opened(file, (store) => fillHistory(store, 600));
      const whole = readFileSync(file);
      expect(lookedThrough(file)).toMatchObject({ history: 'whole' });
      const outcomes = new Map<string, number>();
      for (let page = 1; page < whole.length / 4_096; page += 1) {
        const damaged = Buffer.from(whole);
        damaged[page * 4_096 + 2_000]! ^= 1;
        writeFileSync(file, damaged);
        const found = lookedThrough(file);
        const outcome = found === 'refused' ? 'refused' : found.history;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      expect(outcomes.get('refused')).toBeGreaterThan(10);
      expect(outcomes.get('damaged')).toBeGreaterThan(30);
      // Words that nobody looked for.
      expect(outcomes.get('whole') ?? 0).toBeLessThan(10);
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

/** What a store says about itself: that it does not open, or what it holds and whether its history is whole. */
function lookedThrough(file: string): 'refused' | { readonly contents: unknown; readonly history: 'whole' | 'damaged' } {
  let store;
  try {
    store = openStore(file, testKey());
  } catch (thrown) {
    expect(thrown).toEqual(fault('storage-corrupt'));
    return 'refused';
  }
  try {
    const held = contents(store, ['hamlet', 'ophelia']);
    try {
      readHistory(store);
      return { contents: held, history: 'whole' };
    } catch (thrown) {
      expect(thrown).toEqual(fault('storage-corrupt'));
      return { contents: held, history: 'damaged' };
    }
  } finally {
    store.close();
  }
}

/** Reads every line in each way that there is, and looks for a word. */
function readHistory(store: Store): void {
  const lines = store.history.page('hamlet', horatio, { side: 'before', id: null }, 10_000);
  for (const { id } of lines) store.history.get(id);
  for (const scope of [everything, { ...everything, fromMs: 0 }]) {
    store.history.count(scope);
    store.history.search(['nowhere'], scope, null, 50);
    store.history.search(['words'], scope, null, 10_000);
  }
}

function fillHistory(store: Store, count: number): void {
  store.accounts.put(account('hamlet'));
  store.transaction(() => {
    for (let n = 0; n < count; n += 1) {
      store.history.add({ accountId: 'hamlet', address: horatio, atMs: n * 1_000, from: 'them', text: `${n} ${'words '.repeat(n === 9 ? 2_000 : n % 20)}`, mark: 'clear', arrivedUnencrypted: false, delivery: null, resent: false, cut: false });
    }
  });
}

function openedOrFault(file: string): unknown {
  try {
    return opened(file, (store) => store.accounts.list());
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown.code;
    throw thrown;
  }
}
