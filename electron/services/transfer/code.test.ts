import { expect, test } from 'vitest';
import { newCode, readCode, secretOf } from './code.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

test('a code has eight groups of three characters that nobody takes for others', () => {
  const codes = Array.from({ length: 500 }, () => newCode(random));
  for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{3} ){7}[0-9A-HJKMNP-TV-Z]{3}$/);
  expect(new Set(codes).size).toBe(500);
});

test('each of its characters by chance can be any of the 32', () => {
  const seen = Array.from({ length: 22 }, () => new Set<string>());
  for (let n = 0; n < 600; n += 1) {
    const plain = newCode(random).replaceAll(' ', '');
    seen.forEach((characters, at) => characters.add(plain[at] ?? ''));
  }
  for (const characters of seen) expect(characters.size).toBe(32);
});

test('it is read however it is typed', () => {
  const code = newCode(() => Uint8Array.from({ length: 22 }, (_, at) => at));
  const plain = code.replaceAll(' ', '');
  expect(plain).toContain('0123');
  for (const typed of [code, plain, code.toLowerCase(), code.replaceAll(' ', '-'), ` ${plain}\n`, plain.replace('0', 'o').replace('1', 'l'), plain.replace('0', 'O').replace('1', 'I')]) {
    expect(readCode(typed), typed).toBe(code);
  }
});

test('a slip is noticed before anything is sent', () => {
  let [unnoticed, tried] = [0, 0];
  for (let n = 0; n < 200; n += 1) {
    const plain = newCode(random).replaceAll(' ', '');
    for (const at of [0, 7, 21, 22, 23]) {
      const slip = plain.slice(0, at) + (plain[at] === 'A' ? 'B' : 'A') + plain.slice(at + 1);
      tried += 1;
      unnoticed += Number(readCode(slip) !== null);
    }
  }
  // One in 1,024 by chance.
  expect(unnoticed / tried).toBeLessThan(0.02);
});

test('nothing else is a code', () => {
  for (const typed of ['', ' ', 'ABC', 'U'.repeat(24), '0'.repeat(23), '0'.repeat(25), 'é'.repeat(24), '💥'.repeat(12), 'A'.repeat(100_000)]) expect(readCode(typed)).toBeNull();
});

test('what is compared says what for', () => {
  expect(secretOf('ABC')).toBe('sotto transfer 1: ABC');
});

test('without a random source there is no code', () => {
  expect(() => newCode(() => { throw new Error('empty'); })).toThrow();
});
