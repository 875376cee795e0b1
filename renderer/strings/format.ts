import { language, locale } from './language.ts';

const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const dateAndTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const dayAndYear = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

/** 09:41, or 9:41 AM where that is the custom. */
export const timeOf = (atMs: number) => clock.format(atMs);
/** 3 Nov 2026 */
export const dateOf = (atMs: number) => date.format(atMs);
/** 3 Nov 2026, 09:41 */
export const dateTimeOf = (atMs: number) => dateAndTime.format(atMs);

/** Today, Yesterday, else the day by name; the year only when it is not this one. */
export function dayOf(atMs: number, nowMs: number = Date.now()): string {
  const then = new Date(atMs);
  const now = new Date(nowMs);
  const days = Math.round((midnight(then) - midnight(now)) / 86_400_000);
  if (days === 0 || days === -1) return capitalised(relative.format(days, 'day'));
  return (then.getFullYear() === now.getFullYear() ? day : dayAndYear).format(then);
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}
