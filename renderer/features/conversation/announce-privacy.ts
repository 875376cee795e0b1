import { conversationStore } from '../../store/conversation-store.ts';
import { announce } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';

/** Has screen readers say each change of a conversation's privacy; the answer ends it. */
export function announcePrivacy(): () => void {
  return conversationStore.subscribe(({ conversations }, before) => {
    if (conversations === before.conversations) return;
    for (const [id, conversation] of conversations) {
      const old = before.conversations.get(id);
      if (!old || old === conversation || old.privacy === conversation.privacy) continue;
      announce(t.privacy.changed(showableLine(conversation.name), t.privacy.levels[conversation.privacy]));
    }
  });
}
