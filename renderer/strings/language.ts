/** The languages that Sotto speaks. */
export type Language = 'en' | 'de';

/** The language for a list of wishes, the first best; English where none fits. */
export function languageFor(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const base = wish.toLowerCase().split('-')[0];
    if (base === 'en' || base === 'de') return base;
  }
  return 'en';
}

const wishes: readonly string[] = typeof navigator === 'undefined' ? ['en'] : [navigator.language];

export const language: Language = languageFor(wishes);
/** The region counts for dates when it belongs to the language that is shown. */
export const locale: string = wishes.find((wish) => wish.toLowerCase().split('-')[0] === language) ?? language;

type Forms = { readonly one: string; readonly other: string };
const rules = { en: new Intl.PluralRules('en'), de: new Intl.PluralRules('de') };

/** A number as the language writes it: 2,000 or 2.000. */
export function grouped(of: Language, count: number): string {
  return new Intl.NumberFormat(of).format(count);
}

/** Picks the form that a number takes; `#` in it becomes the number. */
export function counted(of: Language, count: number, { one, other }: Forms): string {
  const form = rules[of].select(count) === 'one' ? one : other;
  return form.replace('#', grouped(of, count));
}
