import { createStore } from 'zustand/vanilla';
import { call } from '../api.ts';
import type { FaultCode } from '../../shared/faults.ts';
import type { ConversationId, TimelineItemId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import type { ConversationView, DraftView, PrivacyLevel } from '../../shared/views.ts';

/** A text not sent yet. */
export type Draft = {
  readonly text: string;
  /**
   * The most private level that the person saw while typing this text. It never falls by itself, so a
   * line typed for a private conversation cannot go out in clear because the state changed meanwhile.
   */
  readonly typedFor: PrivacyLevel;
  /** Why main refused it. */
  readonly refused: FaultCode | null;
  /** The line of ours that it is to take the place of. */
  readonly corrects?: TimelineItemId;
};

export const emptyDraft: Draft = { text: '', typedFor: 'not-private', refused: null };

export const draftStore = createStore<{ readonly drafts: ReadonlyMap<ConversationId, Draft> }>(() => ({
  drafts: new Map(),
}));

const rank: Record<PrivacyLevel, number> = { 'not-private': 0, finished: 1, unverified: 2, private: 3 };

/** The draft after the person typed `text` while seeing `privacy`. */
export function typed(draft: Draft, text: string, privacy: PrivacyLevel): Draft {
  if (text === '') return emptyDraft;
  const level = draft.text === '' || rank[privacy] > rank[draft.typedFor] ? privacy : draft.typedFor;
  return { text, typedFor: level, refused: null, ...(draft.corrects !== undefined && { corrects: draft.corrects }) };
}

/** The level that is in sight: where nothing goes out in clear, what is typed is for an encrypted conversation. */
export function levelInSight({ privacy, policy }: Pick<ConversationView, 'privacy' | 'policy'>): PrivacyLevel {
  return privacy === 'not-private' && policy === 'always' ? 'unverified' : privacy;
}

/** Whether the text was typed for an encrypted conversation that is not one any more. */
export function isStranded(draft: Draft, privacy: PrivacyLevel): boolean {
  return draft.text !== '' && draft.typedFor !== 'not-private' && privacy === 'not-private';
}

/** Whether the text was typed for a verified key, and would go to one that is not. */
export function isForVerified(draft: Draft, privacy: PrivacyLevel): boolean {
  return draft.text !== '' && draft.typedFor === 'private' && privacy === 'unverified';
}

/** A line that was refused, or taken back, comes back before whatever was typed since. */
export function restored(now: Draft, line: Draft, refused: FaultCode | null): Draft {
  if (now.text === '') return { ...line, refused };
  const typedFor = rank[line.typedFor] > rank[now.typedFor] ? line.typedFor : now.typedFor;
  return { text: `${line.text}\n${now.text}`, typedFor, refused };
}

export function draftOf(id: ConversationId): Draft {
  return draftStore.getState().drafts.get(id) ?? emptyDraft;
}

export function setDraft(id: ConversationId, draft: Draft): void {
  draftStore.setState(({ drafts }) => {
    const next = new Map(drafts);
    if (draft.text === '') next.delete(id);
    else next.set(id, draft);
    return { drafts: next };
  });
  unsaved.add(id);
  void saveDrafts();
}

/** What main has of earlier, where nothing was typed here meanwhile. */
export function takeDrafts(views: readonly DraftView[]): void {
  draftStore.setState(({ drafts }) => ({
    drafts: new Map([...views.map(({ conversationId, text, typedFor }) => [conversationId, { text, typedFor, refused: null }] as const), ...drafts]),
  }));
}

// ------------------------------------------------------------ what main is told

const unsaved = new Set<ConversationId>();
let saving = false;

/** Tells main what stands in the composers now, one change after the other. One that main cannot keep is here all the same. */
async function saveDrafts(): Promise<void> {
  if (saving) return;
  saving = true;
  for (const conversationId of unsaved) {
    unsaved.delete(conversationId);
    const { text, typedFor, corrects } = draftOf(conversationId);
    // What stood there is in the conversation anyway.
    if (corrects !== undefined) continue;
    if (text.length <= limits.draftLength) await call('conversations.draft', { conversationId, text, typedFor });
  }
  saving = false;
}

// ------------------------------------------------------------ what the person allows

/** The person read that the conversation is not private any more, and wants to send the text all the same. */
export function allowClear(id: ConversationId): void {
  setDraft(id, { ...draftOf(id), typedFor: 'not-private', refused: null });
}

/** The person read that the key is not verified, and wants to send the text all the same. */
export function allowUnverified(id: ConversationId): void {
  setDraft(id, { ...draftOf(id), typedFor: 'unverified', refused: null });
}
