import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, toHex, utf8 } from '../../base/bytes.ts';
import { readPrivateKeys, writePrivateKeys } from '../index.ts';
import { fromBig, toBig } from '../primitives/big.ts';
import { testKeys } from '../testing/keys.ts';
import { readExpression, writeNumber, writeText } from './s-expression.ts';
import { furtherInstanceTag, isTrusted, readFingerprints, readInstanceTags, writeFingerprints, writeInstanceTags } from './tables.ts';

const account = { name: 'me@example.org', protocol: 'prpl-jabber' };
const file = writePrivateKeys([{ ...account, key: testKeys.alice }]);

describe('s-expressions', () => {
  it.each([
    ['(a 1.5)', null],
    ['(a b-c/d_e:*+=.f)', ['a', 'b-c/d_e:*+=.f']],
    ['(a "b c" #64 20 65# |Zg==|)', ['a', 'b c', 'd e', 'f']],
    ['("\\"\\\\\\n\\x41\\102\\\r\nC")', ['"\\\nABC']],
    [' ( a\t)\n\0', ['a']],
    ['()', []],
    ['', null],
    ['a', null],
    ['(a', null],
    ['(a))', null],
    ['(a) b', null],
    ['(a "b)', null],
    ['("\\q")', null],
    ['("\\0")', null],
    ['(#0#)', null],
    ['(#0g#)', null],
    ['([hint] a)', null],
  ])('%j', (text, items) => {
    const read = readExpression(utf8(text));
    const expected = items === null ? null : items.map((item) => toHex(utf8(item)));
    expect(read.ok ? read.value.map((item) => (item instanceof Uint8Array ? toHex(item) : 'list')) : null).toEqual(expected);
  });

  it('take bytes in quotes as they are, whatever encoding they are in', () => {
    const bytes = Uint8Array.of(0x0b, 0x68, 0x2c, 0xff, 0xc3, 0x28, 0xa1);
    const read = readExpression(concat(utf8('("'), bytes, utf8('")')));
    expect(read.ok ? toHex(read.value[0] as Uint8Array) : read.fault).toBe('0b682cffc328a1');
  });

  it('give back every text and number that was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.uint8Array({ maxLength: 30 }), (text, bytes) => {
        const read = readExpression(utf8(`(${writeText(text)} ${writeNumber(bytes)})`));
        if (!read.ok) throw new Error(read.fault);
        const [first, second] = read.value as Uint8Array[];
        expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(first)).toBe(text);
        expect(toBig(second!)).toBe(toBig(bytes));
      }),
    );
  });

  it('never throw and never hang, however hostile', () => {
    const piece = fc.constantFrom('(', ')', '"', '\\', '#', '|', 'a', ' ', '0', '\n', '[', ':', '\0', 'é');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(readExpression(utf8(pieces.join(''))).ok).toBeTypeOf('boolean');
      }),
      { numRuns: 2_000 },
    );
    for (const text of ['('.repeat(1_000_000), `(${'"\\'.repeat(400_000)})`, `("${'\\n'.repeat(490_000)}")`, `(${'a '.repeat(490_000)})`]) {
      // Of the processor and not of the clock: the machine may be busy.
      const before = process.cpuUsage();
      expect(readExpression(utf8(text)).ok).toBeTypeOf('boolean');
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1_000).toBeLessThan(3_000);
    }
    expect(readExpression(utf8(`(${' '.repeat(1_000_000)})`))).toEqual({ ok: false, fault: 'malformed' });
  });
});

describe('a file of private keys', () => {
  it('gives back what was written, in libotr\'s form', () => {
    expect(file).toMatch(/^\(privkeys\n \(account\n\(name me@example\.org\)|\(name "me@example\.org"\)/);
    const read = readPrivateKeys(utf8(file));
    expect(read).toEqual({ ok: true, value: { keys: [{ ...account, key: testKeys.alice }], refused: [] } });
    expect(readPrivateKeys(utf8('(privkeys)'))).toEqual({ ok: true, value: { keys: [], refused: [] } });
  });

  it.each(['', '(keys)', 'privkeys', `x${file}`, `${file}(`, file.slice(0, -5)])('%# that is none is refused', (text) => {
    expect(readPrivateKeys(utf8(text))).toEqual({ ok: false, fault: 'malformed' });
  });

  const bad: readonly (readonly [string, (key: typeof testKeys.alice) => Partial<typeof testKeys.alice>])[] = [
    ['another x', ({ x }) => ({ x: fromBig(toBig(x) + 1n) })],
    ['x of q', ({ q }) => ({ x: q })],
    ['another y', ({ y }) => ({ y: fromBig(toBig(y) + 1n) })],
    ['y of 1', () => ({ y: Uint8Array.of(1) })],
    ['g of 1', () => ({ g: Uint8Array.of(1) })],
    ['g of p-1', ({ p }) => ({ g: fromBig(toBig(p) - 1n) })],
    ['g outside the subgroup', () => ({ g: Uint8Array.of(3) })],
    ['p of 1023 bits', ({ p }) => ({ p: fromBig(toBig(p) >> 1n) })],
    ['p of 1032 bits', ({ p }) => ({ p: fromBig((toBig(p) << 8n) + 1n) })],
    ['p that is no prime', ({ p, q }) => ({ p: fromBig(toBig(p) - 2n * toBig(q)) })],
    ['q of 159 bits', ({ q }) => ({ q: fromBig(toBig(q) >> 1n) })],
    ['q of 256 bits', () => ({ q: new Uint8Array(32).fill(0xff) })],
    ['q of another key', () => ({ q: testKeys.bob.q })],
  ];
  it.each(bad)('with %s: that key is refused, the others are read (S15)', (_name, change) => {
    const broken = { ...testKeys.alice, ...change(testKeys.alice) };
    const text = writePrivateKeys([
      { ...account, key: broken },
      { ...account, name: 'bob', key: testKeys.bob },
    ]);
    const read = readPrivateKeys(utf8(text));
    if (!read.ok) throw new Error(read.fault);
    expect(read.value.refused).toEqual([{ ...account, fault: 'invalid-key' }]);
    expect(read.value.keys.map(({ name }) => name)).toEqual(['bob']);
  });

  it.each([
    ['no name', file.replace(/\(name [^)]*\)/, '')],
    ['no key', file.replace('private-key', 'public-key')],
    ['no DSA', file.replace('(dsa', '(rsa')],
    ['no x', file.replace('(x ', '(z ')],
    ['a list for a number', file.replace(/\(x ([^)]*)\)/, '(x ($1))')],
    ['no account', file.replace('(account', '(acc')],
  ])('with %s: that account is refused', (_name, text) => {
    const read = readPrivateKeys(utf8(text));
    expect(read.ok && [read.value.keys.length, read.value.refused[0]?.fault]).toEqual([0, 'malformed']);
  });
});

describe('a file of fingerprints', () => {
  const digits = '0123456789abcdef0123456789abcdef01234567';
  const start = 'buddy\tme\tprpl-jabber\t';

  it.each([
    [`${start}${digits}\tverified\n`, 'verified'],
    [`${start}${digits}\tsmp\r\n`, 'smp'],
    [`${start}${digits.toUpperCase()}\tanything at all\n`, 'anything at all'],
    [`${start}${digits}\t\n`, ''],
    [`${start}${digits}\n`, ''],
    [`${start}${digits}\rnonsense`, ''],
  ])('%j has trust %j; whatever is not empty counts', (text, trust) => {
    const [known, ...others] = readFingerprints(text);
    expect(others).toEqual([]);
    expect(known).toEqual({ username: 'buddy', account: { name: 'me', protocol: 'prpl-jabber' }, fingerprint: digits, trust });
    expect(isTrusted(known!)).toBe(trust !== '');
  });

  it.each(['', '\n', 'buddy\tme\n', `${start}${digits.slice(1)}\n`, `${start}${digits}0\n`, `${start}${digits.replace('0', 'g')}\n`, `${start}${digits}\ta\tb\n`])(
    '%j is skipped, and spoils no other line',
    (text) => {
      expect(readFingerprints(`${text}\n${start}${digits}\n`)).toHaveLength(1);
    },
  );

  it('cannot be written with names that would make other lines or fields of themselves', () => {
    const known = { username: 'buddy', account, fingerprint: digits, trust: 'verified' };
    expect(writeFingerprints([known]).ok).toBe(true);
    for (const username of ['a\tb', 'a\nb', 'a\rb', 'a\0b', 'x'.repeat(950), 'ä'.repeat(480)]) {
      expect(writeFingerprints([known, { ...known, username }])).toEqual({ ok: false, fault: 'unwritable' });
    }
  });
});

describe('a table that is longer than any', () => {
  it('is not read', () => {
    const line = 'me\tprpl-jabber\t00000100\n';
    const long = line.repeat(Math.ceil(1_000_001 / line.length));
    expect([readInstanceTags(long), readFingerprints(long)]).toEqual([[], []]);
  });
});

describe('a file of instance tags', () => {
  it('is read but for what is no tag', () => {
    const text = '# comment\nme\tprpl-jabber\t00000100\nme\tx\t000000ff\nme\ty\t123\nme\tz\tFFFFFFFF\r\nme\tz\tg0000000\n';
    expect(readInstanceTags(text)).toEqual([
      { account: { name: 'me', protocol: 'prpl-jabber' }, instanceTag: 0x100 },
      { account: { name: 'me', protocol: 'z' }, instanceTag: 0xffff_ffff },
    ]);
  });

  it('is written with its warning, which is no line of it', () => {
    const text = writeInstanceTags([{ account, instanceTag: 0x100 }]);
    expect(text.ok && text.value.split('\n')).toEqual([expect.stringMatching(/^# /), 'me@example.org\tprpl-jabber\t00000100', '']);
    expect(text.ok && readInstanceTags(text.value)).toEqual([{ account, instanceTag: 0x100 }]);
    expect(writeInstanceTags([{ account: { ...account, name: 'a\tb' }, instanceTag: 0x100 }]).ok).toBe(false);
  });

  it('takes one tag more at its end, on a line of its own', () => {
    const tag = { account, instanceTag: 0x100 };
    const row = 'me@example.org\tprpl-jabber\t00000100\n';
    expect(furtherInstanceTag('', tag)).toEqual(writeInstanceTags([tag]));
    expect(furtherInstanceTag('# mine', tag)).toEqual({ ok: true, value: `\n${row}` });
    for (const text of ['# mine\n', '# mine\r\n', 'no tag\r']) expect(furtherInstanceTag(text, tag)).toEqual({ ok: true, value: row });
    expect(furtherInstanceTag('# mine', { ...tag, account: { ...account, name: 'a\nb' } }).ok).toBe(false);
  });
});
