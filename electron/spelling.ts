/** What marks misspelled words in the window. */
export type Spelling = {
  /** Whether there is one that needs no dictionary from the network. */
  readonly canSpell: boolean;
  readonly mark: (on: boolean) => void;
};

/** The part of Electron's session that this is about. */
type Checker = {
  setSpellCheckerEnabled(on: boolean): void;
  setSpellCheckerLanguages(languages: string[]): void;
  setSpellCheckerDictionaryDownloadURL(url: string): void;
};

/** A name that is never given to anybody (RFC 6761). */
const nowhere = 'https://dictionaries.invalid/';

/**
 * Takes Chromium's way to its dictionaries, and leaves the checker off until it is asked for. On macOS the system checks, with
 * dictionaries of its own. Elsewhere Chromium would fetch one for each language from the network: there it stays off, with no
 * language to fetch one for and no place to fetch it from.
 */
export function guardSpelling(checker: Checker, platform: NodeJS.Platform): Spelling {
  const canSpell = platform === 'darwin';
  checker.setSpellCheckerEnabled(false);
  checker.setSpellCheckerDictionaryDownloadURL(nowhere);
  if (!canSpell) checker.setSpellCheckerLanguages([]);
  return { canSpell, mark: (on) => checker.setSpellCheckerEnabled(canSpell && on) };
}
