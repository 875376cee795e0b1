/** Where something hangs: below or above a box, or at a point. */
export type Anchor = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

const margin = 8;

/** Below the anchor where it fits, else above; never outside of the window. */
export function place(surface: HTMLElement, anchor: Anchor, align: 'start' | 'end'): void {
  const { width, height } = surface.getBoundingClientRect();
  const wanted = align === 'end' ? anchor.right - width : anchor.left;
  const left = Math.max(margin, Math.min(wanted, window.innerWidth - width - margin));
  const below = anchor.bottom + height + margin <= window.innerHeight;
  const top = below ? anchor.bottom : Math.max(margin, anchor.top - height);
  surface.style.left = `${left}px`;
  surface.style.top = `${top}px`;
}
