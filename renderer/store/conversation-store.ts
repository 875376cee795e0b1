import { createStore } from 'zustand/vanilla';
import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { AccountId, ConversationId, Fingerprint, TimelineItemId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import type { ConversationView, MessageItem, TabsView, TimelineItem } from '../../shared/views.ts';
import { draftOf, emptyDraft, restored, setDraft } from './draft-store.ts';
import { openTab, shutTab } from './tabs.ts';
import { turnToComposer, uiStore } from './ui-store.ts';

export type ConversationState = {
  readonly conversations: ReadonlyMap<ConversationId, ConversationView>;
  readonly timelines: ReadonlyMap<ConversationId, readonly TimelineItem[]>;
  readonly tabs: TabsView;
};

export const conversationStore = createStore<ConversationState>(() => ({
  conversations: new Map(),
  timelines: new Map(),
  tabs: { open: [], front: null },
}));

const noItems: readonly TimelineItem[] = [];

export function itemsOf(state: ConversationState, id: ConversationId): readonly TimelineItem[] {
  return state.timelines.get(id) ?? noItems;
}

// ------------------------------------------------------------ what main says

export function putConversation(conversation: ConversationView): void {
  conversationStore.setState(({ conversations }) => ({
    conversations: new Map(conversations).set(conversation.id, conversation),
  }));
}

export function dropConversation(id: ConversationId): void {
  const { conversations, timelines, tabs } = conversationStore.getState();
  const next = new Map(conversations);
  next.delete(id);
  const left = new Map(timelines);
  left.delete(id);
  conversationStore.setState({ conversations: next, timelines: left, tabs: shutTab(tabs, id) });
}

/** New items go to the end; items that were there take their new state in place. */
export function mergeItems(before: readonly TimelineItem[], news: readonly TimelineItem[]): readonly TimelineItem[] {
  const fresh = new Map(news.map((item) => [item.id, item]));
  // One copy a message and no more: with thousands of lines each further one is garbage of as much again.
  const all = [...before];
  for (let at = all.length - 1; at >= 0 && fresh.size > 0; at -= 1) {
    const update = fresh.get(all[at]?.id ?? '');
    if (!update) continue;
    all[at] = update;
    fresh.delete(update.id);
  }
  all.push(...fresh.values());
  let length = 0;
  const tooLong = all.findLastIndex((item) => (length += item.kind === 'message' ? item.text.length : 0) > limits.timelineLength);
  const from = Math.max(all.length - limits.timelineItems, Math.min(tooLong + 1, all.length - 1));
  if (from > 0) all.splice(0, from);
  return all;
}

export function putItems(id: ConversationId, items: readonly TimelineItem[]): void {
  conversationStore.setState((state) => ({
    timelines: new Map(state.timelines).set(id, mergeItems(itemsOf(state, id), items)),
  }));
}

export function dropItem(id: ConversationId, itemId: TimelineItemId): void {
  conversationStore.setState((state) => ({
    timelines: new Map(state.timelines).set(id, itemsOf(state, id).filter((item) => item.id !== itemId)),
  }));
}

/** An item that was gone is back, before another one, or at the end where that is not here. */
export function putItemBack(id: ConversationId, item: TimelineItem, before: TimelineItemId | null): void {
  conversationStore.setState((state) => {
    const items = itemsOf(state, id).filter((other) => other.id !== item.id);
    const at = items.findIndex((other) => other.id === before);
    const end = at < 0 ? items.length : at;
    return { timelines: new Map(state.timelines).set(id, [...items.slice(0, end), item, ...items.slice(end)]) };
  });
}

// ------------------------------------------------------------ tabs

/** Changes of ours that main has not answered yet, and the newest tabs that main told meanwhile. */
let underWay = 0;
let toldMeanwhile: TabsView | null = null;

/** Takes main's tabs; while a change of ours is on its way they wait, since they may not know of it yet. */
export function takeTabs(tabs: TabsView): void {
  if (underWay > 0) toldMeanwhile = tabs;
  else conversationStore.setState({ tabs });
}

/** Shows these tabs at once and waits for main to do the same. */
async function showTabs<Result>(tabs: TabsView, change: Promise<Result>): Promise<Result> {
  conversationStore.setState({ tabs });
  underWay += 1;
  const result = await change;
  underWay -= 1;
  if (underWay === 0 && toldMeanwhile) {
    conversationStore.setState({ tabs: toldMeanwhile });
    toldMeanwhile = null;
  }
  return result;
}

function keepTabs(tabs: TabsView): void {
  void showTabs(tabs, call('tabs.save', { open: [...tabs.open], front: tabs.front }));
}

/** Brings it to the front. What was said about another conversation goes, since it would be read as about this one. */
export function showTab(id: ConversationId): void {
  keepTabs(openTab(conversationStore.getState().tabs, id));
  uiStore.setState(({ composerTurn }) => ({ screen: 'messenger', pane: 'conversation', trouble: null, composerTurn: composerTurn + 1 }));
}

/** A message that arrives opens a tab behind the others, as in Pidgin. */
export function openBehind(id: ConversationId): void {
  const { tabs } = conversationStore.getState();
  if (!tabs.open.includes(id)) keepTabs({ open: [...tabs.open, id], front: tabs.front ?? id });
}

export async function closeTab(id: ConversationId): Promise<FaultCode | null> {
  const tabs = shutTab(conversationStore.getState().tabs, id);
  if (tabs.front === null) uiStore.setState({ pane: 'list' });
  const answer = await showTabs(tabs, call('conversations.close', { conversationId: id }));
  return answer.ok ? null : answer.fault;
}

// ------------------------------------------------------------ what the person does

/** Opens the conversation with an address and brings its tab to the front. */
export async function openConversation(accountId: AccountId, address: string): Promise<FaultCode | null> {
  const answer = await call('conversations.open', { accountId, address });
  if (!answer.ok) return answer.fault;
  showTab(answer.value.conversationId);
  return null;
}

export type NewBuddy = {
  readonly accountId: AccountId;
  readonly address: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly message: string;
};

export async function addBuddy(buddy: NewBuddy): Promise<FaultCode | null> {
  const answer = await call('buddies.add', { ...buddy, groups: [...buddy.groups] });
  return answer.ok ? null : answer.fault;
}

/**
 * Sends the draft. The composer is empty at once; when main refuses, the text comes back with the reason,
 * before anything typed meanwhile.
 */
export async function sendDraft(id: ConversationId): Promise<void> {
  const line = draftOf(id);
  if (line.text.trim() === '') return;
  setDraft(id, emptyDraft);
  typingTold = null;
  const { text, corrects } = line;
  const answer =
    corrects === undefined
      ? await call('conversations.send', { conversationId: id, text, privacy: line.typedFor })
      : await call('conversations.correct', { conversationId: id, itemId: corrects, text });
  if (!answer.ok) setDraft(id, restored(draftOf(id), line, answer.fault));
}

/** Puts our last line into the composer, to be corrected, where that is possible and nothing stands there; says whether it did. */
export function startCorrection(id: ConversationId): boolean {
  const state = conversationStore.getState();
  const itemId = state.conversations.get(id)?.correctable ?? null;
  const item = itemsOf(state, id).find((candidate) => candidate.id === itemId);
  if (item?.kind !== 'message' || item.cut || draftOf(id).text !== '') return false;
  setDraft(id, { text: item.text, typedFor: 'not-private', refused: null, corrects: item.id });
  turnToComposer();
  return true;
}

/** So often main hears that somebody goes on typing. */
const typingAgainMs = 5_000;
/** In which conversation main was told last that the person types, and when. */
let typingTold: { readonly id: ConversationId; readonly atMs: number } | null = null;

/** Tells main that the person types, or that nothing stands there any more; who else hears of it is main's decision. */
export function tellTyping(id: ConversationId, typing: boolean): void {
  const isTold = typingTold?.id === id;
  if (typing ? isTold && Date.now() - (typingTold?.atMs ?? 0) < typingAgainMs : !isTold) return;
  typingTold = typing ? { id, atMs: Date.now() } : null;
  void call('conversations.typing', { conversationId: id, typing });
}

export async function retry(conversationId: ConversationId, itemId: TimelineItemId): Promise<FaultCode | null> {
  const answer = await call('conversations.retry', { conversationId, itemId });
  return answer.ok ? null : answer.fault;
}

/** The level that a line with this mark was meant for. */
const levelOf = { clear: 'not-private', encrypted: 'unverified', verified: 'private' } as const;

/** Takes a line back that waits or failed: its text is in the composer again, before anything typed meanwhile. */
export async function takeBack(conversationId: ConversationId, item: MessageItem): Promise<FaultCode | null> {
  const answer = await call('conversations.takeBack', { conversationId, itemId: item.id });
  if (!answer.ok) return answer.fault;
  const line = { text: answer.value.text, typedFor: levelOf[item.mark], refused: null };
  setDraft(conversationId, restored(draftOf(conversationId), line, null));
  turnToComposer();
  return null;
}

export async function markRead(conversationId: ConversationId): Promise<FaultCode | null> {
  const answer = await call('conversations.read', { conversationId });
  return answer.ok ? null : answer.fault;
}

export async function acceptStranger(conversationId: ConversationId): Promise<FaultCode | null> {
  const answer = await call('conversations.accept', { conversationId });
  return answer.ok ? null : answer.fault;
}

export async function startPrivate(conversationId: ConversationId): Promise<FaultCode | null> {
  const answer = await call('conversations.startPrivate', { conversationId });
  return answer.ok ? null : answer.fault;
}

export async function endPrivate(conversationId: ConversationId): Promise<FaultCode | null> {
  const answer = await call('conversations.endPrivate', { conversationId });
  return answer.ok ? null : answer.fault;
}

/** Says which device lines go to: by a rule, or one by its instance tag. */
export async function chooseDevice(
  conversationId: ConversationId,
  device: 'latest' | 'best' | 'recent' | number,
): Promise<FaultCode | null> {
  const answer = await call('conversations.chooseDevice', { conversationId, device });
  return answer.ok ? null : answer.fault;
}

export async function saveVerification(
  conversationId: ConversationId,
  fingerprint: Fingerprint,
  verified: boolean,
): Promise<FaultCode | null> {
  const answer = await call('conversations.verify', { conversationId, fingerprint, verified });
  return answer.ok ? null : answer.fault;
}

export async function acceptChangedKey(conversationId: ConversationId, fingerprint: Fingerprint): Promise<FaultCode | null> {
  const answer = await call('conversations.acceptKey', { conversationId, fingerprint });
  return answer.ok ? null : answer.fault;
}
