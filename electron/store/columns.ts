/** Schemas of columns; what comes back from the database is checked like anything else that was read. */
import * as v from 'valibot';

/** 0 or 1. */
export const flag = v.pipe(
  v.picklist([0, 1]),
  v.transform((bit) => bit === 1),
);

export const timeMs = v.pipe(v.number(), v.integer());

export const fingerprint = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));

/** A copy that nothing else shares, so that its owner can wipe it. */
export const bytes = v.pipe(
  v.instance(Uint8Array),
  v.transform((stored) => new Uint8Array(stored)),
);

/** JSON text of a value that fits `schema`. */
export function json<Schema extends v.GenericSchema>(schema: Schema) {
  return v.pipe(v.string(), v.parseJson(), schema);
}

/** The bit of a `flag`. */
export function toFlag(value: boolean): number {
  return value ? 1 : 0;
}
