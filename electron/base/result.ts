/**
 * The outcome of reading something that a peer sent: a value, or the name of what was wrong with it.
 *
 * Hostile input is an ordinary outcome and never an exception; `fault` is a kebab-case tag that the
 * caller can switch over. Nothing of the input is kept in it.
 */
export type Result<Value, FaultTag extends string = string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: FaultTag };

/** Wraps a value as a success. */
export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** Names what was wrong with the input. */
export function fail<FaultTag extends string>(
  fault: FaultTag,
): { readonly ok: false; readonly fault: FaultTag } {
  return { ok: false, fault };
}

/** Throws when our own code broke a promise. Never used on anything that a peer can influence. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
