import { expect, test } from 'vitest';
import { Finding } from './finding.ts';
import { readAdiumAccounts } from './adium.ts';
import { readPurpleAccounts, readPurpleBuddies } from './purple.ts';
import { walk, type Element } from './xml.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What is closed, in its order, and whether the file was read to its end. */
function elementsOf(text: string): { readonly isWhole: boolean; readonly elements: readonly Element[] } {
  const elements: Element[] = [];
  const isWhole = walk(utf8(text), { onOpen: () => undefined, onClose: (element) => elements.push(element) });
  return { isWhole, elements };
}

test('paths, attributes and texts; what is deeper than any file goes is passed over', () => {
  const deep = `${'<d>'.repeat(40)}x${'</d>'.repeat(40)}`;
  const { isWhole, elements } = elementsOf(`<a><b c="1 &amp; 2">x<e/>y</b>${deep}<f>z</f></a>`);
  expect(isWhole).toBe(true);
  expect(elements.filter(({ path }) => !path.includes('d'))).toEqual([
    { path: 'a/b/e', attributes: {}, text: '' },
    { path: 'a/b', attributes: { c: '1 & 2' }, text: 'xy' },
    { path: 'a/f', attributes: {}, text: 'z' },
    { path: 'a', attributes: {}, text: '' },
  ]);
});

test.each([
  ['300,000 open elements', '<a>'.repeat(300_000)],
  ['as many that are closed again', `${'<a>'.repeat(300_000)}${'</a>'.repeat(300_000)}`],
  ['a name without end around many elements', `<${'b'.repeat(1_000_000)}>${'<a/>'.repeat(300_000)}`],
  ['an end tag of nothing, a million times', `${'<b>'.repeat(90)}${'</a>'.repeat(1_000_000)}`],
])('%s take no time to speak of', (_what, text) => {
  // Of the processor and not of the clock: the machine may be busy.
  const before = process.cpuUsage();
  elementsOf(text);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(1_000);
});

test('a file with more open elements than any has is given up, and named as unreadable by each reader', () => {
  const nested = (root: string): string => `<${root}>${'<a>'.repeat(100)}`;
  expect(elementsOf(nested('purple')).isWhole).toBe(false);
  expect(elementsOf(`<${'b'.repeat(101)}/>`).isWhole).toBe(false);
  const finding = new Finding('files');
  readPurpleAccounts(finding, utf8(nested('account')), 'accounts.xml');
  readPurpleBuddies(finding, utf8(nested('purple')), 'blist.xml');
  readAdiumAccounts(finding, utf8(nested('plist')), 'Accounts.plist');
  expect(finding.skipped).toEqual(['accounts.xml', 'blist.xml', 'Accounts.plist'].map((name) => ({ name, why: 'unreadable' })));
});

test('an attribute or a text that is longer than any name counts as none', () => {
  const [most, more] = ['a'.repeat(10_000), 'a'.repeat(10_001)];
  expect(elementsOf(`<a b="${most}" c="${more}">${most}</a>`).elements).toEqual([{ path: 'a', attributes: { b: most }, text: most }]);
  expect(elementsOf(`<a>${more}</a>`).elements).toEqual([{ path: 'a', attributes: {}, text: '' }]);
});

test('of the groups of one buddy so many are taken, however many a file names', () => {
  const group = (_: unknown, i: number): string =>
    `<group name="${i}"><contact><buddy account="a@example.org" proto="xmpp"><name>b@example.org</name></buddy></contact></group>`;
  const finding = new Finding('files');
  readPurpleBuddies(finding, utf8(`<purple><blist>${Array.from({ length: 101 }, group).join('')}</blist></purple>`), 'blist.xml');
  const [account] = finding.accounts;
  expect(account?.buddies.get('b@example.org')?.groups).toEqual(Array.from({ length: 100 }, (_, i) => `${i}`));
});
