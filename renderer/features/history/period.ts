/** The beginning of a day of the person's own, from the value of a date field; `null` where there is none. */
export function startOf(date: string, daysLater = 0): number | null {
  const [year, month, day] = date.split('-').map(Number);
  if (!year || !month || !day) return null;
  const at = new Date(year, month - 1, day + daysLater).getTime();
  return Number.isFinite(at) && at >= 0 ? at : null;
}
