import { expect, test } from 'vitest';
import { isSealedCoyim, openCoyim } from './coyim.ts';
import { sealedBy } from './testing/sealed-coyim.ts';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const sealed = sealedBy('größe 7', { Accounts: [{ Account: 'juniper@example.org' }] });

test('the right passphrase opens the file', async () => {
  const opened = await openCoyim(bytes(sealed), 'größe 7');
  expect(opened.ok && JSON.parse(new TextDecoder().decode(opened.value))).toEqual({ Accounts: [{ Account: 'juniper@example.org' }] });
});

test('another one does not, nor any file that was changed or cut', async () => {
  const wrong = { ok: false, fault: 'wrong' };
  expect(await openCoyim(bytes(sealed), 'Größe 7')).toEqual(wrong);
  const { Params, Data } = sealed;
  const turned = (hex: string, at: number) => `${hex.slice(0, at)}${hex[at] === '0' ? '1' : '0'}${hex.slice(at + 1)}`;
  for (let at = 0; at < Data.length; at += 1) expect(await openCoyim(bytes({ Params, Data: turned(Data, at) }), 'größe 7')).toEqual(wrong);
  for (const change of [{ Nonce: turned(Params.Nonce, 3) }, { Salt: turned(Params.Salt, 3) }, { N: 2_048 }, { R: 4 }, { P: 2 }]) {
    expect(await openCoyim(bytes({ Params: { ...Params, ...change }, Data }), 'größe 7')).toEqual(wrong);
  }
  expect(await openCoyim(bytes({ Params, Data: Data.slice(0, -2) }), 'größe 7')).toEqual(wrong);
});

test('what asks for too much, or is no such file, is not even tried', async () => {
  const { Params, Data } = sealed;
  for (const change of [{ N: 1_000 }, { N: 2 ** 21 }, { N: 1 }, { R: 0 }, { R: 65 }, { P: 17 }, { Nonce: '00' }, { Salt: '' }, { Salt: 'zz' }]) {
    expect(await openCoyim(bytes({ Params: { ...Params, ...change }, Data }), 'größe 7')).toEqual({ ok: false, fault: 'malformed' });
  }
  for (const other of [{}, { Accounts: [] }, { Params }, { Params, Data: '00' }, null]) expect(isSealedCoyim(bytes(other))).toBe(false);
  expect(isSealedCoyim(bytes(sealed))).toBe(true);
});
