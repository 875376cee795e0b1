/*
 * Many powers of the same public bases: what does not depend on the exponent is computed once and looked up
 * afterwards (the comb of Lim and Lee, CRYPTO '94). Which entry is looked up depends on the exponent's bits:
 * for public exponents only.
 */

/** How a comb cuts an exponent up: into `teeth` rows, and those into `blocks` with a table each. */
export type Shape = { readonly bits: number; readonly teeth: number; readonly blocks: number };

/** The tables of one base. */
export type Comb = {
  readonly modulus: bigint;
  readonly shape: Shape;
  /** The columns of a block; the exponent's bit of tooth i, block j and column k is (i * blocks + j) * span + k. */
  readonly span: number;
  /** For each block and each set of teeth, as bits, the product of their powers. */
  readonly tables: readonly (readonly bigint[])[];
};

/** Computes the tables of a base: about `bits` squarings and blocks * 2^teeth products. */
export function newComb(base: bigint, modulus: bigint, shape: Shape): Comb {
  const { bits, teeth, blocks } = shape;
  const span = Math.ceil(bits / (teeth * blocks));
  const tables: bigint[][] = Array.from({ length: blocks }, () => [1n]);
  let power = base % modulus;
  for (let tooth = 0; tooth < teeth; tooth += 1) {
    for (const table of tables) {
      for (const product of [...table]) table.push((product * power) % modulus);
      for (let i = 0; i < span; i += 1) power = (power * power) % modulus;
    }
  }
  return { modulus, shape, span, tables };
}

/**
 * The product of powers modulo the combs' common modulus; the combs have one shape and no exponent more bits
 * than that. With a modulus of 1 or below there is nothing to compute with: the caller's to rule out.
 */
export function productOfPowers(terms: readonly (readonly [comb: Comb, exponent: bigint])[]): bigint {
  const [first] = terms;
  if (first === undefined) return 1n;
  const [{ modulus, shape, span }] = first;
  const factors = terms.map(([{ tables }, exponent]) => ({ tables, entries: entriesOf(exponent, shape, span) }));
  let result = 1n;
  for (let column = span - 1; column >= 0; column -= 1) {
    result = (result * result) % modulus;
    for (let block = 0; block < shape.blocks; block += 1) {
      for (const { tables, entries } of factors) {
        const entry = entries[block * span + column]!;
        if (entry !== 0) result = (result * tables[block]![entry]!) % modulus;
      }
    }
  }
  return result;
}

/** Which entry of its table each column of each block looks up: the exponent's bits, a row of them for each tooth. */
function entriesOf(exponent: bigint, { bits, teeth, blocks }: Shape, span: number): Uint32Array {
  const row = blocks * span;
  const digits = exponent.toString(2);
  if (digits.length > teeth * row) throw new Error(`assertion failed: an exponent of ${bits} bits`);
  const entries = new Uint32Array(row);
  for (let bit = 0; bit < digits.length; bit += 1) {
    if (digits.charCodeAt(digits.length - 1 - bit) === one) entries[bit % row]! |= 1 << Math.floor(bit / row);
  }
  return entries;
}

const one = '1'.charCodeAt(0);
