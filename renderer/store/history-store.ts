import { createStore } from 'zustand/vanilla';
import { call } from '../api.ts';
import { t } from '../strings/index.ts';
import type { Answer, CommandInput } from '../../shared/contract.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { AccountId, ConversationId, TimelineItemId } from '../../shared/ids.ts';
import type { HistoryFoundView, HistoryMarks, HistoryView, KeptConversationView, MessageItem, TimelineItem } from '../../shared/views.ts';
import { conversationStore, itemsOf, openConversation } from './conversation-store.ts';
import type { Asked } from './moving.ts';
import { attemptWithUndo, tell, uiStore } from './ui-store.ts';

/** Kept lines of a conversation in a row, as far as they were asked for. */
export type Past = {
  readonly items: readonly MessageItem[];
  /** Nothing older is kept. */
  readonly isFirst: boolean;
  /** What comes after them is what main has in memory; nothing is missing in between. */
  readonly joins: boolean;
};

export type HistoryState = {
  readonly view: HistoryView;
  readonly pasts: ReadonlyMap<ConversationId, Past>;
  /** Counts removals: what was found before may be gone. */
  readonly removals: number;
};

export const historyStore = createStore<HistoryState>(() => ({ view: { keeps: true, trouble: null, choices: [] }, pasts: new Map(), removals: 0 }));

/** Lines that stay here while the person is at the end, beyond what main has in memory. */
const mostAtEnd = 1_000;

/** Conversations that an answer is awaited for, until it is there: one question at a time. */
const asking = new Map<ConversationId, Promise<unknown>>();

/** The number of a kept line; they grow from line to line. */
const numberOf = (id: TimelineItemId): number => Number(id.slice(1));

/**
 * All that is to be seen of a conversation now, the oldest first. From its first kept line on, what main has in memory has
 * all kept lines, so that past lines from there on are in it, or gone.
 */
export function withPast(past: Past | undefined, live: readonly TimelineItem[]): readonly TimelineItem[] {
  if (!past) return live;
  if (!past.joins) return past.items;
  const first = live.find((item) => item.kind === 'message' && item.kept);
  if (!first) return [...past.items, ...live];
  const edge = numberOf(first.id);
  const end = past.items.findLastIndex(({ id }) => numberOf(id) < edge) + 1;
  return [...past.items.slice(0, end), ...live];
}

type Edge = CommandInput<'history.page'>;

async function ask(edge: Edge, merged: (page: Past) => Past): Promise<void> {
  const id = edge.conversationId;
  if (asking.has(id)) return;
  const asked = call('history.page', edge);
  asking.set(id, asked);
  const answer = await asked;
  asking.delete(id);
  if (!answer.ok) return tell(answer.fault);
  const { items, isFirst, isLast } = answer.value;
  putPast(id, merged({ items, isFirst, joins: isLast }));
}

function putPast(id: ConversationId, past: Past): void {
  historyStore.setState(({ pasts }) => ({ pasts: new Map(pasts).set(id, past) }));
}

/** A kept line changed; one that is not here is asked for as it is then. */
export function putPastItem(id: ConversationId, item: MessageItem): void {
  const past = pastOf(id);
  if (past) putPast(id, { ...past, items: past.items.map((old) => (old.id === item.id ? item : old)) });
}

const pastOf = (id: ConversationId): Past | undefined => historyStore.getState().pasts.get(id);

/** Asks for the newest kept lines before those that main has in memory. */
export async function loadEnd(conversationId: ConversationId): Promise<void> {
  const first = itemsOf(conversationStore.getState(), conversationId).find((item) => item.kind === 'message' && item.kept);
  const edge: Edge = first ? { conversationId, side: 'before', itemId: first.id } : { conversationId, side: 'end' };
  await ask(edge, (page) => ({ ...page, joins: true }));
}

export async function loadOlder(conversationId: ConversationId): Promise<void> {
  const [first] = pastOf(conversationId)?.items ?? [];
  if (!first) return;
  await ask({ conversationId, side: 'before', itemId: first.id }, ({ items, isFirst }) => {
    const now = pastOf(conversationId);
    return { items: [...items, ...(now?.items ?? [])], isFirst, joins: now?.joins ?? false };
  });
}

export async function loadNewer(conversationId: ConversationId): Promise<void> {
  const last = pastOf(conversationId)?.items.at(-1);
  if (!last) return;
  await ask({ conversationId, side: 'after', itemId: last.id }, ({ items, joins }) => {
    const now = pastOf(conversationId);
    return { items: [...(now?.items ?? []), ...items], isFirst: now?.isFirst ?? false, joins };
  });
}

/** Asks for the lines around a kept one, after what is being asked: a conversation that just opened asks for its end. */
export async function loadAround(conversationId: ConversationId, itemId: TimelineItemId): Promise<void> {
  while (asking.has(conversationId)) await asking.get(conversationId);
  await ask({ conversationId, side: 'around', itemId }, (page) => page);
}

/** What goes from the front of what main has in memory is in the history from now on, where it is kept. */
conversationStore.subscribe(({ timelines }, before) => {
  if (timelines === before.timelines) return;
  for (const [id, items] of timelines) {
    const old = before.timelines.get(id);
    const past = pastOf(id);
    const [first] = items;
    if (!past?.joins || !old || old === items || !first || old[0]?.id === first.id) continue;
    const end = old.findIndex((item) => item.id === first.id);
    const gone = old.slice(0, Math.max(0, end)).filter((item): item is MessageItem => item.kind === 'message' && item.kept === true);
    if (gone.length === 0) continue;
    const all = [...past.items, ...gone];
    putPast(id, { ...past, items: all.slice(-mostAtEnd), isFirst: past.isFirst && all.length <= mostAtEnd });
  }
});

// ------------------------------------------------------------ what is to be kept

/** Switches the history on or off as a whole. */
export async function saveKeeps(keeps: boolean): Promise<FaultCode | null> {
  const answer = await call('history.setKeeps', { keeps });
  return answer.ok ? null : answer.fault;
}

/** Whether what is said in clear with a buddy is kept. */
export function keepsClear({ view }: HistoryState, accountId: AccountId, address: string): boolean {
  return view.choices.find((choice) => choice.accountId === accountId && choice.address === address)?.keepsClear ?? true;
}

export async function saveKeepsClear(accountId: AccountId, address: string, keeps: boolean): Promise<FaultCode | null> {
  const answer = await call('history.choose', { accountId, address, keepsClear: keeps ? null : false });
  return answer.ok ? null : answer.fault;
}

// ------------------------------------------------------------ finding, removing, exporting

/** A part of the history: of a conversation or of all, from a time on and before another. */
export type Period = { readonly conversationId: ConversationId | null; readonly fromMs: number | null; readonly toMs: number | null };
export type Part = Period & { readonly marks: HistoryMarks };

export async function keptConversations(): Promise<readonly KeptConversationView[]> {
  const answer = await call('history.conversations', {});
  return answer.ok ? answer.value : [];
}

export async function searchHistory(words: string, period: Period, before: TimelineItemId | null): Promise<Asked<HistoryFoundView>> {
  const answer = await call('history.search', { words, ...period, before });
  return answer.ok ? { value: answer.value } : { fault: answer.fault };
}

/** How many lines a part has; 0 also where that cannot be said. */
export async function countHistory(part: Part): Promise<number> {
  const answer = await call('history.count', part);
  return answer.ok ? answer.value.count : 0;
}

export async function forgetHistory(part: Part): Promise<FaultCode | null> {
  const answer = await call('history.forget', part);
  return answer.ok ? null : answer.fault;
}

/** Removes a kept line; for a while it can be had back. */
export function removeLine(conversationId: ConversationId, itemId: TimelineItemId): void {
  const line = { conversationId, itemId };
  const faultOf = async (asked: Promise<Answer<void>>) => {
    const answer = await asked;
    return answer.ok ? null : answer.fault;
  };
  void attemptWithUndo(faultOf(call('history.remove', line)), t.history.removed, () => faultOf(call('history.restore', line)));
}

/** Asks for a place and writes there; the file's name, `null` where none was chosen. */
export async function exportHistory(conversationId: ConversationId | null, format: 'text' | 'json'): Promise<Asked<string | null>> {
  const answer = await call('history.export', { conversationId, format });
  return answer.ok ? { value: answer.value } : { fault: answer.fault };
}

/** One kept line was removed, or many: then what is here of them is asked for anew. */
export function historyRemoved(conversationId: ConversationId | null, itemId: TimelineItemId | null): void {
  const { pasts, removals } = historyStore.getState();
  historyStore.setState({ removals: removals + 1 });
  if (conversationId !== null && itemId !== null) {
    const past = pasts.get(conversationId);
    if (past) putPast(conversationId, { ...past, items: past.items.filter(({ id }) => id !== itemId) });
    return;
  }
  const ids = conversationId === null ? [...pasts.keys()] : [conversationId];
  for (const id of ids) if (pasts.has(id)) void loadEnd(id);
}

/** A kept line is back: at its place among those that are here, unless it is older or newer than all of them. */
export function historyRestored(conversationId: ConversationId, item: MessageItem): void {
  historyStore.setState(({ removals }) => ({ removals: removals + 1 }));
  const past = pastOf(conversationId);
  if (past) putPast(conversationId, { ...past, items: withRestored(past, item) });
}

/** Kept lines come in the order of their numbers. */
export function withRestored({ items, isFirst, joins }: Past, item: MessageItem): readonly MessageItem[] {
  const at = items.findIndex(({ id }) => numberOf(id) >= numberOf(item.id));
  if (items[at]?.id === item.id || (at === 0 && !isFirst) || (at < 0 && !joins)) return items;
  return at < 0 ? [...items, item] : [...items.slice(0, at), item, ...items.slice(at)];
}

/** Opens the conversation of a line that was found, at that line. */
export async function showFound({ accountId, address, itemId }: { readonly accountId: AccountId; readonly address: string; readonly itemId: TimelineItemId }): Promise<FaultCode | null> {
  const fault = await openConversation(accountId, address);
  const id = conversationStore.getState().tabs.front;
  if (fault !== null || id === null) return fault;
  if (!itemsOf(conversationStore.getState(), id).some((item) => item.id === itemId)) await loadAround(id, itemId);
  uiStore.setState({ found: { conversationId: id, itemId } });
  return null;
}
