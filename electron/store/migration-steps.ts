import * as v from 'valibot';
import type { Db } from './database.ts';
import { runsOf } from './history-words.ts';

/** Statements, or what goes over the rows. */
export type Step = string | ((db: Db) => void);

/**
 * The database's shape, step by step; step n leads from `user_version` n to n + 1. A step that was ever
 * released is never changed: a new one is added at the end.
 */
export const migrations: readonly Step[] = [
  `
  CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    settings TEXT NOT NULL,
    password TEXT,
    status TEXT NOT NULL,
    pinned_certificate TEXT,
    position INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE keys (
    account_id TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    key BLOB NOT NULL,
    made_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE fingerprints (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
    verified_at_ms INTEGER,
    first_seen_ms INTEGER NOT NULL,
    last_seen_ms INTEGER NOT NULL,
    undecided INTEGER NOT NULL CHECK (undecided IN (0, 1)),
    PRIMARY KEY (account_id, address, fingerprint)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE instance_tags (
    account_id TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    tag INTEGER NOT NULL CHECK (tag BETWEEN 256 AND 4294967295)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE roster (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    groups TEXT NOT NULL,
    subscription TEXT NOT NULL,
    asked INTEGER NOT NULL CHECK (asked IN (0, 1)),
    PRIMARY KEY (account_id, address)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE accepted (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    PRIMARY KEY (account_id, address)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  // Whoever was seen before version 2 was spoken came with version 3.
  `
  ALTER TABLE fingerprints ADD COLUMN highest_version INTEGER CHECK (highest_version IN (2, 3));
  UPDATE fingerprints SET highest_version = 3;
  `,
  // Until here fingerprints could only be compared by hand.
  `
  ALTER TABLE fingerprints ADD COLUMN verified_how TEXT;
  UPDATE fingerprints SET verified_how = 'by-hand' WHERE verified = 1;
  `,
  // An empty address: the default of the account.
  `
  CREATE TABLE policies (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    allow_v2 INTEGER NOT NULL CHECK (allow_v2 IN (0, 1)),
    allow_v3 INTEGER NOT NULL CHECK (allow_v3 IN (0, 1)),
    require_encryption INTEGER NOT NULL CHECK (require_encryption IN (0, 1)),
    send_whitespace_tag INTEGER NOT NULL CHECK (send_whitespace_tag IN (0, 1)),
    start_on_whitespace_tag INTEGER NOT NULL CHECK (start_on_whitespace_tag IN (0, 1)),
    start_on_error INTEGER NOT NULL CHECK (start_on_error IN (0, 1)),
    unkept INTEGER NOT NULL CHECK (unkept IN (0, 1)),
    PRIMARY KEY (account_id, address)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE smp_guesses (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    last_ms INTEGER NOT NULL,
    PRIMARY KEY (account_id, address)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE accounts ADD COLUMN proxy_password TEXT;
  `,
  `
  ALTER TABLE accounts ADD COLUMN pending_password TEXT;
  `,
  // Triggers keep the full-text index and the days: between which ids the messages of a day (of UTC) lie.
  `
  CREATE TABLE kept_conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    UNIQUE (account_id, address)
  ) STRICT;

  CREATE TABLE kept_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL REFERENCES kept_conversations (id) ON DELETE CASCADE,
    at_ms INTEGER NOT NULL,
    sender TEXT NOT NULL CHECK (sender IN ('me', 'them')),
    mark TEXT NOT NULL CHECK (mark IN ('clear', 'encrypted', 'verified')),
    arrived_unencrypted INTEGER NOT NULL CHECK (arrived_unencrypted IN (0, 1)),
    resent INTEGER NOT NULL CHECK (resent IN (0, 1)),
    cut INTEGER NOT NULL CHECK (cut IN (0, 1)),
    delivery TEXT,
    text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX kept_messages_of_conversation ON kept_messages (conversation, id);
  CREATE INDEX kept_messages_by_time ON kept_messages (at_ms, id);

  CREATE TABLE kept_days (
    day INTEGER PRIMARY KEY,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL
  ) STRICT;

  CREATE VIRTUAL TABLE kept_text USING fts5 (
    text, conversation, content = 'kept_messages', content_rowid = 'id', columnsize = 0, prefix = '2 3',
    tokenize = 'unicode61 remove_diacritics 2'
  );

  CREATE TRIGGER kept_messages_added AFTER INSERT ON kept_messages BEGIN
    INSERT INTO kept_text (rowid, text, conversation) VALUES (new.id, new.text, new.conversation);
    INSERT INTO kept_days (day, first_id, last_id) VALUES (new.at_ms / 86400000, new.id, new.id)
      ON CONFLICT (day) DO UPDATE SET first_id = min(first_id, new.id), last_id = max(last_id, new.id);
  END;
  CREATE TRIGGER kept_messages_moved AFTER UPDATE OF at_ms ON kept_messages WHEN new.at_ms <> old.at_ms BEGIN
    INSERT INTO kept_days (day, first_id, last_id) VALUES (new.at_ms / 86400000, new.id, new.id)
      ON CONFLICT (day) DO UPDATE SET first_id = min(first_id, new.id), last_id = max(last_id, new.id);
  END;
  CREATE TRIGGER kept_messages_removed AFTER DELETE ON kept_messages BEGIN
    INSERT INTO kept_text (kept_text, rowid, text, conversation) VALUES ('delete', old.id, old.text, old.conversation);
  END;

  CREATE TABLE history_choices (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    keeps_clear INTEGER NOT NULL CHECK (keeps_clear IN (0, 1)),
    PRIMARY KEY (account_id, address)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE buddy_notes (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (account_id, address)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE person_addresses (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    person TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (account_id, address)
  ) STRICT, WITHOUT ROWID;
  `,

  // What was typed and not sent, where the conversation keeps history.
  `
  CREATE TABLE drafts (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    text TEXT NOT NULL,
    typed_for TEXT NOT NULL CHECK (typed_for IN ('not-private', 'unverified', 'private', 'finished')),
    PRIMARY KEY (account_id, address)
  ) STRICT, WITHOUT ROWID;
  `,

  // Finds what scripts without spaces have within a run. A leaf of the index fits into a page of the file. `kept_gone` has
  // messages whose text is overwritten already, and that the index has no more, while they are taken out.
  (db) => {
    db.exec(`
      DROP TRIGGER kept_messages_added;
      DROP TRIGGER kept_messages_removed;
      DROP TABLE kept_text;
      ALTER TABLE kept_messages ADD COLUMN runs TEXT;
      CREATE VIRTUAL TABLE kept_text USING fts5 (
        text, conversation, runs, content = 'kept_messages', content_rowid = 'id', columnsize = 0, prefix = '2 3',
        tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
      );
      CREATE TRIGGER kept_messages_added AFTER INSERT ON kept_messages BEGIN
        INSERT INTO kept_text (rowid, text, conversation, runs) VALUES (new.id, new.text, new.conversation, new.runs);
        INSERT INTO kept_days (day, first_id, last_id) VALUES (new.at_ms / 86400000, new.id, new.id)
          ON CONFLICT (day) DO UPDATE SET first_id = min(first_id, new.id), last_id = max(last_id, new.id);
      END;
      INSERT INTO kept_text (kept_text, rank) VALUES ('pgsz', 3900);
      CREATE TABLE kept_gone (id INTEGER PRIMARY KEY) STRICT;
      CREATE TRIGGER kept_messages_removed AFTER DELETE ON kept_messages
      WHEN NOT EXISTS (SELECT 1 FROM kept_gone WHERE id = old.id) BEGIN
        INSERT INTO kept_text (kept_text, rowid, text, conversation, runs)
          VALUES ('delete', old.id, old.text, old.conversation, old.runs);
      END;`);
    fillRuns(db);
    db.exec("INSERT INTO kept_text (kept_text) VALUES ('rebuild')");
  },
  `
  CREATE TABLE profiles (
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    nick TEXT NOT NULL,
    hash TEXT,
    type TEXT,
    bytes BLOB,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, address)
  ) STRICT;
  `,
  'ALTER TABLE kept_messages ADD COLUMN former TEXT;',
  // What an own line went out under, for a receipt that comes in a later run.
  'ALTER TABLE kept_messages ADD COLUMN stanza_id TEXT;',
  // Whether another device of the account sent it.
  'ALTER TABLE kept_messages ADD COLUMN elsewhere INTEGER NOT NULL DEFAULT 0 CHECK (elsewhere IN (0, 1));',
];

const keptText = v.object({ id: v.number(), text: v.string() });
const textsAtOnce = 1_000;

/** Puts into each kept message what the index has of its runs. */
function fillRuns(db: Db): void {
  for (let after = 0; ; ) {
    const texts = db.all(keptText, `SELECT id, text FROM kept_messages WHERE id > $after ORDER BY id LIMIT ${textsAtOnce}`, { after });
    for (const { id, text } of texts) {
      const runs = runsOf(text);
      if (runs !== null) db.run('UPDATE kept_messages SET runs = $runs WHERE id = $id', { id, runs });
    }
    const last = texts.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
