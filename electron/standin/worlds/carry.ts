/**
 * Carries values over a text channel with the semantics of the structured clone.
 *
 * The value is cloned by the engine's own algorithm first, so exactly what cannot be cloned throws
 * (`DataCloneError`) and prototypes fall away. What JSON says as it is goes as it is, since that is quick; all else
 * is written as JSON: primitives as themselves, the rest as tagged arrays, objects in a heap so that cycles and
 * sharing survive.
 */
type Word = string | number | boolean | null | readonly [tag: string, ...rest: readonly unknown[]];

export type Carried = { readonly root: Word; readonly heap: readonly Word[] };

const viewNames = [
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
  'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'DataView',
] as const; // prettier-ignore

type ViewConstructor = new (buffer: ArrayBuffer, byteOffset: number, length: number) => ArrayBufferView;

function constructorOf(name: string): ViewConstructor {
  if (!(viewNames as readonly string[]).includes(name)) throw new Error(`no such view: ${name}`);
  return (globalThis as unknown as Record<string, ViewConstructor>)[name]!;
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** Base64 of a buffer's bytes. */
function fromBuffer(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer);
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

function toBuffer(base64: string): ArrayBuffer {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes.buffer;
}

/** Whether JSON says all of a clone: no cycle, nothing shared, and of each value nothing but what JSON keeps. */
function isJson(item: unknown, seen: Set<object>): boolean {
  if (item === null || typeof item === 'string' || typeof item === 'boolean') return true;
  if (typeof item === 'number') return Number.isFinite(item) && !Object.is(item, -0);
  if (typeof item !== 'object' || seen.has(item)) return false;
  seen.add(item);
  const tag = tagOf(item);
  if (tag !== 'Object' && tag !== 'Array') return false;
  const values: readonly unknown[] = Object.values(item);
  // An array that says more or less than its places do.
  if (Array.isArray(item) && (values.length !== item.length || Object.keys(item).at(-1) !== String(item.length - 1))) return item.length + values.length === 0;
  return values.every((each) => isJson(each, seen));
}

/** Writes a value; throws `DataCloneError` for what a structured clone refuses. */
export function carry(value: unknown): Carried {
  const clone: unknown = structuredClone(value);
  if (isJson(clone, new Set())) return { root: ['j', clone], heap: [] };
  const heap: Word[] = [];
  const seen = new Map<object, number>();

  function word(item: unknown): Word {
    if (item === null || typeof item === 'string' || typeof item === 'boolean') return item;
    if (item === undefined) return ['u'];
    if (typeof item === 'bigint') return ['i', item.toString()];
    if (typeof item === 'number') return Number.isFinite(item) && !Object.is(item, -0) ? item : ['n', numberName(item)];
    const found = seen.get(item);
    if (found !== undefined) return ['r', found];
    const index = heap.length;
    heap.push(null);
    seen.set(item, index);
    heap[index] = entry(item);
    return ['r', index];
  }

  function entry(item: object): Word {
    if (Array.isArray(item)) return ['a', item.length, Object.entries(item).map(([key, each]) => [key, word(each)])];
    if (ArrayBuffer.isView(item)) return viewEntry(item);
    switch (tagOf(item)) {
      case 'Object':
        return ['o', Object.entries(item).map(([key, each]) => [key, word(each)])];
      case 'Date':
        return ['d', word((item as Date).getTime())];
      case 'RegExp':
        return ['x', (item as RegExp).source, (item as RegExp).flags];
      case 'Map':
        return ['m', [...(item as Map<unknown, unknown>)].map(([key, each]) => [word(key), word(each)])];
      case 'Set':
        return ['s', [...(item as Set<unknown>)].map(word)];
      case 'ArrayBuffer':
        return ['b', fromBuffer(item as ArrayBuffer)];
      case 'Error':
        return ['e', (item as Error).name, (item as Error).message];
      case 'Number':
      case 'String':
      case 'Boolean':
      case 'BigInt':
        return ['w', word(item.valueOf())];
      default:
        throw new DOMException(`${tagOf(item)} object could not be cloned.`, 'DataCloneError');
    }
  }

  function viewEntry(view: ArrayBufferView): Word {
    const length = view instanceof DataView ? view.byteLength : (view as Uint8Array).length;
    return ['t', tagOf(view), word(view.buffer), view.byteOffset, length];
  }

  return { root: word(clone), heap };
}

function numberName(item: number): string {
  return Object.is(item, -0) ? '-0' : String(item);
}

/** Reads what `carry` wrote. */
export function uncarry({ root, heap }: Carried): unknown {
  const made = new Map<number, unknown>();

  function read(item: unknown): unknown {
    if (!Array.isArray(item)) return item;
    const [tag, operand] = item as [string, unknown];
    switch (tag) {
      case 'u':
        return undefined;
      case 'j':
        return operand;
      case 'i':
        return BigInt(operand as string);
      case 'n':
        return Number(operand);
      case 'r':
        return object(operand as number);
      default:
        throw new Error('malformed message between the worlds');
    }
  }

  function object(index: number): unknown {
    if (made.has(index)) return made.get(index);
    const [tag, ...rest] = heap[index] as [string, ...unknown[]];
    const keep = <Value>(value: Value): Value => {
      made.set(index, value);
      return value;
    };
    switch (tag) {
      case 'a': {
        const array = keep(new Array<unknown>(rest[0] as number));
        for (const [key, each] of rest[1] as [string, unknown][]) array[Number(key)] = read(each);
        return array;
      }
      case 'o': {
        const plain = keep<Record<string, unknown>>({});
        for (const [key, each] of rest[0] as [string, unknown][]) {
          Object.defineProperty(plain, key, { value: read(each), writable: true, enumerable: true, configurable: true });
        }
        return plain;
      }
      case 'm': {
        const map = keep(new Map<unknown, unknown>());
        for (const [key, each] of rest[0] as [unknown, unknown][]) map.set(read(key), read(each));
        return map;
      }
      case 's': {
        const set = keep(new Set<unknown>());
        for (const each of rest[0] as unknown[]) set.add(read(each));
        return set;
      }
      default:
        return keep(leaf(tag, rest, read));
    }
  }

  return read(root);
}

function leaf(tag: string, rest: readonly unknown[], read: (item: unknown) => unknown): unknown {
  switch (tag) {
    case 'd':
      return new Date(read(rest[0]) as number);
    case 'x':
      return new RegExp(rest[0] as string, rest[1] as string);
    case 'b':
      return toBuffer(rest[0] as string);
    case 't':
      return new (constructorOf(rest[0] as string))(read(rest[1]) as ArrayBuffer, rest[2] as number, rest[3] as number);
    case 'e': {
      const error = new Error(rest[1] as string);
      if (error.name !== rest[0]) Object.defineProperty(error, 'name', { value: rest[0], configurable: true });
      return error;
    }
    case 'w':
      return Object(read(rest[0]));
    default:
      throw new Error('malformed message between the worlds');
  }
}
