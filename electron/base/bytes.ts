/** Joins byte strings into a new one. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Looks at the same piece of memory again and again, mostly at the same part of it: then no new view is made. */
export class Pane {
  readonly #memory: Uint8Array;
  #view: Uint8Array;
  #from = 0;
  #to = 0;

  constructor(memory: Uint8Array) {
    this.#memory = memory;
    this.#view = memory.subarray(0, 0);
  }

  /** The memory from `from` to `to`, where others have it too: as `subarray`. */
  at(from: number, to: number): Uint8Array {
    if (from === this.#from && to === this.#to) return this.#view;
    this.#view = this.#memory.subarray(from, to);
    this.#from = from;
    this.#to = to;
    return this.#view;
  }
}

/** Lower-case hex, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

/** Bytes of an even number of hex digits; `null` for anything else. */
export function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Whether two byte strings are equal, in time that depends on their lengths only. */
export function equalConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i += 1) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}

/** Overwrites secrets with zeros. What JavaScript may have copied elsewhere is out of reach: SECURITY.md. */
export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}

/** UTF-8 bytes of a string. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
