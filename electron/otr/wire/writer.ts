import { assert } from '../../base/result.ts';

/*
 * The protocol's data types as bytes; integers are big-endian.
 * Spec: OTRv3 "Data types".
 */

export function byte(value: number): Uint8Array {
  return Uint8Array.of(value);
}

export function short(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value & 0xff);
}

export function int(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

/** A length and the bytes. An MPI is the same, of a number without leading zeros. */
export function data(bytes: Uint8Array): Uint8Array {
  const field = new Uint8Array(4 + bytes.length);
  field.set(int(bytes.length));
  field.set(bytes, 4);
  return field;
}

export const mpi = data;

/**
 * Writes fields one behind the other into a new array whose length is known before. For what goes out: the
 * memory is not cleared first, and may be a part of a larger piece.
 */
export class Writer {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(length: number) {
    const { buffer, byteOffset } = Buffer.allocUnsafe(length);
    this.#bytes = new Uint8Array(buffer, byteOffset, length);
  }

  byte(value: number): void {
    this.#bytes[this.#at] = value;
    this.#at += 1;
  }

  short(value: number): void {
    this.byte(value >>> 8);
    this.byte(value & 0xff);
  }

  int(value: number): void {
    this.short(value >>> 16);
    this.short(value & 0xffff);
  }

  raw(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  data(bytes: Uint8Array): void {
    this.int(bytes.length);
    this.raw(bytes);
  }

  /** The bytes, once every one of them is written. */
  done(): Uint8Array {
    assert(this.#at === this.#bytes.length, 'a message as long as it was thought to be');
    return this.#bytes;
  }
}
