import { fromHex, toHex } from '../../base/bytes.ts';
import type { Finding, Taken } from './door.ts';
import type { Forgery } from './forgery.ts';
import type { Act, Script } from './parties.ts';

/*
 * Findings as JSON, `vectors/fuzz.json`: the way to each, which must be gone without a fault ever after.
 */

/** A finding of the text door. Bytes are hex; a script of two parties is its seed, its stream and its acts. */
export type DoorVector = {
  readonly what: string;
  readonly stand: string;
  readonly seed: number;
  readonly taken: readonly {
    readonly atMs: number;
    readonly stream: number;
    readonly text?: string;
    readonly long?: string;
    readonly forgery?: Readonly<Record<keyof Forgery, string | number | null>>;
  }[];
};
export type ScriptVector = { readonly what: string; readonly seed: number; readonly stream: number; readonly acts: readonly string[] };
export type Vectors = { readonly source: string; readonly door: readonly DoorVector[]; readonly scripts: readonly ScriptVector[] };

export function encodeFinding({ what, stand, seed, taken }: Finding): DoorVector {
  return {
    what,
    stand,
    seed,
    taken: taken.map(({ input, atMs, stream }) => {
      return { atMs, stream, ...('forgery' in input ? { forgery: encodeForgery(input.forgery) } : input) };
    }),
  };
}

type EncodedForgery = NonNullable<DoorVector['taken'][number]['forgery']>;

function encodeForgery(forgery: Forgery): EncodedForgery {
  const entries = Object.entries(forgery).map(([name, value]) => [name, value instanceof Uint8Array ? toHex(value) : value]);
  return Object.fromEntries(entries) as EncodedForgery;
}

export function decodeFinding({ taken, ...rest }: DoorVector): Finding {
  return {
    ...rest,
    taken: taken.map(({ atMs, stream, text, long, forgery }): Taken => {
      if (long !== undefined) return { atMs, stream, input: { long } };
      if (forgery === undefined) return { atMs, stream, input: { text: text ?? '' } };
      const entries = Object.entries(forgery).map(([name, value]) => [name, typeof value === 'string' ? fromHex(value) : value]);
      return { atMs, stream, input: { forgery: Object.fromEntries(entries) as Forgery } };
    }),
  };
}

export function decodeScript({ seed, stream, acts }: ScriptVector): Script {
  return { seed, stream, acts: acts as readonly Act[] };
}
