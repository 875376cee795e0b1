import { fromHex, toHex, utf8 } from '../../base/bytes.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { limits } from '../limits.ts';

/*
 * S-expressions in libgcrypt's advanced form: lists of atoms, an atom being bytes that are written as a
 * token, a quoted string, hex between "#" or base64 between "|".
 */

/** An atom is bytes, a list is an array. */
export type Expression = Uint8Array | readonly Expression[];

const space = /[ \t\n\r\v\f]*/y;
const token = /[A-Za-z\-./_:*+=][A-Za-z0-9\-./_:*+=]*/y;
const quoted = /"([^"\\]*(?:\\[^][^"\\]*)*)"/y;
const hex = /#([0-9A-Fa-f \t\n\r\v\f]*)#/y;
const base64 = /\|([A-Za-z0-9+/= \t\n\r\v\f]*)\|/y;

/**
 * Reads one expression, a list, with nothing after it. In quotes libgcrypt writes bytes as they are, of names
 * and, where they happen to look like letters, of numbers: a file is bytes, and not text in any encoding.
 * Fault: malformed, also where it is longer or deeper than `limits` allows.
 */
export function readExpression(file: Uint8Array): Result<readonly Expression[], 'malformed'> {
  if (file.length > limits.keyFile) return fail('malformed');
  // One character a byte.
  const reader = new ExpressionReader(Buffer.from(file).toString('latin1'));
  const list = reader.list(limits.keyFileDepth);
  return list !== null && reader.atEnd ? ok(list) : fail('malformed');
}

class ExpressionReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    this.#match(space);
    // libgcrypt tolerates the NUL of a string of C.
    return /^\0*$/.test(this.#text.slice(this.#at));
  }

  /** A list of at most `depth` levels; `null` where there is none. */
  list(depth: number): readonly Expression[] | null {
    this.#match(space);
    if (depth === 0 || this.#text[this.#at] !== '(') return null;
    this.#at += 1;
    const items: Expression[] = [];
    for (;;) {
      this.#match(space);
      const next = this.#text[this.#at];
      if (next === ')') {
        this.#at += 1;
        return items;
      }
      const item = next === '(' ? this.list(depth - 1) : this.#atom();
      if (item === null) return null;
      items.push(item);
    }
  }

  #atom(): Uint8Array | null {
    const word = this.#match(token);
    if (word !== null) return utf8(word[0]);
    const string = this.#match(quoted);
    if (string !== null) return unescape(string[1]!);
    const digits = this.#match(hex);
    if (digits !== null) return fromHex(withoutSpace(digits[1]!));
    const encoded = this.#match(base64);
    return encoded === null ? null : new Uint8Array(Buffer.from(withoutSpace(encoded[1]!), 'base64'));
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }
}

function withoutSpace(text: string): string {
  return text.replace(/[ \t\n\r\v\f]/g, '');
}

const named: Readonly<Record<string, number>> = { b: 8, t: 9, v: 11, n: 10, f: 12, r: 13, '"': 34, "'": 39, '\\': 92 };

/** The bytes of a quoted string; `null` where an escape is none. */
function unescape(text: string): Uint8Array | null {
  const parts: Uint8Array[] = [];
  const piece = /\\(?:([0-3][0-7]{2})|x([0-9A-Fa-f]{2})|(\r\n|\n\r|\n|\r)|([^]))|[^\\]+/gy;
  for (const match of text.matchAll(piece)) {
    const [whole, octal, digits, lineEnd, letter] = match;
    if (lineEnd !== undefined) continue;
    if (octal !== undefined) parts.push(Uint8Array.of(Number.parseInt(octal, 8)));
    else if (digits !== undefined) parts.push(Uint8Array.of(Number.parseInt(digits, 16)));
    else if (letter === undefined) parts.push(Buffer.from(whole, 'latin1'));
    else if (named[letter] === undefined) return null;
    else parts.push(Uint8Array.of(named[letter]));
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** An atom of text: as it stands where it is a token or plain ASCII, in hex where it is neither. */
export function writeText(text: string): string {
  if (/^[A-Za-z\-./_:*+=][A-Za-z0-9\-./_:*+=]*$/.test(text)) return text;
  return /^[ !#-[\]-~]+$/.test(text) ? `"${text}"` : `#${toHex(utf8(text)).toUpperCase()}#`;
}

/** An atom of a number that is not negative; like libgcrypt with a zero byte before a high bit. */
export function writeNumber(bytes: Uint8Array): string {
  const high = bytes.length > 0 && bytes[0]! >= 0x80;
  return `#${high ? '00' : ''}${toHex(bytes).toUpperCase()}#`;
}
