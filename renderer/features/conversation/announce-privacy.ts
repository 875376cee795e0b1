import { conversationStore } from '../../store/conversation-store.ts';
import { announce } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';

/**
 * Has screen readers say each change of a conversation's privacy, and each changed key of one that is not in front,
 * whose own alert says it; the answer ends it.
 */
export function announcePrivacy(): () => void {
  return conversationStore.subscribe(({ conversations, tabs }, before) => {
    if (conversations === before.conversations) return;
    for (const [id, conversation] of conversations) {
      const old = before.conversations.get(id);
      if (old === conversation) continue;
      const name = showableLine(conversation.name);
      const isOther = old !== undefined && old.privacy !== conversation.privacy;
      const isUnseen = conversation.changedKey !== null && !old?.changedKey && tabs.front !== id;
      const words = [
        isUnseen ? `${t.banners.keyChanged(name)}.` : '',
        isOther ? t.privacy.changed(name, t.privacy.levels[conversation.privacy]) : '',
      ].filter(Boolean);
      if (words.length > 0) announce(words.join(' '));
    }
  });
}
