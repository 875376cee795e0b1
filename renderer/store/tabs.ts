import type { ConversationId } from '../../shared/ids.ts';
import type { TabsView } from '../../shared/views.ts';

/** The tabs with this one in front; a new one stands last. */
export function openTab(tabs: TabsView, id: ConversationId): TabsView {
  return { open: tabs.open.includes(id) ? tabs.open : [...tabs.open, id], front: id };
}

/** The tabs without this one; if it was in front, its right neighbour comes, else its left. */
export function shutTab(tabs: TabsView, id: ConversationId): TabsView {
  const place = tabs.open.indexOf(id);
  const open = tabs.open.filter((other) => other !== id);
  if (tabs.front !== id) return { open, front: tabs.front };
  return { open, front: open[place] ?? open[place - 1] ?? null };
}

/** The tab that is `step` places after the front one, around the end. */
export function turnTab(tabs: TabsView, step: 1 | -1): ConversationId | null {
  if (tabs.open.length === 0) return null;
  const place = tabs.front === null ? -1 : tabs.open.indexOf(tabs.front);
  const next = (place + step + tabs.open.length) % tabs.open.length;
  return tabs.open[next] ?? null;
}
