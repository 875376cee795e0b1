import type { Store } from '../store/records.ts';
import type { ConversationId } from '../../shared/ids.ts';
import type { TabsView } from '../../shared/views.ts';
import type { Publish } from './publisher.ts';
import { readJson } from './settings-service.ts';

/** The open tabs and their order, kept across restarts. */
export class TabsService {
  readonly #store: Store;
  readonly #publish: Publish;
  #tabs: TabsView;

  constructor(store: Store, publish: Publish) {
    this.#store = store;
    this.#publish = publish;
    const { open, front } = readJson<TabsView>(store.settings.get('tabs'));
    const ids = Array.isArray(open) ? open.filter((id) => typeof id === 'string') : [];
    this.#tabs = { open: ids, front: typeof front === 'string' && ids.includes(front) ? front : (ids[0] ?? null) };
  }

  view(): TabsView {
    return this.#tabs;
  }

  /** The tabs of the last run. */
  restored(): readonly ConversationId[] {
    return this.#tabs.open;
  }

  keepOnly(exists: (id: ConversationId) => boolean): void {
    const open = this.#tabs.open.filter(exists);
    if (open.length !== this.#tabs.open.length) this.#set({ open, front: this.#frontOf(open) });
  }

  /** Opens a tab behind the others where it is not open yet; with `inFront` it is brought to the front. */
  open(id: ConversationId, inFront: boolean): void {
    const isOpen = this.#tabs.open.includes(id);
    if (isOpen && (!inFront || this.#tabs.front === id)) return;
    const open = isOpen ? this.#tabs.open : [...this.#tabs.open, id];
    this.#set({ open, front: inFront || this.#tabs.front === null ? id : this.#tabs.front });
  }

  close(id: ConversationId): void {
    const index = this.#tabs.open.indexOf(id);
    if (index < 0) return;
    const open = this.#tabs.open.filter((other) => other !== id);
    const neighbour = open[Math.min(index, open.length - 1)] ?? null;
    this.#set({ open, front: this.#tabs.front === id ? neighbour : this.#tabs.front });
  }

  /** Takes the person's order and choice; tabs that the window did not know of yet stay, at the end. */
  save(wanted: TabsView): void {
    const known = new Set(this.#tabs.open);
    const ordered = [...new Set(wanted.open)].filter((id) => known.has(id));
    const open = [...ordered, ...this.#tabs.open.filter((id) => !ordered.includes(id))];
    const front = wanted.front !== null && open.includes(wanted.front) ? wanted.front : this.#frontOf(open);
    this.#set({ open, front });
  }

  #frontOf(open: readonly ConversationId[]): ConversationId | null {
    return this.#tabs.front !== null && open.includes(this.#tabs.front) ? this.#tabs.front : (open[0] ?? null);
  }

  #set(tabs: TabsView): void {
    if (tabs.front === this.#tabs.front && tabs.open.join('\n') === this.#tabs.open.join('\n')) return;
    this.#store.settings.put('tabs', JSON.stringify(tabs));
    this.#tabs = tabs;
    this.#publish('tabs.changed', { tabs });
  }
}
