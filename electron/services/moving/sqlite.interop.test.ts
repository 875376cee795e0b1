import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTable } from './sqlite.ts';

/* Databases that SQLite itself wrote, by way of the one in Python, and what hostile hands make of them. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-sqlite-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A database after these lines of Python, in which `db` is the connection. */
function database(...lines: readonly string[]): Uint8Array {
  const file = join(folder, 'db');
  rmSync(file, { force: true });
  const script = ['import sqlite3', `db = sqlite3.connect(${JSON.stringify(file)})`, ...lines, 'db.commit()', 'db.close()'];
  execFileSync('/usr/bin/python3', ['-c', script.join('\n')], { stdio: 'pipe' });
  return new Uint8Array(readFileSync(file));
}
const table = "db.execute('create table t (a text unique, b)')";

test('texts, numbers and nothing, in every encoding; a blob is nothing', () => {
  for (const encoding of ['UTF-8', 'UTF-16le', 'UTF-16be']) {
    const rows = [['ä €', 0], ['b', 1], ['c', -1], ['', 127], ['d', -129], ['e', 70_000], ['f', -2_147_483_648], ['g', 2 ** 40], ['h', 2 ** 50], ['i', null], ['j', "b'x'"]];
    const values = rows.map(([a, b]) => `db.execute('insert into t values (?, ?)', (${JSON.stringify(a)}, ${b ?? 'None'}))`);
    const read = readTable(database(`db.execute('pragma encoding = "${encoding}"')`, table, ...values), 't');
    expect(read?.slice(0, 8)).toEqual(rows.slice(0, 8));
    expect(read?.slice(8).map(([, b]) => b)).toEqual([null, null, null]);
  }
});

test.each([512, 1_024, 4_096, 65_536])('trees of many pages and texts over many, in pages of %i', (pageSize) => {
  const file = database(
    `db.execute('pragma page_size = ${pageSize}')`,
    "db.execute('create table other (x)')",
    table,
    'for i in range(2000): db.execute("insert into t values (?, ?)", (str(i), "x" * i if i % 50 == 0 else "x"))',
    'db.execute("insert into t values (?, ?)", ("long", "y" * 300000))',
    "db.execute('drop table other')",
  );
  expect(new DataView(file.buffer).getUint16(16) % 65_535).toBe(pageSize % 65_535);
  const rows = readTable(file, 't');
  expect(rows).toHaveLength(2_001);
  expect(rows?.slice(0, 2_000).map(([a, b]) => [a, String(b).length])).toEqual(
    Array.from({ length: 2_000 }, (_, i) => [String(i), i % 50 === 0 ? i : 1]),
  );
  expect(rows?.at(-1)?.[1]).toBe('y'.repeat(300_000));
});

test('no table, one that is a view or virtual, and no database', () => {
  const endless = 'create view t as with recursive n(i) as (select 1 union all select i + 1 from n) select i, i from n';
  expect(readTable(database(`db.execute('${endless}')`), 't')).toEqual([]);
  expect(readTable(database(table), 'T2')).toEqual([]);
  expect(readTable(database(table), 't')).toEqual([]);
  expect(readTable(new Uint8Array(0), 't')).toBeNull();
  expect(readTable(new TextEncoder().encode('SQLite format 3\0'.padEnd(4_096, 'x')), 't')).toBeNull();
});

const many = () => database("db.execute('pragma page_size = 512')", table, 'for i in range(300): db.execute("insert into t values (?, ?)", (str(i), "x" * (i * 7)))');

test('a tree that refers to itself, or twice to one page, is damage', () => {
  const file = many();
  const view = new DataView(file.buffer);
  // The root of the table is page 2; its last child, and the first, come to be the root, and each other.
  const last = view.getUint32(512 + 8);
  for (const child of [2, view.getUint32(512 + view.getUint16(512 + 12))]) {
    view.setUint32(512 + 8, child);
    expect(readTable(file, 't')).toBeNull();
  }
  view.setUint32(512 + 8, last);
  expect(readTable(file, 't')).toHaveLength(300);
});

test('more rows than any program has accounts are none', () => {
  const rows = 'for i in range(10001): db.execute("insert into t values (?, 1)", (str(i),))';
  expect(readTable(database(table, rows), 't')).toBeNull();
});

test('no change of a byte, and no cut, makes it throw, or gives more than the file has', () => {
  const file = many();
  const changes = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(changes, fc.nat(file.length), fc.boolean(), (bytes, length, isCut) => {
      const changed = file.slice(0, isCut ? length : file.length);
      for (const [at, byte] of bytes) if (at < changed.length) changed[at] = byte;
      const rows = readTable(changed, 't') ?? [];
      const total = rows.flat().reduce((sum: number, value) => sum + (typeof value === 'string' ? value.length : 0), 0);
      expect(total).toBeLessThanOrEqual(file.length);
    }),
    { numRuns: 2_000 },
  );
}, 30_000);
