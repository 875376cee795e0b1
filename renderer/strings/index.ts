import { de } from './de.ts';
import { en, type Catalogue } from './en.ts';
import { onMac } from './keys.ts';
import { language } from './language.ts';

export { language } from './language.ts';
export { dateOf, dateTimeOf, dayOf, timeOf } from './format.ts';

const isMac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');
const words: Catalogue = { en, de }[language];

/** The words of the window, in the person's language, with keys as they are called on their system. */
export const t: Catalogue = isMac ? { ...words, keys: onMac(words.keys) } : words;
