import { de } from './de.ts';
import { en, type Catalogue } from './en.ts';
import { language } from './language.ts';

export { language } from './language.ts';
export { dateOf, dateTimeOf, dayOf, timeOf } from './format.ts';

/** The words of the window, in the person's language. */
export const t: Catalogue = { en, de }[language];
