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
