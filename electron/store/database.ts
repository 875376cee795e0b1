/**
 * The encrypted database file: opening, checking, transactions, and the names of what can go wrong.
 *
 * Everything above this file sees `Db`; nothing else imports SQLCipher.
 */
import { Database as Cipher, setLogger } from '@signalapp/sqlcipher';
import * as v from 'valibot';
import { toHex } from '../base/bytes.ts';
import { Fault } from '../base/fault.ts';
import { assert } from '../base/result.ts';

export type SqlValue = string | number | null | Uint8Array;
export type SqlParams = Readonly<Record<string, SqlValue>>;

/** One open database. Every method throws `Fault` only, as `faultOfDatabase` names it. */
export interface Db {
  /** Runs a statement with named parameters and returns how many rows it changed. */
  run(sql: string, params: SqlParams): number;
  /** Reads rows; one that does not fit the schema is `storage-corrupt`. */
  all<Schema extends v.GenericSchema>(
    schema: Schema,
    sql: string,
    params?: SqlParams,
  ): readonly v.InferOutput<Schema>[];
  /** Reads the first row, or `null` where there is none. */
  first<Schema extends v.GenericSchema>(schema: Schema, sql: string, params?: SqlParams): v.InferOutput<Schema> | null;
  /** Runs our own fixed statements, without parameters. */
  exec(sql: string): void;
  /** Commits what `work` did, or, when it throws, takes all of it back. May be nested. `work` is synchronous. */
  transaction<Value>(work: () => Value): Value;
  /** Idempotent. Afterwards every call throws `storage-failed`. */
  close(): void;
}

const keyLength = 32;
/** In bytes. */
export const pageSize = 4_096;

// SQLCipher's log quotes statements; it goes nowhere.
setLogger(() => {});

/*
 * All of SQLCipher's choices in words, so that a later default cannot change what we read and write. No key
 * derivation is listed: the key is raw. SQLCipher locks and wipes what it keeps of keys. `cipher_memory_security` would
 * do the same with everything that SQLite allocates, pages included: a search through a long history would take a minute.
 */
const cipherSettings = `
  PRAGMA cipher_log_level = NONE;
  PRAGMA cipher_memory_security = OFF;
  PRAGMA cipher_page_size = ${pageSize};
  PRAGMA cipher_use_hmac = ON;
  PRAGMA cipher_hmac_algorithm = HMAC_SHA512;
  PRAGMA cipher_kdf_algorithm = PBKDF2_HMAC_SHA512;
  PRAGMA cipher_plaintext_header_size = 0;`;

/*
 * The lock is taken once and kept: a second process is refused, and the log's index lives in memory instead
 * of in a third file. `busy_timeout` gives a predecessor that is just ending the time to do so.
 */
const connectionSettings = `
  PRAGMA busy_timeout = 2000;
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA foreign_keys = ON;
  PRAGMA secure_delete = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA trusted_schema = OFF;
  PRAGMA cell_size_check = ON;
  PRAGMA synchronous = FULL;`;

/**
 * Opens an existing file (an empty one becomes a new database) with a raw key of 32 bytes.
 *
 * Nothing is read or written yet, so a wrong key shows at the first statement. `key` stays the caller's.
 */
export function openDatabase(file: string, key: Uint8Array): Db {
  assert(key.length === keyLength, 'a database key is 32 bytes');
  const cipher = naming(() => new Cipher(file, { cacheStatements: true }));
  const db = new OpenDb(cipher);
  try {
    // By exec, since a prepared statement would be cached with the key in its text.
    db.exec(`PRAGMA key = "x'${toHex(key)}'"`);
    db.exec(cipherSettings);
    db.exec(connectionSettings);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

class OpenDb implements Db {
  #cipher: Cipher | null;
  #depth = 0;
  /** The fault that ended the transaction under way; SQLite may have rolled it back by itself. */
  #ended: Fault | null = null;

  constructor(cipher: Cipher) {
    this.#cipher = cipher;
  }

  run(sql: string, params: SqlParams): number {
    return this.#doing((cipher) => cipher.prepare(sql).run(bindable(params)).changes);
  }

  all<Schema extends v.GenericSchema>(
    schema: Schema,
    sql: string,
    params?: SqlParams,
  ): readonly v.InferOutput<Schema>[] {
    const rows: readonly unknown[] = this.#doing((cipher) => cipher.prepare(sql).all(params && bindable(params)));
    return rows.map((row) => {
      const parsed = v.safeParse(schema, row);
      if (!parsed.success) throw new Fault('storage-corrupt');
      return parsed.output;
    });
  }

  first<Schema extends v.GenericSchema>(schema: Schema, sql: string, params?: SqlParams): v.InferOutput<Schema> | null {
    return this.all(schema, sql, params)[0] ?? null;
  }

  exec(sql: string): void {
    this.#doing((cipher) => cipher.exec(sql));
  }

  transaction<Value>(work: () => Value): Value {
    const outermost = this.#depth === 0;
    this.exec(outermost ? 'BEGIN IMMEDIATE' : 'SAVEPOINT inner_work');
    this.#depth += 1;
    try {
      const value = work();
      assert(!(value instanceof Promise), 'a transaction is synchronous');
      this.exec(outermost ? 'COMMIT' : 'RELEASE inner_work');
      return value;
    } catch (thrown) {
      this.#rollBack(outermost);
      throw thrown;
    } finally {
      this.#depth -= 1;
      if (outermost) this.#ended = null;
    }
  }

  close(): void {
    const cipher = this.#cipher;
    this.#cipher = null;
    if (cipher !== null) naming(() => cipher.close());
  }

  /**
   * Runs one statement. Once storage failed inside a transaction, all of it is lost, and what follows in it is
   * refused: SQLite may have rolled back already, and would make each later write durable on its own.
   */
  #doing<Value>(statement: (cipher: Cipher) => Value): Value {
    const cipher = this.#cipher;
    if (cipher === null) throw new Fault('storage-failed');
    if (this.#ended !== null) throw this.#ended;
    try {
      return naming(() => statement(cipher));
    } catch (thrown) {
      if (this.#depth > 0 && thrown instanceof Fault && thrown.code !== 'not-found') this.#ended = thrown;
      throw thrown;
    }
  }

  /** Where SQLite rolled back by itself there is nothing left to do, and its complaint about that is dropped. */
  #rollBack(outermost: boolean): void {
    if (!outermost && this.#ended !== null) return;
    try {
      this.#cipher?.exec(outermost ? 'ROLLBACK' : 'ROLLBACK TO inner_work; RELEASE inner_work');
    } catch (thrown) {
      if (this.#ended === null) throw thrown;
    }
  }
}

/** The driver takes bytes over a plain ArrayBuffer only, and reads all of a view's own range. */
function bindable(params: SqlParams): Record<string, string | number | null | Uint8Array<ArrayBuffer>> {
  const bound: Record<string, string | number | null | Uint8Array<ArrayBuffer>> = {};
  for (const [name, value] of Object.entries(params)) {
    bound[name] = value instanceof Uint8Array ? new Uint8Array(value) : value;
  }
  return bound;
}

/** Runs `work` and turns what SQLite throws into a `Fault` without SQLite's words, which quote statements. */
function naming<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (thrown) {
    throw faultOfDatabase(thrown) ?? thrown;
  }
}

const damageCodes = /^SQLITE_(NOTADB|CORRUPT|FORMAT|IOERR_SHORT_READ|IOERR_DATA|IOERR_CORRUPTFS)/;
const ourMistakeCodes = /^SQLITE_(ERROR|CONSTRAINT|MISUSE|RANGE|MISMATCH|SCHEMA)/;

/**
 * A page that does not authenticate in the middle of a statement. Mistakes in a statement have words of their own.
 * From then on SQLCipher refuses everything on this connection.
 */
const isRefusedPage = (code: string, message: string): boolean => code === 'SQLITE_ERROR' && message.endsWith(': SQL logic error');

/**
 * The fault behind an error of SQLite; `null` when it is none.
 *
 * Damage and a wrong key look the same to SQLCipher: a page whose HMAC does not match. A row of an account
 * that is not there (any more) is `not-found`.
 */
export function faultOfDatabase(thrown: unknown): Fault | null {
  if (thrown instanceof Fault || !(thrown instanceof Error)) return null;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  const openFailed = code === '' && thrown.message.startsWith('sqlite open error');
  if (!openFailed && !code.startsWith('SQLITE_')) return null;
  // Only the code: SQLite's message quotes statements.
  const options = { cause: new Error(openFailed ? 'SQLITE_CANTOPEN' : code) };
  if (damageCodes.test(code) || isRefusedPage(code, thrown.message)) return new Fault('storage-corrupt', options);
  if (code === 'SQLITE_CONSTRAINT_FOREIGNKEY') return new Fault('not-found', options);
  if (ourMistakeCodes.test(code)) return null;
  return new Fault('storage-failed', options);
}
