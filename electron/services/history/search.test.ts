import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decryptedPages } from '../../store/testing/pages.ts';
import { limits } from '../../../shared/limits.ts';
import { river, Scripted } from '../testing/scripted.ts';
import { excerptOf, wordsOf } from './searching.ts';
import type { Part } from './scope.ts';

/* Finding, removing and exporting what is kept. */

const everything: Part = { conversationId: null, marks: 'all', fromMs: null, toMs: null };
let juniper: Scripted;

beforeEach(async () => {
  juniper = await Scripted.open();
  for (const [n, text] of ['The heron stood still', 'Reiher und Möwe', 'a second heron'].entries()) juniper.comes(text, { atMs: n * 1_000 });
  juniper.comes('a heron elsewhere', { address: 'other@sotto.test', atMs: 9_000 });
});
afterEach(() => juniper.close());

const history = () => juniper.services.history;
const found = (words: string, part: Partial<Part> = {}) => history().search(words, { ...everything, ...part }, null).hits.map(({ item }) => item.text);
const profile = () => decryptedPages(join(juniper.directory, 'sotto.db'), juniper.databaseKey);

describe('the search', () => {
  test('goes over everything, or one conversation, or a time', () => {
    expect(found('HERON')).toEqual(['a heron elsewhere', 'a second heron', 'The heron stood still']);
    expect(found('heron', { conversationId: juniper.id })).toEqual(['a second heron', 'The heron stood still']);
    expect(found('heron', { fromMs: 1_000, toMs: 9_000 })).toEqual(['a second heron']);
    expect(found('mowe')).toEqual(['Reiher und Möwe']);
  });

  test('takes what is typed for words, whatever it is', () => {
    expect(wordsOf('  "a* OR\tNEAR(b) --- ☃ ')).toEqual(['"a*', 'OR', 'NEAR(b)']);
    for (const typed of ['"heron', 'heron"', 'heron*', '"heron" OR "moewe"', 'text:heron', '']) expect(() => found(typed)).not.toThrow();
    expect(found('heron OR')).toEqual([]);
    expect(found('☃')).toEqual([]);
    expect(found('"heron*')).toHaveLength(3);
  });

  test('shows where the words are, however long the text', () => {
    juniper.comes(`${'before '.repeat(100)}Quarry ${'after '.repeat(100)}`);
    const [hit] = history().search('quarry', everything, null).hits;
    expect(hit?.excerpt.filter(({ isHit }) => isHit)).toEqual([{ text: 'Quarry', isHit: true }]);
    const all = hit?.excerpt.map(({ text }) => text).join('') ?? '';
    expect(all).toMatch(/^…before .* Quarry after .*…$/);
    expect(all.length).toBeLessThan(300);
  });

  test('an excerpt is the text between its marks', () => {
    const message = { text: 'one two one' } as Parameters<typeof excerptOf>[0]['message'];
    expect(excerptOf({ message, hits: [[0, 3], [8, 11]] })).toEqual([
      { text: 'one', isHit: true },
      { text: ' two ', isHit: false },
      { text: 'one', isHit: true },
    ]);
  });

  test('comes in pages', () => {
    for (let n = 0; n < 60; n += 1) juniper.comes(`gull ${n}`);
    const first = history().search('gull', everything, null);
    const second = history().search('gull', everything, first.hits.at(-1)?.item.id ?? '');
    expect([first.hits.length, first.isLast, second.hits.length, second.isLast]).toEqual([50, false, 10, true]);
    expect(second.hits[0]?.item.text).toBe('gull 9');
  });

  test('names who there is something of', () => {
    expect(history().conversations().map(({ name }) => name)).toEqual(['other', 'river']);
  });
});

describe('removing', () => {
  test('one conversation leaves the others, in sight and on the disk', async () => {
    await history().forget({ ...everything, conversationId: juniper.id });
    expect(juniper.items()).toEqual([]);
    expect(juniper.lines('other@sotto.test')).toHaveLength(1);
    expect(found('heron')).toEqual(['a heron elsewhere']);
    for (const word of ['stood still', 'Reiher', 'reiher', 'mowe']) expect(profile()).not.toContain(word);
    expect(profile()).toContain('elsewhere');
  });

  test('a time, or what travelled in one way', async () => {
    await history().forget({ ...everything, fromMs: 1_000, toMs: 2_500 });
    expect(found('heron')).toEqual(['a heron elsewhere', 'The heron stood still']);
    expect(juniper.lines().map(({ text }) => text)).toEqual(['The heron stood still']);
    await history().forget({ ...everything, marks: 'private' });
    expect(history().count(everything)).toBe(2);
    await history().forget({ ...everything, marks: 'clear' });
    expect(history().count(everything)).toBe(0);
    expect(profile()).not.toContain('heron');
  });

  /** As the window asks for it. */
  const removeLine = (itemId: string) => history().remove(juniper.id, itemId, juniper.services.conversations.forgetLine(juniper.id, itemId));

  test('one line, at once', async () => {
    removeLine('k1');
    await history().removals.done();
    expect(juniper.lines().map(({ id }) => id)).toEqual(['k2', 'k3']);
    expect(profile()).not.toContain('stood still');
  });

  test('a line is had back as it was, where it was, and once', async () => {
    const before = juniper.lines();
    removeLine('k2');
    await history().removals.done();
    history().restore(juniper.id, 'k2');
    expect(juniper.lines()).toEqual(before);
    expect(history().page(juniper.id, { side: 'end' }).items).toEqual(before);
    expect(found('mowe')).toEqual(['Reiher und Möwe']);
    expect(juniper.refusalOf(() => history().restore(juniper.id, 'k2'))).toBe('not-found');
  });

  test.each([
    ['its time has passed', () => void (juniper.nowMs += limits.undoMs + 5_000)],
    ['another line was removed', () => removeLine('k1')],
    ['everything was removed', () => history().forget(everything)],
    ['the account was removed', () => juniper.services.accounts.remove(juniper.accountId)],
    ['Sotto was started again', () => juniper.restart()],
  ])('a line is not had back, and in no page, once %s', async (_when, then) => {
    removeLine('k2');
    await Promise.resolve(then());
    await history().removals.done();
    expect(juniper.refusalOf(() => history().restore(juniper.id, 'k2'))).toBe('not-found');
    expect(profile()).not.toContain('Reiher');
  });

  test('a line that is had back and removed again is in no page', async () => {
    removeLine('k2');
    history().restore(juniper.id, 'k2');
    removeLine('k2');
    await history().removals.done();
    expect(juniper.lines().map(({ id }) => id)).toEqual(['k1', 'k3']);
    expect(profile()).not.toContain('Reiher');
  });

  test('leaves what is still under way', async () => {
    juniper.services.conversations.send(juniper.id, 'not there yet', 'not-private');
    await history().forget(everything);
    expect(juniper.lines().map(({ text }) => text)).toEqual(['not there yet']);
    expect(juniper.refusalOf(() => juniper.services.conversations.forgetLine(juniper.id, juniper.lines()[0]?.id ?? ''))).toBe('not-found');
  });

  test('goes on at the next start where it was cut short', async () => {
    for (let n = 0; n < 1_200; n += 1) juniper.comes(`tern ${n}`);
    void history().forget(everything);
    await juniper.restart();
    await history().removals.done();
    expect(history().count(everything)).toBe(0);
    expect(profile()).not.toContain('tern');
  });

  test('what comes meanwhile stays', async () => {
    for (let n = 0; n < 1_200; n += 1) juniper.comes(`tern ${n}`);
    const done = history().forget(everything);
    juniper.comes('just now');
    await done;
    expect(found('just')).toEqual(['just now']);
    expect(history().count(everything)).toBe(1);
  });
});

describe('an export', () => {
  let directory = '';
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'sotto-export-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  test('as text has a line a message, and none that only looks like one', async () => {
    juniper.comes('first\n2026-01-01 00:00:00Z [verified] juniper@sotto.test: I never said this\u001b[2J', { atMs: 3_000 });
    const path = join(directory, 'x.txt');
    expect(await history().export(juniper.id, 'text', path)).toBe('x.txt');
    expect(readFileSync(path, 'utf8').split('\n')).toEqual([
      '# juniper@sotto.test - river@sotto.test',
      '1970-01-01 00:00:00Z [clear] river@sotto.test: The heron stood still',
      '1970-01-01 00:00:01Z [clear] river@sotto.test: Reiher und Möwe',
      '1970-01-01 00:00:02Z [clear] river@sotto.test: a second heron',
      '1970-01-01 00:00:03Z [clear] river@sotto.test: first',
      '    2026-01-01 00:00:00Z [verified] juniper@sotto.test: I never said this[2J',
      '',
    ]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('as JSON has everything, of all conversations', async () => {
    for (let n = 0; n < 600; n += 1) juniper.comes(`line ${n}`);
    const path = join(directory, 'x.json');
    await history().export(null, 'json', path);
    const { format, version, conversations } = JSON.parse(readFileSync(path, 'utf8')) as { format: string; version: number; conversations: { address: string; messages: { text: string }[] }[] };
    expect([format, version]).toEqual(['sotto-history', 1]);
    expect(conversations.map(({ address, messages }) => [address, messages.length])).toEqual([['other@sotto.test', 1], [river.address, 603]]);
    expect(conversations[0]?.messages[0]).toEqual({ at: '1970-01-01T00:00:09.000Z', from: 'other@sotto.test', mark: 'clear', arrivedUnencrypted: false, delivery: null, text: 'a heron elsewhere' });
  });

  test('into a place that is not there is a fault, and leaves nothing', async () => {
    await expect(history().export(null, 'text', join(directory, 'no', 'x.txt'))).rejects.toMatchObject({ code: 'storage-failed' });
  });
});
