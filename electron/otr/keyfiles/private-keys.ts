import { fail, ok, type Result } from '../../base/result.ts';
import type { DsaPrivateKey } from '../api.ts';
import { minimal } from '../primitives/big.ts';
import { isPrivateKey } from '../primitives/dsa.ts';
import type { Primitives } from '../primitives/provider.ts';
import { decodeText } from '../tlv.ts';
import { readExpression, writeNumber, writeText, type Expression } from './s-expression.ts';

/*
 * libotr's file of private keys, `otr.private_key`: `(privkeys (account (name …) (protocol …)
 * (private-key (dsa (p …) (q …) (g …) (y …) (x …)))) …)`.
 */

/** Whose key it is. `protocol` is libotr's name for it, "prpl-jabber" for XMPP in Pidgin. */
export type Account = { readonly name: string; readonly protocol: string };
export type AccountKey = Account & { readonly key: DsaPrivateKey };
export type PrivateKeys = {
  readonly keys: readonly AccountKey[];
  /** Accounts whose key is none that we trust; they do not spoil the others, as they do in libotr. */
  readonly refused: readonly (Partial<Account> & { readonly fault: 'malformed' | 'invalid-key' })[];
};

/**
 * Reads a file of private keys. Every key is proven: 1024 and 160 bits, primes, subgroup, y = g^x.
 * Fault: malformed, where it is no such file at all.
 */
export function readPrivateKeys(bytes: Uint8Array, primitives: Primitives): Result<PrivateKeys, 'malformed'> {
  const file = readExpression(bytes);
  if (!file.ok || !isNamed(file.value, 'privkeys')) return fail('malformed');
  const read = file.value.slice(1).map((account) => readAccount(account, primitives));
  return ok({
    keys: read.flatMap((one) => ('key' in one ? [one] : [])),
    refused: read.flatMap((one) => ('key' in one ? [] : [one])),
  });
}

function readAccount(account: Expression, primitives: Primitives): AccountKey | PrivateKeys['refused'][number] {
  if (!isNamed(account, 'account')) return { fault: 'malformed' };
  const name = textOf(account, 'name');
  const protocol = textOf(account, 'protocol');
  if (name === null || protocol === null) return { fault: 'malformed' };
  const dsa = childOf(childOf(account, 'private-key'), 'dsa');
  const number = (letter: string): Uint8Array => minimal(atomOf(dsa, letter) ?? new Uint8Array(0));
  const key = { p: number('p'), q: number('q'), g: number('g'), y: number('y'), x: number('x') };
  if (Object.values(key).some((value) => value.length === 0)) return { name, protocol, fault: 'malformed' };
  return isPrivateKey(key, primitives) ? { name, protocol, key } : { name, protocol, fault: 'invalid-key' };
}

function isNamed(list: Expression, name: string): list is readonly Expression[] {
  const head = list instanceof Uint8Array ? undefined : list[0];
  return head instanceof Uint8Array && decodeText(head) === name;
}

function childOf(list: Expression | null, name: string): Expression | null {
  if (list === null || list instanceof Uint8Array) return null;
  return list.find((item) => isNamed(item, name)) ?? null;
}

/** The one atom after a name. */
function atomOf(list: Expression | null, name: string): Uint8Array | null {
  const child = childOf(list, name);
  if (child === null || child instanceof Uint8Array || child.length !== 2) return null;
  const [, atom] = child;
  return atom instanceof Uint8Array ? atom : null;
}

function textOf(list: Expression, name: string): string | null {
  const atom = atomOf(list, name);
  return atom === null ? null : decodeText(atom);
}

/** The text of a file of private keys, as secret as they are; libotr reads it. */
export function writePrivateKeys(keys: readonly AccountKey[]): string {
  return `(privkeys\n${keys.map(accountText).join('')})\n`;
}

function accountText({ name, protocol, key }: AccountKey): string {
  const numbers = (['p', 'q', 'g', 'y', 'x'] as const).map((letter) => `   (${letter} ${writeNumber(key[letter])})\n`);
  return [
    ' (account\n',
    `(name ${writeText(name)})\n`,
    `(protocol ${writeText(protocol)})\n`,
    '(private-key \n (dsa \n',
    ...numbers,
    '   )\n )\n',
    ' )\n',
  ].join('');
}
