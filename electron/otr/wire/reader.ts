const nothing = new Uint8Array(0);

/**
 * Reads the protocol's data types from bytes that a peer sent, without ever throwing.
 *
 * The first field that does not fit marks the reader as failed; from then on every call gives zeros or
 * empty bytes. Callers read all fields and look at `complete` once. Every length is held against the bytes
 * that are left and against a cap before anything is copied.
 * Spec: OTRv3 "Data types".
 */
export class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #failed = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The offset of the next unread byte. */
  get at(): number {
    return this.#at;
  }

  get failed(): boolean {
    return this.#failed;
  }

  /** Every field was there and nothing is left over. */
  get complete(): boolean {
    return !this.#failed && this.#at === this.#bytes.length;
  }

  get left(): number {
    return this.#failed ? 0 : this.#bytes.length - this.#at;
  }

  /** `length` bytes as they stand, copied. */
  take(length: number): Uint8Array {
    // Not `slice`, which in a Buffer is a view: the bytes would change with it.
    return new Uint8Array(this.view(length));
  }

  /** `length` bytes where they are, for whoever does not keep them. */
  view(length: number): Uint8Array {
    if (this.#failed || length > this.#bytes.length - this.#at) {
      this.#failed = true;
      return nothing;
    }
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #number(length: 1 | 2 | 4): number {
    if (this.#failed || length > this.#bytes.length - this.#at) {
      this.#failed = true;
      return 0;
    }
    let value = 0;
    for (let i = 0; i < length; i += 1) value = value * 256 + this.#bytes[this.#at + i]!;
    this.#at += length;
    return value;
  }

  byte(): number {
    return this.#number(1);
  }

  short(): number {
    return this.#number(2);
  }

  int(): number {
    return this.#number(4);
  }

  /** DATA of at most `cap` bytes. */
  data(cap: number): Uint8Array {
    return new Uint8Array(this.dataView(cap));
  }

  /** The same where it is. */
  dataView(cap: number): Uint8Array {
    const length = this.#number(4);
    if (length > cap) this.#failed = true;
    return this.view(length);
  }

  /** An MPI of at most `cap` bytes; one with a leading zero byte fails. */
  mpi(cap: number): Uint8Array {
    return new Uint8Array(this.mpiView(cap));
  }

  /** The same where it is. */
  mpiView(cap: number): Uint8Array {
    const value = this.dataView(cap);
    if (value[0] === 0) this.#failed = true;
    return value;
  }
}
