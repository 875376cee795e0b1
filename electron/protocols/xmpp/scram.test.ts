import { describe, expect, test } from 'vitest';
import { provesServer, scramFinal, scramFirst, type ScramStart } from './scram.ts';

const vectors = [
  {
    source: 'RFC 5802 section 5',
    start: { hash: 'sha1', username: 'user', nonce: 'fyko+d2lbbFgONRv9qkxdawL', binding: 'cannot' },
    first: 'n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL',
    serverFirst: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    final: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    serverFinal: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    source: 'RFC 7677 section 3',
    start: { hash: 'sha256', username: 'user', nonce: 'rOprNGfwEbeRWgbNEkqO', binding: 'cannot' },
    first: 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
    serverFirst: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    final:
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
] as const;

describe.each(vectors)('$source', ({ start, first, serverFirst, final, serverFinal }) => {
  test('both client messages and the server proof', async () => {
    expect(scramFirst(start)).toBe(first);
    const finish = await scramFinal(start, 'pencil', serverFirst);
    if (!finish.ok) throw new Error(finish.fault);
    expect(finish.value.message).toBe(final);
    expect(provesServer(finish.value, serverFinal)).toBe(true);
    expect(provesServer(finish.value, `${serverFinal},x=later`)).toBe(true);
  });

  test('every other server proof is refused', async () => {
    const finish = await scramFinal(start, 'pencil', serverFirst);
    if (!finish.ok) throw new Error(finish.fault);
    const proof = Buffer.from(serverFinal.slice(2), 'base64');
    for (let bit = 0; bit < proof.length * 8; bit += 1) {
      const flipped = Buffer.from(proof);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(provesServer(finish.value, `v=${flipped.toString('base64')}`)).toBe(false);
    }
    for (const other of ['', 'v=', 'e=invalid-proof', serverFinal.slice(2), serverFinal.slice(0, -5), ` ${serverFinal}`]) {
      expect(provesServer(finish.value, other)).toBe(false);
    }
  });
});

describe('what a server may ask (RFC 5802 section 5.1)', () => {
  const start: ScramStart = { hash: 'sha256', username: 'a=b,c', nonce: 'abc', binding: 'could' };
  test.each([
    ['r=abcd,s=QUJD,i=4095', 'bad-iterations'],
    ['r=abcd,s=QUJD,i=10000001', 'bad-iterations'],
    ['r=abc,s=QUJD,i=4096', 'wrong-nonce'],
    ['r=xabc,s=QUJD,i=4096', 'wrong-nonce'],
    ['m=ext,r=abcd,s=QUJD,i=4096', 'malformed'],
    ['r=abcd,s=QUJD', 'malformed'],
    ['r=abcd,s=,i=4096', 'malformed'],
    ['r=abcd,s=QUJD,i=0x1000', 'malformed'],
    ['r=abcd,s=QUJD,i=-4096', 'malformed'],
    ['r=ab cd,s=QUJD,i=4096', 'malformed'],
    ['', 'malformed'],
  ])('%s: %s', async (serverFirst, fault) => {
    expect(await scramFinal(start, 'x', serverFirst)).toEqual({ ok: false, fault });
  });

  test('names are escaped, and channel binding is said in the header and bound in the end', async () => {
    expect(scramFirst(start)).toBe('y,,n=a=3Db=2Cc,r=abc');
    const data = new Uint8Array([1, 2, 3]);
    const bound: ScramStart = { ...start, binding: { use: { type: 'tls-exporter', data } } };
    expect(scramFirst(bound)).toMatch(/^p=tls-exporter,,n=/);
    const finish = await scramFinal(bound, 'x', 'r=abcd,s=QUJD,i=4096');
    if (!finish.ok) throw new Error(finish.fault);
    const sent = Buffer.from(/^c=([^,]+)/.exec(finish.value.message)?.[1] ?? '', 'base64');
    expect(sent).toEqual(Buffer.concat([Buffer.from('p=tls-exporter,,'), data]));
  });
});
