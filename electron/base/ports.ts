/** The time, injected so that tests own it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

/** A cryptographically secure source of random bytes. Throws when it fails; nothing goes on without it. */
export type Rng = (length: number) => Uint8Array;
