import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultCodes } from '../../shared/faults.ts';
import { noticeCodes } from '../../shared/views.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { dayOf } from './format.ts';
import { onMac } from './keys.ts';
import { counted, languageFor } from './language.ts';

type Tree = { readonly [key: string]: unknown };

/** Every path of a catalogue, as `section.key` or `section.key.inner`. */
function pathsOf(tree: Tree, prefix = ''): readonly string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? pathsOf(value as Tree, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

/** All sources of the window, without tests, previews and the catalogues themselves. */
const root = join(import.meta.dirname, '..');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|^(strings|preview)[/\\]/.test(file))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');
const used = new Set([...sources.matchAll(/\bt\.(\w+)(?:\.(\w+))?(?=(\[)?)/g)].map(([, section, key]) => (key ? `${section}.${key}` : section)));

describe('the catalogues', () => {
  it('have the same keys', () => expect(pathsOf(de)).toEqual(pathsOf(en)));

  it('have words for every fault and every notice', () => {
    for (const words of [en, de]) {
      expect(Object.keys(words.faults).sort()).toEqual([...faultCodes].sort());
      expect(Object.keys(words.notices).sort()).toEqual([...noticeCodes].sort());
    }
  });

  it('have no key that the window does not use', () => {
    const unused = pathsOf(en).filter((path) => {
      const [section = '', key = ''] = path.split('.');
      // `t.section[code]` uses the whole section.
      const byCode = new RegExp(`\\bt\\.${section}\\[`).test(sources);
      return !used.has(`${section}.${key}`) && !byCode;
    });
    expect(unused).toEqual([]);
  });

  it('say something everywhere, and other things in German', () => {
    const words = (tree: Tree): readonly string[] =>
      Object.values(tree).flatMap((value) => {
        if (typeof value === 'function') return [String((value as (...given: unknown[]) => unknown)(3, 5))];
        return typeof value === 'object' && value !== null ? words(value as Tree) : [String(value)];
      });
    const [english, german] = [words(en), words(de)];
    for (const text of [...english, ...german]) expect(text.trim()).not.toBe('');
    const same = english.filter((text, at) => text === german[at]);
    expect(same.length).toBeLessThan(english.length / 10);
  });
});

it('keys have the names of macOS there', () => {
  expect(onMac(en.keys)).toMatchObject({ find: '⌘F', privacy: '⇧⌘O', previousTab: '⌃⇧Tab', newLine: '⇧Enter', send: 'Enter', numbered: '⌘1 … 9' });
  expect(onMac(de.keys)).toMatchObject({ find: '⌘F', privacy: '⇧⌘O', nextTab: '⌃Tab', rowMenu: '⇧F10' });
});

describe('language', () => {
  it('follows the first wish that Sotto speaks', () => {
    expect(languageFor(['de-AT'])).toBe('de');
    expect(languageFor(['en-GB'])).toBe('en');
    expect(languageFor(['fr', 'de'])).toBe('de');
    expect(languageFor(['xx'])).toBe('en');
  });

  it('counts', () => {
    expect(counted('en', 1, { one: '# day', other: '# days' })).toBe('1 day');
    expect(counted('de', 1_200, { one: '# Tag', other: '# Tage' })).toBe('1.200 Tage');
  });

  it('names the day', () => {
    const now = new Date(2026, 2, 30, 12).getTime();
    expect(dayOf(new Date(2026, 2, 30, 1).getTime(), now)).toBe('Today');
    expect(dayOf(new Date(2026, 2, 29, 23).getTime(), now)).toBe('Yesterday');
    expect(dayOf(new Date(2026, 2, 2).getTime(), now)).toMatch(/^Monday/);
    expect(dayOf(new Date(2025, 2, 2).getTime(), now)).toMatch(/2025/);
  });
});
