import fc from 'fast-check';
import { expect, test } from 'vitest';
import { htmlOf, plainTextOf } from './markup.ts';

test.each([
  ['Pidgin escapes what it types', 'if a &lt; b &amp;&amp; c &gt; d', 'if a < b && c > d'],
  ['Pidgin formats', '<b>now</b>, <i>please</i>: <font color="#ff0000">red</font>', 'now, please: red'],
  ['Adium sends a document', '<HTML><BODY BGCOLOR="#ffffff"><FONT FACE="Helvetica" ABSZ=12>good<br>night</FONT></BODY></HTML>', 'good\nnight'],
  ['spaces that must not break', 'two&nbsp;&nbsp;spaces', 'two  spaces'],
  ['paragraphs and lists', '<p>one</p><p>two</p><ul><li>three</li><li>four</li></ul>', 'one\ntwo\nthree\nfour'],
  ['characters by number', '&#72;&#x69;', 'Hi'],
  ['a link that is its own words', '<a href="https://sotto.test/a">https://sotto.test/a</a>', 'https://sotto.test/a'],
  ['a link without words', 'see <a href="https://sotto.test/"></a>', 'see https://sotto.test/'],
  ['an address for letters', '<a href="mailto:romeo@sotto.test">romeo@sotto.test</a>', 'romeo@sotto.test'],
])('%s', (_name, sent, shown) => {
  expect(plainTextOf(sent)).toBe(shown);
});

test('words cannot hide where a link leads', () => {
  expect(plainTextOf('<a href="https://evil.test/">https://bank.test/</a>')).toBe('https://bank.test/ [https://evil.test/]');
  expect(plainTextOf('<a href="javascript:alert(1)">click</a>')).toBe('click [javascript:alert(1)]');
});

test.each([
  'a < b',
  'Q & A',
  'x <- y; &lt;',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<b>bold</b> & <img src=x>',
  '&unknown; &lt;',
  '?OTR:AAMC.',
  'nothing of the kind',
])('%s is plain text and stays as it is', (text) => {
  expect(plainTextOf(text)).toBe(text);
});

test('what is written for a program that shows HTML looks there as it was written', () => {
  expect(htmlOf('1<2 && 2>1\n&lt; <b>')).toBe('1&lt;2 &amp;&amp; 2&gt;1<br>&amp;lt; &lt;b&gt;');
  // A program that does both, as we do, gets back what was typed.
  const text = fc.string({ unit: fc.constantFrom('<', '>', '&', '\n', 'b', ' ', '&lt;', '<b>', '</b>', ';') });
  fc.assert(fc.property(text, (typed) => plainTextOf(htmlOf(typed)) === typed.replace(/\n+$/, '') || !/[<>&\n]/.test(typed)));
});

test('what comes out is never longer than it can be, and never throws', () => {
  const piece = fc.constantFrom('<b>', '</b>', '<a href="x">', '</a>', '<br>', '<p', '>', '&lt;', '&#1114112;', '&#0;', '&', 'w', ' ', '"', '<font', '</html>');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      expect(plainTextOf(text).length).toBeLessThanOrEqual(text.length * 2);
    }),
    { numRuns: 2_000 },
  );
});

test('what would take long to read is shown as it came, and the rest is read at once', () => {
  const many = '<b>'.repeat(100_000);
  const deep = '<a href="x">'.repeat(1_000) + '</a>'.repeat(1_000);
  const startedMs = performance.now();
  expect(plainTextOf(many)).toBe(many);
  expect(plainTextOf(deep)).toHaveLength(1_000);
  expect(plainTextOf('<'.repeat(1_000_000))).toHaveLength(1_000_000);
  expect(plainTextOf('<a ' + ' '.repeat(1_000_000))).toHaveLength(1_000_003);
  const paragraphs = `<p>${'x'.repeat(400)}`.repeat(1_900);
  const links = `<a href="y">${'z'.repeat(700)}`.repeat(999) + '</a>'.repeat(999);
  expect(plainTextOf(paragraphs).split('\n')).toHaveLength(1_900);
  expect(plainTextOf(links)).toHaveLength(999 * (700 + ' [y]'.length));
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});
