import * as v from 'valibot';
import { Fault } from '../base/fault.ts';
import type { Db } from './database.ts';

/*
 * Reading a page authenticates it: SQLCipher has an HMAC over each. So a table is whole when all of its pages were read.
 * The history grows for years, and its pages are authenticated when they are wanted; everything else is read at the start.
 */

const named = v.object({ name: v.string() });
const verdict = v.object({ quick_check: v.string() });

const tablesWithoutHistory = `
  SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'kept\\_%' ESCAPE '\\'
  UNION ALL SELECT 'sqlite_schema'`;

/**
 * Reads every page of what keys, trust and accounts live in, and whether the b-trees make sense; no page of the history.
 * Throws `Fault` (`storage-corrupt`).
 */
export function checkWithoutHistory(db: Db): void {
  for (const { name } of db.all(named, tablesWithoutHistory)) {
    const found = db.first(verdict, `PRAGMA quick_check("${name}")`);
    if (found?.quick_check !== 'ok') throw new Fault('storage-corrupt');
  }
}
