import { describe, expect, it } from 'vitest';
import { guardSpelling } from './spelling.ts';

/** Keeps what Electron's checker was last told. */
function checker() {
  const told = { on: true, languages: ['en-US'], url: '' };
  return {
    told,
    setSpellCheckerEnabled: (on: boolean) => void (told.on = on),
    setSpellCheckerLanguages: (languages: string[]) => void (told.languages = languages),
    setSpellCheckerDictionaryDownloadURL: (url: string) => void (told.url = url),
  };
}

describe.each(['linux', 'win32', 'freebsd'] as const)('on %s, where a dictionary would be fetched', (platform) => {
  it('no word is checked, whatever is asked for: there is no language to fetch one for, and no place to fetch it from', () => {
    const electron = checker();
    const spelling = guardSpelling(electron, platform);
    expect(spelling.canSpell).toBe(false);
    for (const on of [true, false, true]) {
      spelling.mark(on);
      expect(electron.told).toEqual({ on: false, languages: [], url: 'https://dictionaries.invalid/' });
    }
  });
});

it('on macOS the system checks where that is asked for, and nothing could be fetched', () => {
  const electron = checker();
  const spelling = guardSpelling(electron, 'darwin');
  expect(spelling.canSpell).toBe(true);
  expect(electron.told).toMatchObject({ on: false, url: 'https://dictionaries.invalid/' });
  spelling.mark(true);
  expect(electron.told.on).toBe(true);
  spelling.mark(false);
  expect(electron.told.on).toBe(false);
});
