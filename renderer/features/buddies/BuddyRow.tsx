import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { Avatar } from '../../components/Avatar.tsx';
import { Badge } from '../../components/Badge.tsx';
import { KeyAlarm } from '../../components/KeyAlarm.tsx';
import { PrivacyIcon } from '../../components/PrivacyIcon.tsx';
import { badgeOf } from '../../store/authentication-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { conversationStore } from '../../store/conversation-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { BuddyView, ConversationView } from '../../../shared/views.ts';
import { strangers, ungrouped, type BuddyRow as BuddyRowData, type GroupRow as GroupRowData } from './rows.ts';

type RowProps<Row> = {
  readonly row: Row;
  readonly id: string;
  readonly top: number;
  readonly active: boolean;
};

export const GroupRow = memo(function GroupRow({ row, id, top, active }: RowProps<GroupRowData>) {
  const Chevron = row.open ? ChevronDown : ChevronRight;
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={1}
      aria-expanded={row.open}
      aria-selected={active}
      data-key={row.key}
      className={active ? 'group-row row-active' : 'group-row'}
      style={{ transform: `translateY(${top}px)` }}
    >
      <Chevron size={12} aria-hidden />
      <span className="strong one-line">
        <bdi>{groupName(row.group)}</bdi>
      </span>
      <span className="group-count">{row.group === strangers ? row.total : t.buddies.count(row.online, row.total)}</span>
    </div>
  );
});

export function groupName(group: string): string {
  if (group === ungrouped) return t.buddies.ungrouped;
  return group === strangers ? t.buddies.strangers : showableLine(group);
}

export const BuddyRow = memo(function BuddyRow({ row, id, top, active }: RowProps<BuddyRowData>) {
  const buddy = useStore(buddyStore, (state) => state.buddies.get(row.id));
  const conversation = useStore(conversationStore, (state) => state.conversations.get(row.id));
  const front = useStore(conversationStore, (state) => state.tabs.front === row.id);
  const person = buddy ?? conversation;
  if (!person) return null;
  const name = showableLine(person.name);
  const privacy = conversation?.privacy ?? 'not-private';
  const unread = conversation?.unread ?? 0;
  const words = buddy ? statusOf(buddy) : person.address;
  const badge = badgeOf(conversation?.authentication, front);
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={2}
      aria-setsize={row.of}
      aria-posinset={row.place + 1}
      aria-selected={front}
      aria-label={rowName(name, buddy, words, conversation, badge?.words)}
      data-key={row.key}
      title={person.address}
      className={`buddy-row${front ? ' row-front' : ''}${active ? ' row-active' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      <Avatar address={person.address} name={name} size={32} show={buddy?.show ?? 'offline'} />
      <span className="buddy-words">
        <span className={unread > 0 ? 'buddy-name buddy-name-unread one-line' : 'buddy-name one-line'}>
          <bdi>{name}</bdi>
        </span>
        <span className="buddy-status one-line">
          <bdi>{words}</bdi>
        </span>
      </span>
      {conversation?.changedKey ? <KeyAlarm size={16} /> : privacy !== 'not-private' && <PrivacyIcon level={privacy} size={16} />}
      {badge && <Badge count={badge.mark} />}
      {unread > 0 && <Badge count={unread} />}
    </div>
  );
});

/** What is under the name: that approval is awaited, else the person's own words, else the presence. */
function statusOf(buddy: BuddyView): string {
  if (buddy.subscription === 'none' || buddy.subscription === 'from') {
    return buddy.asked ? t.buddies.waitingForThem : t.buddies.notSubscribed;
  }
  return buddy.statusText === '' ? t.shows[buddy.show] : showableLine(buddy.statusText);
}

function rowName(
  name: string,
  buddy: BuddyView | undefined,
  words: string,
  conversation: ConversationView | undefined,
  badge = '',
): string {
  const { privacy = 'not-private', unread = 0, changedKey = null } = conversation ?? {};
  const presence = buddy ? t.shows[buddy.show] : t.buddies.strangers;
  return [
    name,
    presence,
    words === presence ? '' : words,
    privacy === 'not-private' ? '' : t.privacy.levels[privacy],
    changedKey ? t.banners.keyBadge : '',
    unread > 0 ? t.buddies.unread(unread) : '',
    badge,
  ]
    .filter(Boolean)
    .join(', ');
}
