import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showableLine, showableText } from './neutralise.ts';

describe('showableText', () => {
  it('keeps ordinary text, line breaks, tabs, emoji and right-to-left words', () => {
    const text = 'Hello\tthere\n\u05e9\u05dc\u05d5\u05dd \u{1f44b}\u200d\u2640 \u200frtl mark';
    expect(showableText(text)).toBe(text);
  });

  it('shows control characters instead of obeying them', () => {
    expect(showableText('a\u0000b\u001bc\u007fd\u0090e')).toBe('a\u2400b\u241bc\u2421d\ufffde');
  });

  it('takes the power from direction overrides and isolates', () => {
    expect(showableText('\u202egpj.exe\u2066x\u2069')).toBe('\ufffdgpj.exe\ufffdx\ufffd');
  });

  it('makes every kind of line break one', () => {
    expect(showableText('a\r\nb\rc\u2028d\u2029e\u0085f')).toBe('a\nb\nc\nd\ne\nf');
  });

  it('leaves nothing dangerous in any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(showableText(text)).not.toMatch(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u);
        expect(showableLine(text)).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u3164\u2800]/u);
        expect(showableLine(text)).toMatch(/[^\s\p{DI}]/u);
      }),
    );
  });
});

describe('showableLine', () => {
  it('is one line without anything invisible', () => {
    expect(showableLine('Ri\u200bver\n\u202eTamsin\ufeff')).toBe('River Tamsin');
  });

  it.each(['\u3164', '\u115f\u1160', '\uffa0', '\u034f', '\u180e', '\u17b4', '\u2800', '\u200e\u200f', '\u200c\u200d', '\ufe0f', '\u206a', '\ufff9', '\u{1d173}', '\u{e0061}', '\u{e01ef}'])(
    'lets nobody look like another by adding %j',
    (nothing) => {
      expect(showableLine(`River${nothing}`)).toBe('River');
      expect(showableLine(nothing)).toBe('\u2026');
    },
  );

  it('keeps what joins letters and the parts of emoji', () => {
    for (const name of ['\u{1f469}\u200d\u{1f680} Ada', '\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645', '\u0915\u094d\u200d\u0937', '\u2764\ufe0f', '1\ufe0f\u20e3']) {
      expect(showableLine(name)).toBe(name);
    }
  });

  it('heaps no marks on a letter, and leaves those that scripts put there', () => {
    expect(showableLine(`Z${'\u0300\u0489'.repeat(50)}`)).toBe('Z\u0300\u0489\u0300\u0489');
    for (const name of ['Zoe\u0308', '\u05d1\u05bc\u05b7\u0591', 'ก\u0e35\u0e48']) expect(showableLine(name)).toBe(name);
  });

  it('is never empty', () => {
    expect(showableLine('\u200b\n')).toBe('\u2026');
  });
});
