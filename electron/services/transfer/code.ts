import { createHash } from 'node:crypto';
import type { Rng } from '../../base/ports.ts';

/** Crockford's base 32: no I, L, O or U, so that nothing is taken for something else. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Characters by chance, 5 bits each: 110 bits. */
const chosen = 22;
/** Characters that follow from the others, so that a slip of the finger does not spend the one try. */
const checks = 2;
const group = 3;

/**
 * A new code: eight groups of three characters with a space between, 110 bits by chance and 10 that check them.
 * Throws when the random source fails.
 */
export function newCode(random: Rng): string {
  const bytes = random(chosen);
  // 256 is a multiple of 32, so every character is as likely as any other.
  const body = Array.from(bytes, (byte) => alphabet[byte % 32]).join('');
  bytes.fill(0);
  return grouped(body + checkOf(body));
}

/**
 * The code that a person typed, in the form in which it was shown; `null` where it cannot have been shown.
 *
 * Case, spaces and hyphens do not count; O is read as 0, I and L as 1.
 */
export function readCode(typed: string): string | null {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (plain.length !== chosen + checks || ![...plain].every((character) => alphabet.includes(character))) return null;
  return checkOf(plain.slice(0, chosen)) === plain.slice(chosen) ? grouped(plain) : null;
}

/** What SMP compares: the code with the name of its use before it, so that it is no other secret of anybody's. */
export function secretOf(code: string): string {
  return `sotto transfer 1: ${code}`;
}

function grouped(plain: string): string {
  return plain.match(new RegExp(`.{${group}}`, 'g'))?.join(' ') ?? '';
}

function checkOf(body: string): string {
  const digest = createHash('sha256').update(`sotto transfer code ${body}`).digest();
  return Array.from(digest.subarray(0, checks), (byte) => alphabet[byte % 32]).join('');
}
