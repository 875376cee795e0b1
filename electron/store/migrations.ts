import * as v from 'valibot';
import { Fault } from '../base/fault.ts';
import type { Db } from './database.ts';
import { migrations, type Step } from './migration-steps.ts';

/** The `user_version` of a database that this Sotto writes. */
export const currentVersion = migrations.length;

const versionRow = v.object({ user_version: v.pipe(v.number(), v.integer(), v.minValue(0)) });

/**
 * Reads which steps a database has behind it; the first real read, so a wrong key shows here.
 *
 * Throws `Fault`: `storage-corrupt`; `storage-newer` for one that a newer Sotto wrote, and nothing of it is changed.
 */
export function assertKnownVersion(db: Db, known = currentVersion): number {
  const version = db.first(versionRow, 'PRAGMA user_version')?.user_version;
  if (version === undefined) throw new Fault('storage-corrupt');
  if (version > known) throw new Fault('storage-newer');
  return version;
}

/** Takes the steps that are missing, each in a transaction of its own together with the new number. */
export function migrate(db: Db, steps: readonly Step[] = migrations): void {
  const version = assertKnownVersion(db, steps.length);
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    db.transaction(() => {
      if (typeof step === 'string') db.exec(step);
      else step(db);
      db.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
}
