import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, findLinks } from './links.ts';

const links = (text: string) => findLinks(text).flatMap((piece) => (piece.kind === 'link' ? [piece.text] : []));

describe('findLinks', () => {
  it('finds https and xmpp links only', () => {
    expect(links('see https://example.org/a?b=1#c and xmpp:river@example.org?message')).toEqual([
      'https://example.org/a?b=1#c',
      'xmpp:river@example.org?message',
    ]);
    expect(links('http://example.org javascript:alert(1) file:///etc data:text/html,x ftp://x')).toEqual([]);
  });

  it('leaves the punctuation of the sentence outside', () => {
    expect(links('(https://example.org/a).')).toEqual(['https://example.org/a']);
    expect(links('https://example.org/wiki/A_(b), then')).toEqual(['https://example.org/wiki/A_(b)']);
  });

  it('leaves brackets of several kinds outside that the link did not open', () => {
    expect(links('[see (https://example.org/a_(b)[c])]!')).toEqual(['https://example.org/a_(b)[c]']);
    expect(links('https://example.org/a)).].')).toEqual(['https://example.org/a']);
    expect(links('https://example.org/a).b')).toEqual(['https://example.org/a).b']);
  });

  it('makes links of so many and no more, and loses none of the others', () => {
    const text = 'https://a.b '.repeat(8_000);
    expect(links(text)).toHaveLength(200);
    expect(findLinks(text).map((piece) => piece.text).join('')).toBe(text);
  });

  it.each([
    ['brackets', `https://a${')'.repeat(99_000)}`],
    ['brackets of both kinds', `https://a${')]'.repeat(49_000)}`],
    ['full stops', `https://a${'.'.repeat(99_000)}x`],
    ['marks', `https://a${'!?'.repeat(49_000)}x`],
    ['links', 'https://a.b) '.repeat(7_600)],
    ['beginnings', 'https://'.repeat(12_400)],
  ])('is done at once with a whole message of %s', (_what, text) => {
    const begun = performance.now();
    expect(findLinks(text).map((piece) => piece.text).join('')).toBe(text);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it('refuses an address with a user name, which can pass for a host', () => {
    expect(links('https://bank.example@evil.example/')).toEqual([]);
  });

  it('loses and repeats no character', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('https://a.b', 'xmpp:x', ')', '(', '.', ' ', 'é', 'https://', '@')), (parts) => {
        const text = parts.join('');
        expect(findLinks(text).map((piece) => piece.text).join('')).toBe(text);
      }),
    );
  });
});

describe('addressOf', () => {
  it('shows a look-alike host in its ASCII form', () => {
    expect(addressOf('https://еxample.org/')).toBe('https://xn--xample-2of.org/');
  });
});
