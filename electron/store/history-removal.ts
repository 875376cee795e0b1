/** Taking kept messages out of the tables, the index and the log, until no page has what they said. */
import * as v from 'valibot';
import type { Db, SqlParams } from './database.ts';

export const rowId = v.pipe(v.number(), v.integer(), v.minValue(1));
export const numbered = v.object({ id: rowId });
export const counted = v.object({ count: v.number() });
/** The days of `kept_days`. */
export const dayMs = 86_400_000;

/** A part of the history in SQL, over `kept_messages m`. */
export type Condition = { readonly where: string; readonly params: SqlParams | undefined };

/** Messages that one step of a long removal takes, and pages of the index that one of tidying writes: the app goes on between two. */
const stepRows = 500;
const stepPages = 25;

/** Removes the oldest messages of a part up to an id, a step's worth; how many. */
export function removeSome(db: Db, { where, params }: Condition, upToId: number): number {
  return db.transaction(() => {
    const ids = db.all(numbered, `SELECT m.id FROM kept_messages m WHERE ${where} AND m.id <= $upToId ORDER BY m.id LIMIT ${stepRows}`, { ...params, upToId });
    removeRows(db, ids.map(({ id }) => id));
    return ids.length;
  });
}

/** Of the same length, so that it goes into the same place. */
const overwritten = (column: string): string => `printf('%.*c', length(CAST(${column} AS BLOB)), 'x')`;
export const unindex = `
  INSERT INTO kept_text (kept_text, rowid, text, conversation, runs)
  SELECT 'delete', id, text, conversation, runs FROM kept_messages WHERE id = $id`;
export const index = `
  INSERT INTO kept_text (rowid, text, conversation, runs)
  SELECT id, text, conversation, runs FROM kept_messages WHERE id = $id`;
export const overwrite = `UPDATE kept_messages SET text = ${overwritten('text')},
  former = CASE WHEN former IS NOT NULL THEN ${overwritten('former')} END, runs = CASE WHEN runs IS NOT NULL THEN ${overwritten('runs')} END WHERE id = $id`;

/**
 * Removes messages, and the conversations and days of which nothing is left: that there was something says a lot.
 *
 * All texts are overwritten where they stand before the first row goes: as rows go, SQLite moves those beside them, and
 * what it moved stays in unused parts of pages as it was.
 */
export function removeRows(db: Db, ids: readonly number[]): void {
  for (const id of ids) {
    db.run(unindex, { id });
    db.run(overwrite, { id });
    db.run('INSERT INTO kept_gone (id) VALUES ($id)', { id });
  }
  for (const id of ids) db.run('DELETE FROM kept_messages WHERE id = $id', { id });
  db.exec('DELETE FROM kept_gone');
  db.exec(`
    DELETE FROM kept_conversations
      WHERE NOT EXISTS (SELECT 1 FROM kept_messages WHERE conversation = kept_conversations.id);
    DELETE FROM kept_days
      WHERE NOT EXISTS (SELECT 1 FROM kept_messages WHERE at_ms >= day * ${dayMs} AND at_ms < (day + 1) * ${dayMs});`);
}

const changes = 'SELECT total_changes() AS count';

/**
 * Writes the index anew, without the words that only removed messages had, a step at a time; the index alone would
 * keep them until it is merged by itself. After the last step the log is emptied too. Says whether there is more to do.
 */
export function settle(db: Db, isFirst: boolean): boolean {
  const before = db.first(counted, changes)?.count ?? 0;
  db.exec(`INSERT INTO kept_text (kept_text, rank) VALUES ('merge', ${isFirst ? -stepPages : stepPages})`);
  const after = db.first(counted, changes)?.count ?? 0;
  // The least that it changes is the row that asked for it.
  if (after - before >= 2) return true;
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  return false;
}
