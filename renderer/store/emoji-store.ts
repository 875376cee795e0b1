import { createStore } from 'zustand/vanilla';
import type { EmojiGroup } from '../emoji/lists.ts';
import { language } from '../strings/index.ts';
import { limits } from '../../shared/limits.ts';
import type { PrivacyLevel } from '../../shared/views.ts';
import { appStore, saveSettings } from './app-store.ts';

type EmojiState = {
  /** `null` until a picker was opened. */
  readonly groups: readonly EmojiGroup[] | null;
  /** Used in encrypted conversations since the start, the last first; kept nowhere. */
  readonly unkept: readonly string[];
};

export const emojiStore = createStore<EmojiState>(() => ({ groups: null, unkept: [] }));

/** Loads the emoji of the person's language, once. */
export async function loadEmoji(): Promise<void> {
  if (emojiStore.getState().groups !== null) return;
  const { default: groups } = await (language === 'de' ? import('virtual:emoji-de') : import('virtual:emoji-en'));
  emojiStore.setState({ groups });
}

/** The ones used last, the last first. */
export function recentEmoji(): readonly string[] {
  return [...new Set([...emojiStore.getState().unkept, ...appStore.getState().settings.recentEmoji])].slice(0, limits.recentEmoji);
}

/** Remembers that `emoji` was used. What is used in an encrypted conversation leaves no trace over a restart. */
export function rememberEmoji(emoji: string, privacy: PrivacyLevel): void {
  const first = (list: readonly string[]) => [emoji, ...list.filter((one) => one !== emoji)].slice(0, limits.recentEmoji);
  if (privacy === 'not-private') void saveSettings({ recentEmoji: first(appStore.getState().settings.recentEmoji) });
  emojiStore.setState(({ unkept }) => ({ unkept: privacy === 'not-private' ? unkept.filter((one) => one !== emoji) : first(unkept) }));
}
