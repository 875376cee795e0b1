import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { wipe } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { makePrivateDirectory, makePrivateFile, syncDirectory, withStorageFaults } from '../base/private-files.ts';
import { acceptedOf } from './accepted.ts';
import { guessesOf } from './guesses.ts';
import { accountsOf } from './accounts.ts';
import { openDatabase, pageSize } from './database.ts';
import type { Db } from './database.ts';
import { draftsOf } from './drafts.ts';
import { fingerprintsOf } from './fingerprints.ts';
import { historyOf } from './history.ts';
import { historyChoicesOf } from './history-choices.ts';
import { checkWithoutHistory } from './integrity.ts';
import { instanceTagsOf } from './instance-tags.ts';
import { keysOf } from './keys.ts';
import { assertKnownVersion, migrate } from './migrations.ts';
import { notesOf } from './notes.ts';
import { personsOf } from './persons.ts';
import { policiesOf } from './policies.ts';
import type { Store } from './records.ts';
import { profilesOf } from './profiles.ts';
import { rosterOf } from './roster.ts';
import { settingsOf } from './settings.ts';

export { rescueOf } from './rescue.ts';
export type { AccountRecord, DraftRecord, FingerprintRecord, HistoryScope, KeptMessage, KeyRecord, PolicyRecord, RosterRecord, Store } from './records.ts';

/**
 * Opens the encrypted database, or makes it where there is none, and brings it up to date.
 *
 * `key` is 32 raw bytes and is taken over: it is overwritten with zeros before this returns or throws. All
 * but the history is authenticated first; a page of the history is when it is read. The file's mode becomes 0600, its directory's 0700. One process at a time can have it open.
 * Faults: `storage-corrupt` (a wrong key looks the same), `storage-newer`, `storage-failed`. After a fault the
 * file is as it was.
 */
export function openStore(file: string, key: Uint8Array): Store {
  try {
    prepareFile(file, key);
    return storeOver(openChecked(file, key));
  } finally {
    wipe(key);
  }
}

/** The repositories over one open database. */
export function storeOver(db: Db): Store {
  return {
    accounts: accountsOf(db),
    keys: keysOf(db),
    fingerprints: fingerprintsOf(db),
    policies: policiesOf(db),
    instanceTags: instanceTagsOf(db),
    roster: rosterOf(db),
    notes: notesOf(db),
    persons: personsOf(db),
    profiles: profilesOf(db),
    accepted: acceptedOf(db),
    guesses: guessesOf(db),
    drafts: draftsOf(db),
    settings: settingsOf(db),
    history: historyOf(db),
    historyChoices: historyChoicesOf(db),
    transaction: (work) => db.transaction(work),
    close: () => db.close(),
  };
}

function prepareFile(file: string, key: Uint8Array): void {
  withStorageFaults(() => {
    makePrivateDirectory(dirname(file));
    if (existsSync(file)) makePrivateFile(file);
    else makeDatabase(file, key);
    // A database is whole before it has its name, so a file below one page was cut off; SQLite would take it for new.
    if (statSync(file).size < pageSize) throw new Fault('storage-corrupt');
  });
}

/**
 * Makes a new database beside its place and renames it when it is whole, so that a file of that name is
 * never half made. A log without its database means that the database was lost: nothing is made over it.
 */
function makeDatabase(file: string, key: Uint8Array): void {
  if (existsSync(`${file}-wal`)) throw new Fault('storage-corrupt');
  const fresh = `${file}.new`;
  for (const left of [fresh, `${fresh}-journal`]) rmSync(left, { force: true });
  closeSync(openSync(fresh, 'wx', 0o600));
  const db = openDatabase(fresh, key);
  try {
    migrate(db);
  } finally {
    db.close();
  }
  renameSync(fresh, file);
  syncDirectory(dirname(file));
}

function openChecked(file: string, key: Uint8Array): Db {
  const db = openDatabase(file, key);
  try {
    assertKnownVersion(db);
    checkWithoutHistory(db);
    db.exec('PRAGMA journal_mode = WAL');
    migrate(db);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}
