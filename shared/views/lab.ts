/* The deniability lab. */

/** One text that the deniability lab recorded. */
export type RecordedView = {
  readonly index: number;
  readonly from: 'me' | 'them';
  readonly atMs: number;
  readonly kind: 'dh-commit' | 'dh-key' | 'reveal-signature' | 'signature' | 'key-exchange' | 'data' | 'other';
  /** Its beginning, as it stood on the wire, and its whole length. */
  readonly wire: string;
  readonly length: number;
  /** How many MAC keys it gives away. */
  readonly revealed: number;
  /** What it said, where it came from them and we read it. */
  readonly said: string | null;
  /** Its MAC key has been given away, so that anybody can write it anew. */
  readonly isForgeable: boolean;
};

export type LabView = { readonly recording: boolean; readonly messages: readonly RecordedView[] };
