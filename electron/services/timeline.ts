import { limits } from '../../shared/limits.ts';
import type { ConversationId, TimelineItemId } from '../../shared/ids.ts';
import type { MessageItem, NoticeCode, TimelineItem } from '../../shared/views.ts';
import { keepsNothing } from './history/keeper.ts';
import type { Keeper } from './history/keeper.ts';
import type { Publish } from './publisher.ts';

/** The same notice is not repeated within this time. */
const quietMs = 60_000;

/** Puts an item back where it was taken out. */
export type PutBack = () => void;

/** What was said in one conversation since the app started, bounded; each change goes to the window. */
export class Timeline {
  readonly #conversationId: ConversationId;
  readonly #publish: Publish;
  readonly #keeper: Keeper;
  #items: TimelineItem[] = [];
  #count = 0;
  /** Characters of all items. */
  #length = 0;

  constructor(conversationId: ConversationId, publish: Publish, keeper: Keeper = keepsNothing) {
    this.#conversationId = conversationId;
    this.#publish = publish;
    this.#keeper = keeper;
  }

  items(): readonly TimelineItem[] {
    return this.#items;
  }

  message(item: Omit<MessageItem, 'kind' | 'id' | 'cut' | 'kept' | 'earlier'>): TimelineItemId {
    const cut = item.text.length > limits.shownMessageLength;
    const text = cut ? cutAt(item.text, limits.shownMessageLength) : item.text;
    const line = { ...item, kind: 'message', text, cut } as const;
    const keptId = this.#keeper.keep(line);
    return this.#append(keptId === null ? { ...line, id: this.#nextId() } : { ...line, id: keptId, kept: true });
  }

  notice(code: NoticeCode, atMs: number, peerText: string | null = null): void {
    const last = this.#items.findLast((item) => item.kind === 'notice');
    const repeats = last !== undefined && last === this.#items.at(-1) && last.code === code && atMs - last.atMs < quietMs;
    if (repeats && last.peerText === peerText) return;
    this.#append({ kind: 'notice', id: this.#nextId(), atMs, code, peerText });
  }

  /** A notice that is not repeated until something else was shown. */
  quietNotice(code: NoticeCode, atMs: number): void {
    const last = this.#items.at(-1);
    if (last?.kind !== 'notice' || last.code !== code) this.notice(code, atMs);
  }

  find(id: TimelineItemId): MessageItem | null {
    const item = this.#items.find((candidate) => candidate.id === id);
    return item?.kind === 'message' ? item : null;
  }

  /** Changes a message that is still there; one that is gone stays gone. `stanzaId`: what it went out under. */
  update(id: TimelineItemId, change: Partial<Pick<MessageItem, 'delivery' | 'mark' | 'atMs' | 'resent'>>, stanzaId: string | null = null): void {
    const index = this.#items.findIndex((candidate) => candidate.id === id);
    const item = this.#items[index];
    if (item?.kind !== 'message') return;
    const changed = { ...item, ...change };
    if (changed.kept) changed.kept = this.#keeper.change(changed, stanzaId);
    this.#items[index] = changed;
    this.#publish('timeline.changed', { conversationId: this.#conversationId, items: [changed] });
  }

  /** Puts another text in the place of a message's; the former one stays with it. */
  correct(id: TimelineItemId, text: string, change: Partial<Pick<MessageItem, 'delivery'>> = {}): void {
    const index = this.#items.findIndex((candidate) => candidate.id === id);
    const item = this.#items[index];
    if (item?.kind !== 'message') return;
    const cut = text.length > limits.shownMessageLength;
    const former = [...(item.former ?? []), item.text].slice(-limits.formerTexts);
    const changed = { ...item, ...change, text: cut ? cutAt(text, limits.shownMessageLength) : text, cut, former };
    if (changed.kept) changed.kept = this.#keeper.change(changed, null);
    this.#items[index] = changed;
    this.#length += lengthOf(changed) - lengthOf(item);
    this.#publish('timeline.changed', { conversationId: this.#conversationId, items: [changed] });
  }

  /** Takes a message out; one that is gone already stays gone. */
  remove(itemId: TimelineItemId): void {
    const index = this.#items.findIndex((candidate) => candidate.id === itemId);
    if (index < 0) return;
    const [gone] = this.#items.splice(index, 1);
    if (gone?.kind === 'message' && gone.kept) this.#keeper.remove(itemId);
    this.#length -= lengthOf(gone);
    this.#publish('timeline.removed', { conversationId: this.#conversationId, itemId });
  }

  /** Takes out one item, unless it still waits for the server; gives the way back to its place, `null` where nothing was taken. */
  takeOut(itemId: TimelineItemId): PutBack | null {
    const index = this.#items.findIndex(({ id }) => id === itemId);
    const [item, next] = this.#items.slice(index, index + 2);
    if (index < 0 || item === undefined || isUnderWay(item)) return null;
    this.forget(({ id }) => id === itemId);
    return () => this.#putBack(item, next?.id ?? null);
  }

  /** Where what came after it is gone too, it is the last. */
  #putBack(item: TimelineItem, before: TimelineItemId | null): void {
    const index = this.#items.findIndex(({ id }) => id === before);
    this.#items.splice(index < 0 ? this.#items.length : index, 0, item);
    this.#length += lengthOf(item);
    this.#publish('timeline.restored', { conversationId: this.#conversationId, item, before });
  }

  /** Takes out what fits; what still waits for the server stays. */
  forget(fits: (item: TimelineItem) => boolean): void {
    const gone = this.#items.filter((item) => fits(item) && !isUnderWay(item));
    this.#items = this.#items.filter((item) => !gone.includes(item));
    for (const item of gone) {
      this.#length -= lengthOf(item);
      this.#publish('timeline.removed', { conversationId: this.#conversationId, itemId: item.id });
    }
  }

  #append(item: TimelineItem): TimelineItemId {
    this.#items.push(item);
    this.#length += lengthOf(item);
    let gone = Math.max(0, this.#items.length - limits.timelineItems);
    for (let i = 0; i < gone; i += 1) this.#length -= lengthOf(this.#items[i]);
    for (; this.#length > limits.timelineLength && gone < this.#items.length - 1; gone += 1) {
      this.#length -= lengthOf(this.#items[gone]);
    }
    if (gone > 0) this.#items = this.#items.slice(gone);
    this.#publish('timeline.changed', { conversationId: this.#conversationId, items: [item] });
    return item.id;
  }

  #nextId(): TimelineItemId {
    this.#count += 1;
    return String(this.#count);
  }
}

/** Cuts without splitting a surrogate pair. */
export function cutAt(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

function isUnderWay(item: TimelineItem): boolean {
  return item.kind === 'message' && (item.delivery?.at === 'waiting' || item.delivery?.at === 'sending');
}

function lengthOf(item: TimelineItem | undefined): number {
  if (item === undefined) return 0;
  if (item.kind === 'message') return (item.former ?? []).reduce((sum, text) => sum + text.length, item.text.length);
  return item.peerText?.length ?? 0;
}
