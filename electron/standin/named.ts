/** Names that the language itself looks up on any object; they are absent, not missing. */
const looked = new Set(['then', 'toJSON', 'constructor', 'prototype', 'asymmetricMatch', 'nodeType', '$$typeof']);

/** The fault of every door that this stand-in does not have. */
export function notImplemented(name: string): Error {
  return new Error(`electron stand-in: ${name} is not implemented`);
}

/**
 * Wraps a part of the API so that reading a member that it lacks throws by name.
 *
 * A missing member that quietly answered `undefined` would let main run on in a way that real Electron
 * does not. Methods run on the part itself, so private fields work; one that answers the part answers
 * the wrapper.
 */
export function named<Part extends object>(name: string, part: Part): Part {
  const methods = new WeakMap<object, unknown>();
  const wrapper: Part = new Proxy(part, {
    get(target, key) {
      if (!(key in target) && typeof key === 'string' && !looked.has(key) && !key.startsWith('_')) {
        throw notImplemented(`${name}.${key}`);
      }
      const value = Reflect.get(target, key, target) as unknown;
      if (typeof value !== 'function' || key === 'constructor' || key === 'prototype') return value;
      if (!methods.has(value)) {
        methods.set(value, (...args: unknown[]): unknown => {
          const answer = Reflect.apply(value, target, args) as unknown;
          return answer === target ? wrapper : answer;
        });
      }
      return methods.get(value);
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
  return wrapper;
}

/** Throws by name on options that this stand-in would have to ignore. */
export function refuseUnknownOptions(name: string, options: object, known: ReadonlySet<string>): void {
  for (const key of Object.keys(options)) {
    if (!known.has(key)) throw notImplemented(`${name} option "${key}"`);
  }
}
