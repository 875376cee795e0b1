/*
 * Plain SQLite files, as far as reading one small table takes it. SQLite itself would run what a file brings along (views,
 * generated columns) in the process that holds the keys, and this file may be anybody's: here only bytes are looked at.
 * Spec: "Database File Format" of SQLite.
 */

export type SqlValue = string | number | null;
export type Row = readonly SqlValue[];

const magic = 'SQLite format 3\0';
/** Where page 1, which holds the schema, has its b-tree. */
const fileHeaderLength = 100;
const encodings = ['utf-8', 'utf-16le', 'utf-16be'] as const;
/** Rows of a table, and columns of a row, that are read; a file with more is none of those that are looked for. */
const [mostRows, mostColumns] = [10_000, 100];
const [interior, leaf] = [0x05, 0x0d];

/** Whether a file says that it is one of SQLite's. */
export function isSqlite(file: Uint8Array): boolean {
  return file.length >= fileHeaderLength && new TextDecoder('latin1').decode(file.subarray(0, magic.length)) === magic;
}

/**
 * The rows of a table, in the order of its columns; none where there is no such table, `null` where the file is no
 * database, is damaged, or is larger than those that are looked for. Blobs, fractions, and integers of more than six bytes, count as `null`. What a write-ahead log or a
 * journal beside the file holds is not looked at.
 *
 * No page is read twice, and no more bytes are decoded than the file has, however its pages refer to each other.
 */
export function readTable(file: Uint8Array, table: string): readonly Row[] | null {
  if (!isSqlite(file)) return null;
  try {
    const tables = new Pages(file).rows(1);
    const [, , , root] = tables.find(([type, name]) => type === 'table' && name === table) ?? [];
    return typeof root === 'number' ? new Pages(file).rows(root) : [];
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

/** Every method throws a `RangeError` where the file is damaged. */
class Pages {
  readonly #view: DataView;
  readonly #pageSize: number;
  /** What of each page is used. */
  readonly #usable: number;
  readonly #encoding: (typeof encodings)[number];
  readonly #read = new Set<number>();
  #bytesLeft: number;

  constructor(file: Uint8Array) {
    this.#view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const size = this.#view.getUint16(16);
    this.#pageSize = size === 1 ? 65_536 : size;
    this.#usable = this.#pageSize - this.#view.getUint8(20);
    const encoding = encodings[this.#view.getUint32(56) - 1];
    if (this.#pageSize < 512 || this.#usable < 480 || encoding === undefined) throw new RangeError('no database');
    this.#encoding = encoding;
    this.#bytesLeft = file.length;
  }

  /** The rows of the table whose b-tree begins at a page. */
  rows(root: number): readonly Row[] {
    const rows: Row[] = [];
    const pages = [root];
    for (let page = pages.pop(); page !== undefined; page = pages.pop()) {
      const start = this.#page(page);
      const at = page === 1 ? fileHeaderLength : start;
      const kind = this.#view.getUint8(at);
      if (kind !== interior && kind !== leaf) throw new RangeError('no page of a table');
      const cells = this.#cells(start, at + (kind === interior ? 12 : 8), this.#view.getUint16(at + 3));
      if (rows.length + cells.length > mostRows) throw new RangeError('too many rows');
      if (kind === leaf) for (const cell of cells) rows.push(this.#row(start, cell));
      else pages.push(this.#view.getUint32(at + 8), ...cells.toReversed().map((cell) => this.#view.getUint32(cell)));
    }
    return rows;
  }

  /** Where a page begins. Each is read once: pages that refer to each other in a ring, or twice to one, are damage. */
  #page(page: number): number {
    if (page < 1 || this.#read.has(page) || page * this.#pageSize > this.#view.byteLength) throw new RangeError('no page');
    this.#read.add(page);
    return (page - 1) * this.#pageSize;
  }

  #cells(start: number, from: number, count: number): readonly number[] {
    if (from + 2 * count > start + this.#pageSize) throw new RangeError('more cells than a page holds');
    return Array.from({ length: count }, (_, i) => start + this.#view.getUint16(from + 2 * i));
  }

  #row(start: number, cell: number): Row {
    const length = this.#varint(cell);
    const rowId = this.#varint(length.next);
    return this.#record(this.#payload(start, rowId.next, length.value));
  }

  /** A record's bytes: those in its cell, and the others in a chain of overflow pages. */
  #payload(start: number, from: number, length: number): Uint8Array {
    this.#bytesLeft -= length;
    if (this.#bytesLeft < 0) throw new RangeError('more than the file has');
    const [mostHere, perPage] = [this.#usable - 35, this.#usable - 4];
    const least = Math.floor(((this.#usable - 12) * 32) / 255) - 23;
    const wished = least + ((length - least) % perPage);
    const here = length <= mostHere ? length : wished <= mostHere ? wished : least;
    if (from + here > start + this.#usable) throw new RangeError('outside of its page');
    const payload = new Uint8Array(length);
    payload.set(this.#bytes(from, here));
    let next = here < length ? this.#view.getUint32(from + here) : 0;
    for (let done = here; done < length; ) {
      const page = this.#page(next);
      const part = Math.min(perPage, length - done);
      payload.set(this.#bytes(page + 4, part), done);
      done += part;
      next = this.#view.getUint32(page);
    }
    return payload;
  }

  #record(payload: Uint8Array): Row {
    const record = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    const head = varint(record, 0);
    const values: SqlValue[] = [];
    let value = head.value;
    for (let at = head.next; at < head.value; ) {
      const type = varint(record, at);
      const length = lengthOf(type.value);
      if (values.length === mostColumns) throw new RangeError('too many columns');
      if (value + length > payload.length) throw new RangeError('outside of its record');
      values.push(this.#value(payload.subarray(value, value + length), type.value));
      value += length;
      at = type.next;
    }
    return values;
  }

  #value(bytes: Uint8Array, type: number): SqlValue {
    if (type === 8 || type === 9) return type - 8;
    if (type >= 1 && type <= 5) return bytes.reduce((sum, byte, i) => sum * 256 + (i === 0 && byte > 127 ? byte - 256 : byte), 0);
    return type >= 13 && type % 2 === 1 ? new TextDecoder(this.#encoding).decode(bytes) : null;
  }

  #varint(at: number): { readonly value: number; readonly next: number } {
    return varint(this.#view, at);
  }

  #bytes(from: number, length: number): Uint8Array {
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + from, length);
  }
}

/** What a column takes in bytes, by its serial type. */
function lengthOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  const length = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type];
  if (length === undefined) throw new RangeError('no type');
  return length;
}

/** A number of up to nine bytes; above 2^53 it is only about right, and too large for whatever it is used for. */
function varint(view: DataView, at: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let i = 0; i < 8; i += 1) {
    const byte = view.getUint8(at + i);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + i + 1 };
  }
  return { value: value * 256 + view.getUint8(at + 8), next: at + 9 };
}
