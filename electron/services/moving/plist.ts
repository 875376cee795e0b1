import { longestText, walk } from './xml.ts';

/*
 * Property lists of macOS, as XML and as binary ("bplist00"), as far as Adium's list of accounts needs them:
 * dictionaries, arrays, texts and numbers. Everything else reads as `null`, a text that is too long too.
 */

export type Plist = string | number | null | readonly Plist[] | { readonly [key: string]: Plist };

const deepest = 20;
/** Objects that are read of one file, however often they refer to one another. */
const mostObjects = 100_000;

/** The value of a property list; `null` for what is none. Never throws. */
export function readPlist(file: Uint8Array): Plist {
  const isBinary = new TextDecoder('latin1').decode(file.subarray(0, 6)) === 'bplist';
  return isBinary ? readBinary(file) : readXml(file);
}

/** The dictionary within, or an empty one. */
export function dictionary(value: Plist | undefined): { readonly [key: string]: Plist } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly [key: string]: Plist }) : {};
}

/** The array within, or an empty one. */
export function array(value: Plist | undefined): readonly Plist[] {
  return Array.isArray(value) ? (value as readonly Plist[]) : [];
}

function readBinary(file: Uint8Array): Plist {
  try {
    return new BinaryPlist(file).root();
  } catch (thrown) {
    // What lies outside of the file, or refers to itself.
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

class BinaryPlist {
  readonly #view: DataView;
  readonly #offsetLength: number;
  readonly #refLength: number;
  readonly #count: number;
  readonly #root: number;
  readonly #table: number;
  #read = 0;
  /** What was read as a text, by its number: a file may refer to one text from many places. */
  readonly #texts = new Map<number, string>();
  /** The texts of an honest file do not overlap, so that together they are not longer than it is, in bytes. */
  #textLeft: number;

  constructor(file: Uint8Array) {
    this.#view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    this.#textLeft = file.byteLength;
    const trailer = file.byteLength - 32;
    this.#offsetLength = this.#view.getUint8(trailer + 6);
    this.#refLength = this.#view.getUint8(trailer + 7);
    this.#count = this.#number(trailer + 8, 8);
    this.#root = this.#number(trailer + 16, 8);
    this.#table = this.#number(trailer + 24, 8);
  }

  root(): Plist {
    return this.#object(this.#root, deepest);
  }

  #object(index: number, depth: number): Plist {
    this.#read += 1;
    if (index >= this.#count || depth === 0 || this.#read > mostObjects) throw new RangeError('outside of the list');
    const at = this.#number(this.#table + index * this.#offsetLength, this.#offsetLength);
    const marker = this.#view.getUint8(at);
    const [kind, short] = [marker >> 4, marker & 0x0f];
    if (kind === 0x1) return this.#number(at + 1, 2 ** short);
    const { length, from } = short < 0x0f ? { length: short, from: at + 1 } : this.#length(at + 1);
    if (kind === 0x5) return this.#text(index, from, length, 'latin1');
    if (kind === 0x6) return this.#text(index, from, 2 * length, 'utf-16be');
    if (kind === 0xa) return this.#refs(from, length).map((ref) => this.#object(ref, depth - 1));
    if (kind !== 0xd) return null;
    const keys = this.#refs(from, length);
    const values = this.#refs(from + length * this.#refLength, length);
    return Object.fromEntries(
      keys.flatMap((ref, i): [string, Plist][] => {
        const [key, value] = [this.#object(ref, depth - 1), this.#object(values[i]!, depth - 1)];
        return typeof key === 'string' ? [[key, value]] : [];
      }),
    );
  }

  /** A length of more than 14, which is a number object of its own. */
  #length(at: number): { length: number; from: number } {
    const size = 2 ** (this.#view.getUint8(at) & 0x0f);
    return { length: this.#number(at + 1, size), from: at + 1 + size };
  }

  #refs(from: number, length: number): readonly number[] {
    if (length > mostObjects) throw new RangeError('too many');
    return Array.from({ length }, (_, i) => this.#number(from + i * this.#refLength, this.#refLength));
  }

  #text(index: number, from: number, length: number, encoding: 'latin1' | 'utf-16be'): string | null {
    if (from + length > this.#view.byteLength) throw new RangeError('outside of the file');
    if (length > longestText) return null;
    const known = this.#texts.get(index);
    if (known !== undefined) return known;
    this.#textLeft -= length;
    if (this.#textLeft < 0) throw new RangeError('more text than there is');
    const text = new TextDecoder(encoding).decode(new Uint8Array(this.#view.buffer, this.#view.byteOffset + from, length));
    this.#texts.set(index, text);
    return text;
  }

  #number(at: number, length: number): number {
    if (length < 1 || length > 8) throw new RangeError('no number');
    let value = 0;
    for (let i = 0; i < length; i += 1) value = value * 256 + this.#view.getUint8(at + i);
    return value;
  }
}

type Open = { readonly items: Plist[]; readonly entries: Map<string, Plist>; key: string | null };

const newOpen = (): Open => ({ items: [], entries: new Map(), key: null });

function readXml(file: Uint8Array): Plist {
  const open: Open[] = [newOpen()];
  const isWhole = walk(file, {
    onOpen: () => open.push(newOpen()),
    onClose: ({ path, text }) => {
      const closed = open.pop();
      const around = open.at(-1);
      if (closed === undefined || around === undefined) return;
      const tag = path.slice(path.lastIndexOf('/') + 1);
      if (tag === 'key') {
        around.key = text;
        return;
      }
      const value = valueOf(tag, text, closed);
      around.items.push(value);
      if (around.key !== null) around.entries.set(around.key, value);
      around.key = null;
    },
  });
  return isWhole ? (array(open[0]?.items[0])[0] ?? null) : null;
}

function valueOf(tag: string, text: string, { items, entries }: Open): Plist {
  if (tag === 'dict') return Object.fromEntries(entries);
  if (tag === 'array' || tag === 'plist') return items;
  if (tag === 'string') return text;
  if (tag === 'integer' || tag === 'real') return Number(text);
  return null;
}
