/** The size of letters, in CSS pixels, that the heights of rows are drawn for. */
const usualPx = 16;

/** How many times larger the letters are than they usually are: the rows of a long list grow with them. */
export function letterScale(): number {
  if (typeof document === 'undefined') return 1;
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / usualPx || 1;
}
