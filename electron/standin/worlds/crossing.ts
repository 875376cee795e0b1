/**
 * The crossing between the page's world and the preload's world of one document.
 *
 * Both worlds share the document but no JavaScript object. A custom event's `detail` is cloned by
 * Chromium when it is read in the other world, and dispatching runs the listener at once, so calls over
 * the bridge are synchronous as in Electron. The events' names are random and every function used here
 * was taken before the page's first script ran: the page can neither hear nor speak on the crossing.
 */
export type Message =
  | { readonly do: 'expose'; readonly key: string; readonly value: Crossed }
  | { readonly do: 'call'; readonly id: number; readonly args: readonly Crossed[] }
  | { readonly do: 'returned'; readonly value: Crossed }
  | { readonly do: 'threw'; readonly message: string }
  | { readonly do: 'settle'; readonly id: number; readonly resolved: boolean; readonly value: Crossed }
  | { readonly do: 'release'; readonly id: number }
  | { readonly do: 'open'; readonly url: string; readonly frameName: string; readonly features: string };

/** A value on its way: functions and promises as ids, errors as their message, the rest by value. */
export type Crossed =
  | readonly ['plain', unknown]
  | readonly ['array', readonly Crossed[]]
  | readonly ['object', readonly (readonly [string, Crossed])[]]
  | readonly ['function', number]
  | readonly ['promise', number]
  | readonly ['error', string];

type AnyFunction = (...args: unknown[]) => unknown;

const deepest = 1_000;

export type Crossing = {
  send(message: Message): void;
  cross(value: unknown): Crossed;
  arrive(value: Crossed): unknown;
};

/** Opens one side. `handle` gets what is neither a call nor its outcome: `expose` and `open`. */
export function openCrossing(
  sendName: string,
  hearName: string,
  handle: (message: Message, crossing: Crossing) => void,
): Crossing {
  const target = document;
  const { CustomEvent: Event_, Promise: Promise_, Error: Error_ } = globalThis;
  const dispatch = target.dispatchEvent.bind(target);
  const clone = structuredClone;
  const functions = new Map<number, AnyFunction>();
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const finished = new FinalizationRegistry<number>((id) => send({ do: 'release', id }));
  let lastId = 0;
  let outcome: Message | null = null;

  function send(message: Message): void {
    dispatch(new Event_(sendName, { detail: message }));
  }

  function cross(value: unknown, depth = 0): Crossed {
    if (depth > deepest) throw new Error_('Electron contextBridge recursion depth exceeded.');
    if (typeof value === 'function') return ['function', keep(value as AnyFunction)];
    if (typeof value === 'symbol') throw new Error_('A symbol cannot cross the context bridge.');
    if (typeof value !== 'object' || value === null) return ['plain', value];
    if (value instanceof Promise_) return ['promise', promised(value)];
    if (value instanceof Error_) return ['error', value.message];
    if (Array.isArray(value)) return ['array', value.map((item) => cross(item, depth + 1))];
    if (Object.prototype.toString.call(value) === '[object Object]') {
      return ['object', Object.entries(value).map(([key, item]) => [key, cross(item, depth + 1)] as const)];
    }
    return ['plain', clone(value)];
  }

  function keep(value: AnyFunction): number {
    lastId += 1;
    functions.set(lastId, value);
    return lastId;
  }

  function promised(promise: Promise<unknown>): number {
    lastId += 1;
    const id = lastId;
    promise.then(
      (value) => settle(id, true, value),
      (error: unknown) => settle(id, false, error),
    );
    return id;
  }

  function settle(id: number, resolved: boolean, value: unknown): void {
    try {
      send({ do: 'settle', id, resolved, value: cross(value) });
    } catch (error) {
      send({ do: 'settle', id, resolved: false, value: cross(error) });
    }
  }

  function arrive(value: Crossed): unknown {
    switch (value[0]) {
      case 'plain':
        return value[1];
      case 'array':
        return value[1].map(arrive);
      case 'object': {
        const plain: Record<string, unknown> = {};
        for (const [key, item] of value[1]) {
          Object.defineProperty(plain, key, { value: arrive(item), enumerable: true, writable: true, configurable: true });
        }
        return plain;
      }
      case 'error':
        return new Error_(value[1]);
      case 'promise':
        return new Promise_((resolve, reject) => waiting.set(value[1], { resolve, reject }));
      case 'function': {
        const id = value[1];
        const proxy = (...args: unknown[]): unknown => call(id, args);
        finished.register(proxy, id);
        return proxy;
      }
    }
  }

  function call(id: number, args: readonly unknown[]): unknown {
    const crossed = args.map((arg) => cross(arg));
    outcome = null;
    send({ do: 'call', id, args: crossed });
    const answer = outcome as Message | null;
    outcome = null;
    if (answer?.do === 'returned') return arrive(answer.value);
    throw new Error_(answer?.do === 'threw' ? answer.message : 'The other world is gone.');
  }

  function answerCall(id: number, args: readonly Crossed[]): void {
    let answer: Message;
    try {
      const called = functions.get(id);
      if (called === undefined) throw new Error_('The function is gone.');
      answer = { do: 'returned', value: cross(called(...args.map(arrive))) };
    } catch (error) {
      answer = { do: 'threw', message: error instanceof Error_ ? error.message : String(error) };
    }
    send(answer);
  }

  function settled(message: Extract<Message, { do: 'settle' }>): void {
    const waiter = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.resolved) waiter?.resolve(arrive(message.value));
    else waiter?.reject(arrive(message.value) as Error);
  }

  const crossing: Crossing = { send, cross: (value) => cross(value), arrive };
  target.addEventListener(hearName, (event) => {
    const message = (event as CustomEvent<Message>).detail;
    if (message.do === 'returned' || message.do === 'threw') outcome = message;
    else if (message.do === 'call') answerCall(message.id, message.args);
    else if (message.do === 'settle') settled(message);
    else if (message.do === 'release') functions.delete(message.id);
    else handle(message, crossing);
  });
  return crossing;
}
