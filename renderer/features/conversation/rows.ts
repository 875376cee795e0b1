/** The rows of a timeline that are messages, by what the pointer and the keyboard are at. */

const messages = '.message[data-item]';

/** The message that something lies in. */
export function rowAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(messages) : null;
}

export function rowOf(log: HTMLElement, id: string): HTMLElement | null {
  return log.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`);
}

/** Gives the keyboard to the message before or after; from outside, to the last or first in sight. Says whether there is one. */
export function stepTo(log: HTMLElement, from: HTMLElement | null, step: 1 | -1): boolean {
  const rows = [...log.querySelectorAll<HTMLElement>(messages)];
  const { top, bottom } = log.getBoundingClientRect();
  const isInSight = (row: HTMLElement) => row.getBoundingClientRect().bottom > top && row.getBoundingClientRect().top < bottom;
  const next = from ? rows[rows.indexOf(from) + step] : step < 0 ? rows.findLast(isInSight) : rows.find(isInSight);
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
  return next !== undefined;
}

/** Before a message goes that has the keyboard: the next one gets it, else the one before, else the whole. */
export function leaveRow(log: HTMLElement, id: string): void {
  const row = rowOf(log, id);
  if (!stepTo(log, row, 1) && !stepTo(log, row, -1)) log.focus();
}
