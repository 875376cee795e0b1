/** The upper half of a message's initial counter, in two words: a peer may use all of its 64 bits. */
export type Counter = { readonly high: number; readonly low: number };

/** What the first message with a pair of keys must be beyond. */
export const noCounter: Counter = { high: 0, low: 0 };

/** The counter that stands at an offset, 8 bytes, big-endian. */
export function readCounter(bytes: Uint8Array, at: number): Counter {
  return { high: readWord(bytes, at), low: readWord(bytes, at + 4) };
}

/** Whether a counter is above the one before it. Spec: OTRv3 "Receiving a Data Message". */
export function isBeyond({ high, low }: Counter, last: Counter): boolean {
  return high === last.high ? low > last.low : high > last.high;
}

/** Four bytes at an offset, big-endian. */
export function readWord(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
