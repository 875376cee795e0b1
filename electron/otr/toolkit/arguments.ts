import { fromHex, utf8 } from '../../base/bytes.ts';

/**
 * Reads the arguments of a command in the order in which it asks for them, as the reference toolkit does.
 *
 * The first that does not fit decides: from then on every call gives zeros or empty bytes, and `complaint`
 * says what was wrong ("" where the usage alone says it). Callers ask for everything and look once.
 */
export class Arguments {
  readonly #args: readonly string[];
  #at = 0;
  #complaint: string | null = null;

  /** `counts`: how many arguments the command takes. */
  constructor(args: readonly string[], ...counts: readonly number[]) {
    this.#args = args;
    if (!counts.includes(args.length)) this.#complaint = '';
  }

  /** What was wrong with the first bad argument; `null` while all were good. */
  get complaint(): string | null {
    return this.#complaint;
  }

  /** Refuses the arguments for a reason of the command's own. */
  refuse(complaint: string): void {
    this.#complaint ??= complaint;
  }

  /** The next argument as UTF-8; `null` where there is no further one. */
  text(): Uint8Array | null {
    const next = this.#next();
    return next === null ? null : utf8(next);
  }

  /** Bytes written as hex digits, of any length. */
  hex(): Uint8Array {
    const text = this.#next() ?? '';
    const bytes = fromHex(text);
    if (bytes !== null) return bytes;
    if (utf8(text).length % 2 !== 0) this.refuse(`Argument \`\`${text}'' must have even length.`);
    else this.refuse(`Illegal hex char in argument \`\`${text}''.`);
    return new Uint8Array(0);
  }

  /** `length` bytes written as hex digits. `name` begins the complaint, such as "The AES key". */
  exactHex(length: number, name: string): Uint8Array {
    const bytes = this.hex();
    if (bytes.length !== length) this.refuse(`${name} must be ${2 * length} hex chars long.`);
    return bytes;
  }

  /** A number of 32 bits, read as C's `%u` reads it. */
  unsigned(name: string): number {
    return this.#number(name, 0n, (1n << 64n) - 1n);
  }

  /** A number of 32 bits, read as C's `%d` reads it, given without its sign: -1 is 2^32-1. */
  signed(name: string): number {
    return this.#number(name, -(1n << 63n), (1n << 63n) - 1n);
  }

  #next(): string | null {
    if (this.#complaint !== null) return null;
    this.#at += 1;
    return this.#args[this.#at - 1] ?? null;
  }

  /**
   * White space, a sign and digits; what follows the digits is passed over. C reads into 64 bits, where too
   * large a number becomes the largest there is, and keeps the low 32.
   */
  #number(name: string, lowest: bigint, highest: bigint): number {
    const match = /^[ \t\n\v\f\r]*([+-]?)(\d+)/.exec(this.#next() ?? '');
    if (match === null) {
      this.refuse(`Unparseable ${name} given.`);
      return 0;
    }
    const [, sign, digits] = match;
    const size = BigInt(digits!);
    const value = sign === '-' ? -size : size;
    return Number(BigInt.asUintN(32, clamp(value, sign === '-', lowest, highest)));
  }
}

/** An unsigned number may be written with a minus; its size is then held against the same highest value. */
function clamp(value: bigint, isNegative: boolean, lowest: bigint, highest: bigint): bigint {
  if (value > highest) return highest;
  if (!isNegative || value >= lowest) return value;
  if (lowest < 0n) return lowest;
  return -value > highest ? highest : value;
}
