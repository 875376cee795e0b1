import { Pencil, X } from 'lucide-react';
import { memo, useEffect, useRef, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { Badge } from '../../components/Badge.tsx';
import { KeyAlarm } from '../../components/KeyAlarm.tsx';
import { PresenceMark } from '../../components/PresenceMark.tsx';
import { PrivacyIcon } from '../../components/PrivacyIcon.tsx';
import { badgeOf } from '../../store/authentication-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { closeTab, conversationStore, showTab } from '../../store/conversation-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import './tabs.css';

export const tabId = (id: ConversationId) => `tab ${id}`.replaceAll(/\s/g, '_');

/** The open conversations. Arrows turn between them; Delete closes the one that has the focus. */
export function Tabs() {
  const tabs = useStore(conversationStore, (state) => state.tabs);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [tabs.front]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || tabs.front === null) return;
    const at = tabs.open.indexOf(tabs.front);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.open.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs.open.at(to % tabs.open.length);
    if (event.key === 'Delete') attempt(closeTab(tabs.front));
    else if (next === undefined) return;
    else {
      showTab(next);
      requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
    }
    event.preventDefault();
  };

  if (tabs.open.length === 0) return null;
  return (
    <div ref={list} className="tabs" role="tablist" aria-label={t.conversation.tabs} onKeyDown={onKeyDown}>
      {tabs.open.map((id) => (
        <Tab key={id} id={id} front={id === tabs.front} />
      ))}
    </div>
  );
}

const Tab = memo(function Tab({ id, front }: { readonly id: ConversationId; readonly front: boolean }) {
  const conversation = useStore(conversationStore, (state) => state.conversations.get(id));
  const show = useStore(buddyStore, (state) => state.buddies.get(id)?.show ?? 'offline');
  if (!conversation) return null;
  const { privacy, unread, authentication, changedKey, typing } = conversation;
  const badge = badgeOf(authentication, front);
  const name = showableLine(conversation.name);
  const words = [
    name,
    t.shows[show],
    t.privacy.levels[privacy],
    changedKey ? t.banners.keyBadge : '',
    unread > 0 ? t.buddies.unread(unread) : '',
    typing ? t.conversation.typingNow : '',
    badge?.words ?? '',
  ];
  return (
    <div
      role="tab"
      id={tabId(id)}
      aria-selected={front}
      aria-controls={front ? 'conversation' : undefined}
      aria-label={words.filter(Boolean).join(', ')}
      tabIndex={front ? 0 : -1}
      title={conversation.address}
      className={front ? 'tab tab-front' : 'tab'}
      onClick={() => showTab(id)}
      onAuxClick={(event) => event.button === 1 && attempt(closeTab(id))}
    >
      <PresenceMark show={show} />
      <span className="one-line">
        <bdi>{name}</bdi>
      </span>
      {changedKey ? <KeyAlarm size={14} /> : privacy !== 'not-private' && <PrivacyIcon level={privacy} size={14} />}
      {typing && <Pencil className="typing-mark" size={12} aria-hidden />}
      {badge && <Badge count={badge.mark} />}
      {unread > 0 && !front && <Badge count={unread} />}
      <span
        className="tab-close"
        title={t.conversation.close}
        aria-hidden
        onClick={(event) => {
          event.stopPropagation();
          attempt(closeTab(id));
        }}
      >
        <X size={12} />
      </span>
    </div>
  );
});
