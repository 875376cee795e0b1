import { EventEmitter } from 'node:events';
import { notImplemented } from './named.ts';

/** Anything that can be handed to `on`: Electron's overloads are all assignable to it. */
export type AnyListener = (...args: never[]) => void;

/**
 * An emitter that knows which events it can have: listening to any other throws by name.
 *
 * `happens` are emitted here; `never` are events of Electron whose cause cannot arise in the stand-in, so
 * a guard that waits for them may be set and simply stays silent.
 */
export class Emitter extends EventEmitter {
  readonly #name: string;
  readonly #known: ReadonlySet<string>;

  constructor(name: string, happens: readonly string[], never: readonly string[] = []) {
    super();
    this.#name = name;
    this.#known = new Set([...happens, ...never]);
    const check = (event: string | symbol): void => {
      if (typeof event === 'string' && !this.#known.has(event)) throw notImplemented(`${this.#name} event "${event}"`);
    };
    for (const method of ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'] as const) {
      const listen = EventEmitter.prototype[method];
      Object.defineProperty(this, method, {
        configurable: true,
        value: function (this: EventEmitter, event: string | symbol, listener: AnyListener) {
          check(event);
          return listen.call(this, event, listener as (...args: unknown[]) => void);
        },
      });
    }
  }
}

/** An event object that a listener can prevent, with Electron's two ways of seeing that. */
export type Preventable = { readonly preventDefault: () => void; readonly defaultPrevented: boolean };

/** Makes one, with the further properties that the event has. */
export function preventable<More extends object>(more: More): Preventable & More {
  let prevented = false;
  return Object.defineProperties(
    { ...more, preventDefault: () => (prevented = true) },
    { defaultPrevented: { get: () => prevented, enumerable: true } },
  ) as Preventable & More;
}
