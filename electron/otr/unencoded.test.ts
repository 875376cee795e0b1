import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble, decodeFragment, fragment, type Assembly } from './fragment.ts';
import { judgeTags, newInstanceTag } from './instance-tags.ts';
import { bestVersion, classify, looksLikeOtr, queryText, withTag } from './query.ts';
import { manual } from './testing/pair.ts';
import { seededRng } from './testing/seed.ts';
import { decodePlaintext, encodePlaintext } from './tlv.ts';
import example from './vectors/fragments.json' with { type: 'json' };

const base = ' \t  \t\t\t\t \t \t \t  ';
const [v1, v2, v3] = [' \t \t  \t ', '  \t\t  \t ', '  \t\t  \t\t'];

describe('query messages (spec: "OTR Query Messages")', () => {
  it.each([
    ['?OTR?', ['1']],
    ['?OTRv2?', ['2']],
    ['?OTRv23?', ['2', '3']],
    ['?OTRv32?', ['3', '2']],
    ['?OTR?v2?', ['1', '2']],
    ['?OTRv24x?', ['2', '4', 'x']],
    ['?OTR?v24x?', ['1', '2', '4', 'x']],
    ['?OTR?v?', ['1']],
    ['?OTRv?', []],
    ['?OTRv3?\nAlice would like a private conversation.', ['3']],
    ['<a title="?OTRv3?">hello</a>', ['3']],
  ])('%j offers %j', (text, offers) => {
    expect(classify(text)).toEqual({ kind: 'query', offers });
  });

  it('offers exactly the versions that we speak', () => {
    expect(queryText(manual, null)).toMatch(/^\?OTRv3\? /);
    expect(queryText(manual, 50)).toBe('?OTRv3?');
    expect(queryText({ ...manual, allowV2: true }, 50)).toBe('?OTRv23?');
    expect(queryText({ ...manual, allowV2: true, allowV3: false }, 50)).toBe('?OTRv2?');
  });

  it('chooses the best version that is offered and allowed', () => {
    const both = { ...manual, allowV2: true };
    expect(bestVersion(['2', '3'], both)).toBe(3);
    expect(bestVersion(['1', '2'], both)).toBe(2);
    expect(bestVersion(['1'], both)).toBeNull();
    expect(bestVersion(['2', '3'], { ...both, allowV3: false })).toBe(2);
    expect(bestVersion(['2', '3'], manual)).toBe(3);
    expect(bestVersion(['1', '2'], manual)).toBeNull();
    expect(bestVersion(['3'], { ...manual, allowV3: false })).toBeNull();
  });
});

describe('whitespace tags (spec: "Tagged plaintext messages")', () => {
  it('are added and taken out again, leaving the text as it was', () => {
    expect(classify(withTag('hello', manual))).toEqual({ kind: 'tagged', text: 'hello', offers: ['3'] });
    const both = { ...manual, allowV2: true };
    expect(classify(withTag('hello', both))).toEqual({ kind: 'tagged', text: 'hello', offers: ['2', '3'] });
    expect(withTag('', both)).toBe(base + v2 + v3);
  });

  it.each([
    [`${base}${v3}hello`, 'hello', ['3']],
    [`hel${base}${v1}${v2}${v3}lo`, 'hello', ['1', '2', '3']],
    [`hello${base}${v2}`, 'hello', ['2']],
    [`hello${base}${'  \t\t \t  '}${v3}`, 'hello', ['later', '3']],
    [`hello${base}${v3}        spaced`, 'hello        spaced', ['3']],
  ])('in %j are found', (text, shown, offers) => {
    expect(classify(text)).toEqual({ kind: 'tagged', text: shown, offers });
  });

  it('are not seen in plain white space or in a base without a version', () => {
    for (const text of ['a \t  \t\t b', `x${base}y`, 'a'.repeat(20) + ' '.repeat(60)]) {
      expect(classify(text)).toEqual({ kind: 'plain', text });
    }
  });
});

describe('the kinds of texts', () => {
  it.each([
    ['hello', 'plain'],
    ['what does ?OTR stand for', 'plain'],
    ['?OTR nonsense', 'unknown'],
    ['?OTR:AAMC.', 'encoded'],
    ['?OTR|5a73a599|27e31597,00001,00003,?OTR:AAMD,', 'fragment'],
    ['?OTR,1,3,?OTR:AAMD,', 'fragment'],
    ['?OTR Error: something', 'error'],
    ['text before ?OTR Error: something', 'error'],
    ['?OTRv3?', 'query'],
  ])('%j is %s', (text, kind) => {
    expect(classify(text).kind).toBe(kind);
    expect(looksLikeOtr(text)).toBe(kind !== 'plain');
  });

  it('never throws on any text', () => {
    const piece = fc.constantFrom('?OTR', ':', '|', ',', 'v', '?', ' Error:', '3', base, v3, '.', 'x', '\0', '\ud800');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        expect(classify(pieces.join('')).kind).toBeTypeOf('string');
      }),
      { numRuns: 2_000 },
    );
  });
});

function assembleAll(texts: readonly string[]): string | null {
  let stored: Assembly | undefined;
  let whole: string | null = null;
  for (const text of texts) {
    const decoded = decodeFragment(text, 0);
    if (!decoded.ok) throw new Error(decoded.fault);
    const result = assemble(stored, decoded.value, 0);
    stored = result.assembly ?? undefined;
    whole = result.whole ?? whole;
  }
  return whole;
}

describe('fragments (spec: "Fragmentation")', () => {
  const header = { version: 3, senderTag: 0x100, receiverTag: 0 } as const;
  it('put together the example of the spec', () => {
    expect(assembleAll(example.fragments)).toBe(example.whole);
  });

  it('cut to size and put together give the text back', () => {
    fc.assert(
      fc.property(fc.constantFrom(2, 3), fc.integer({ min: 37, max: 400 }), fc.integer({ min: 1, max: 2_000 }), (version, size, length) => {
        const text = `?OTR:${'A'.repeat(length)}.`;
        const pieces = fragment(text, { ...header, version }, size)!;
        expect(pieces.every((piece) => piece.length <= size)).toBe(true);
        expect(pieces.length === 1 ? pieces[0] : assembleAll(pieces)).toBe(text);
      }),
    );
  });

  it('cannot be made where no room is left, or where there would be too many', () => {
    expect(fragment('x'.repeat(100), header, 36)).toBeNull();
    expect(fragment('x'.repeat(100), { ...header, version: 2 }, 18)).toBeNull();
    expect(fragment('x'.repeat(70_000), header, 37)).toBeNull();
    expect(fragment('x'.repeat(36), header, 36)).toEqual(['x'.repeat(36)]);
  });

  it.each([
    '?OTR|100|0,0,3,x,',
    '?OTR|100|0,1,0,x,',
    '?OTR|100|0,0,0,x,',
    '?OTR|100|0,4,3,x,',
    '?OTR|100|0,1,65536,x,',
    '?OTR|100|0,1,99999,x,',
    '?OTR|100|0,1,4294967297,x,',
    '?OTR|100|0,-1,3,x,',
    '?OTR|100|0,1,3,,',
    '?OTR|100|0,1,3,x',
    '?OTR|100|0,1,3',
    '?OTR|123456789|0,1,3,x,',
    '?OTR|xyz|0,1,3,x,',
    '?OTR|100,1,3,x,',
    '?OTR|',
    '?OTR,0,3,x,',
    '?OTR,4,3,x,',
    '?OTR,1,65536,x,',
    '?OTR,1,3,,',
    '?OTR,1,3,x',
    '?OTR,100|0,1,3,x,',
    '?OTR,',
  ])('%j is refused (S9)', (text) => {
    expect(decodeFragment(text, 0)).toEqual({ ok: false, fault: 'bad-fragment' });
  });

  it('longer than any message are refused', () => {
    const long = `?OTR|100|0,1,3,${'x'.repeat(1_400_000)},`;
    expect(decodeFragment(long, 0)).toEqual({ ok: false, fault: 'bad-fragment' });
  });

  it('may have leading zeros in every number', () => {
    const decoded = decodeFragment('?OTR|0000000000000100|0,0000001,00000065535,x,', 0);
    expect(decoded).toEqual({ ok: true, value: { version: 3, senderTag: 0x100, receiverTag: 0, k: 1, n: 65_535, piece: 'x' } });
  });

  it('of version 2 have no tags', () => {
    const value = { version: 2, senderTag: 0, receiverTag: 0, k: 1, n: 3, piece: 'x' };
    expect(decodeFragment('?OTR,1,3,x,', 0)).toEqual({ ok: true, value });
    expect(decodeFragment('?OTR,00001,00003,x,', 0)).toEqual({ ok: true, value });
    expect(fragment('x'.repeat(30), { ...header, version: 2 }, 28)?.[2]).toBe('?OTR,00003,00003,xxxxxxxxxx,');
  });

  const at = (k: number, n: number) => ({ version: 3 as const, senderTag: 0x100, receiverTag: 0, k, n, piece: `${k}` });
  const stored: Assembly = { k: 1, n: 3, text: '1', startedAtMs: 0 };

  it('out of order, of another count or repeated forget what is there', () => {
    for (const next of [at(3, 3), at(2, 4), at(4, 4)]) {
      expect(assemble(stored, next, 0)).toEqual({ assembly: null, whole: null });
    }
    expect(assemble({ ...stored, k: 2 }, at(2, 3), 0).assembly).toBeNull();
  });

  it('start anew with the first', () => {
    expect(assemble({ ...stored, k: 2 }, at(1, 5), 7).assembly).toEqual({ k: 1, n: 5, text: '1', startedAtMs: 7 });
  });

  it('of one piece are whole at once', () => {
    expect(assemble(undefined, at(1, 1), 0)).toEqual({ assembly: null, whole: '1' });
  });

  it('stop growing at the cap (S9)', () => {
    const full: Assembly = { k: 1, n: 9, text: 'x'.repeat(1_400_000), startedAtMs: 0 };
    expect(assemble(full, at(2, 9), 0)).toEqual({ assembly: null, whole: null });
  });
});

describe('plaintexts and their records (spec: "Data Message")', () => {
  it('come back as they were', () => {
    const tlv = fc.record({ type: fc.integer({ min: 0, max: 65_535 }), value: fc.uint8Array({ maxLength: 40 }) });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(tlv, { maxLength: 5 }), (text, tlvs) => {
        fc.pre(!text.includes('\0'));
        expect(decodePlaintext(encodePlaintext(text, tlvs))).toEqual({ text, tlvs });
      }),
    );
  });

  it('cannot be turned into records by a NUL that was typed', () => {
    const typed = encodePlaintext('bye\0\0\x01\0\0', []);
    expect(decodePlaintext(typed)).toEqual({ text: 'bye\x01', tlvs: [] });
  });

  it('end at a record that is cut short', () => {
    const plaintext = Uint8Array.of(0x61, 0, 0, 1, 0, 0, 0, 9, 0xff, 0xff, 1);
    expect(decodePlaintext(plaintext)).toEqual({ text: 'a', tlvs: [{ type: 1, value: new Uint8Array(0) }] });
  });

  it('replace what is no UTF-8 and keep what is', () => {
    expect(decodePlaintext(Uint8Array.of(0x61, 0xff, 0x62)).text).toBe('a\ufffdb');
    expect(decodePlaintext(encodePlaintext('\ufeffx', [])).text).toBe('\ufeffx');
  });
});

describe('instance tags (spec: "Instance Tags")', () => {
  it('are drawn until they are valid', () => {
    const draws = [Uint8Array.of(0, 0, 0, 0xff), Uint8Array.of(0, 0, 1, 0)];
    expect(newInstanceTag(() => draws.shift()!)).toBe(0x100);
    expect(newInstanceTag(seededRng('tag'))).toBeGreaterThanOrEqual(0x100);
  });

  it.each([
    [0x200, 0x100, false, 'ours'],
    [0x200, 0, true, 'ours'],
    [0x200, 0, false, 'other-instance'],
    [0x200, 0x300, true, 'other-instance'],
    [0xff, 0x100, true, 'invalid'],
    [0, 0x100, true, 'invalid'],
    [0x200, 0xff, true, 'invalid'],
    [0x200, 1, true, 'invalid'],
    [0x100, 0x100, true, 'reflected'],
    [0x100, 0x200, true, 'reflected'],
  ] as const)('from %i to %i (receiver may be missing: %s) is %s', (senderTag, receiverTag, may, verdict) => {
    expect(judgeTags({ senderTag, receiverTag }, 0x100, may)).toBe(verdict);
  });
});
