/** Which rows are selected, which one has the keyboard, and where a range began. */
export type Selection = {
  readonly chosen: ReadonlySet<string>;
  readonly active: string | null;
  readonly from: string | null;
};

export const nothingSelected: Selection = { chosen: new Set(), active: null, from: null };

/** `only` selects one row, `toggle` adds or takes it, `range` selects from where the last one was to here. */
export type How = 'only' | 'toggle' | 'range';

export function select(selection: Selection, ids: readonly string[], id: string, how: How): Selection {
  if (how === 'toggle') {
    const chosen = new Set(selection.chosen);
    if (!chosen.delete(id)) chosen.add(id);
    return { chosen, active: id, from: id };
  }
  const from = selection.from !== null && ids.includes(selection.from) ? selection.from : id;
  if (how === 'only') return { chosen: new Set([id]), active: id, from: id };
  const [start, end] = [ids.indexOf(from), ids.indexOf(id)].sort((a, b) => a - b);
  return { chosen: new Set(ids.slice(start, (end ?? 0) + 1)), active: id, from };
}

export function selectAll(ids: readonly string[]): Selection {
  return { chosen: new Set(ids), active: ids[0] ?? null, from: ids[0] ?? null };
}

/** How far a page of the keyboard goes. */
const pageRows = 10;

/** The row that a key of the keyboard leads to from the active one; `null` for other keys. */
export function rowAt(selection: Selection, ids: readonly string[], key: string): string | null {
  const at = selection.active === null ? -1 : ids.indexOf(selection.active);
  const last = ids.length - 1;
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at < 0 ? last : at - 1,
    PageDown: at + pageRows,
    PageUp: at - pageRows,
    Home: 0,
    End: last,
  };
  const next = steps[key];
  return next === undefined ? null : (ids[Math.max(0, Math.min(next, last))] ?? null);
}
