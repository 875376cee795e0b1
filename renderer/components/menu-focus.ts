/** The items of a menu that can have the focus, in order. */
export function itemsIn(menu: HTMLElement): readonly HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
}

/** Moves the focus by one, around the end. */
export function focusStep(menu: HTMLElement, step: 1 | -1): boolean {
  const items = itemsIn(menu);
  const at = items.findIndex((item) => item === document.activeElement);
  const start = at < 0 && step < 0 ? 0 : at;
  items[(start + step + items.length) % items.length]?.focus();
  return true;
}

/** Moves the focus to the next item that begins with a letter; says whether the key was one. */
export function focusByLetter(menu: HTMLElement, key: string): boolean {
  if ([...key].length !== 1 || key === ' ') return false;
  const items = itemsIn(menu);
  const at = items.findIndex((item) => item === document.activeElement);
  const letter = key.toLocaleLowerCase();
  const turned = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  turned.find((item) => item.textContent?.trim().toLocaleLowerCase().startsWith(letter))?.focus();
  return true;
}
