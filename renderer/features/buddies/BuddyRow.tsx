import { ChevronDown, ChevronRight, UsersRound } from 'lucide-react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { Avatar } from '../../components/Avatar.tsx';
import { Badge } from '../../components/Badge.tsx';
import { KeyAlarm } from '../../components/KeyAlarm.tsx';
import { PrivacyIcon } from '../../components/PrivacyIcon.tsx';
import { badgeOf } from '../../store/authentication-store.ts';
import { isBlocked } from '../../store/blocking-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { conversationStore, type ConversationState } from '../../store/conversation-store.ts';
import { usePicture } from '../../store/picture-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine, showableText } from '../../text/neutralise.ts';
import type { BuddyView, ConversationView, PrivacyLevel } from '../../../shared/views.ts';
import { foldPerson } from './row-actions.ts';
import { observers, strangers, ungrouped, type BuddyRow as BuddyRowData, type GroupRow as GroupRowData } from './rows.ts';

type RowProps<Row> = {
  readonly row: Row;
  readonly id: string;
  readonly top: number;
  readonly active: boolean;
  /** What is dragged would be let go here. */
  readonly over: boolean;
};

export const GroupRow = memo(function GroupRow({ row, id, top, active, over }: RowProps<GroupRowData>) {
  const Chevron = row.open ? ChevronDown : ChevronRight;
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={1}
      aria-expanded={row.open}
      aria-selected={false}
      data-key={row.key}
      className={`group-row${active ? ' row-active' : ''}${over ? ' row-over' : ''}`}
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
  if (group === observers) return t.buddies.observers;
  return group === strangers ? t.buddies.strangers : showableLine(group);
}

export const BuddyRow = memo(function BuddyRow({ row, id, top, active, over }: RowProps<BuddyRowData>) {
  const buddy = useStore(buddyStore, (state) => state.buddies.get(row.id));
  const conversation = useStore(conversationStore, (state) => state.conversations.get(row.id));
  const front = useStore(conversationStore, ({ tabs }) => tabs.front !== null && row.open !== true && row.members.includes(tabs.front));
  const others = useOthers(row);
  const person = buddy ?? conversation;
  const blocked = useStore(buddyStore, (state) => person !== undefined && isBlocked(state, person.accountId, person.address));
  const picture = usePicture(person?.accountId ?? '', person?.address ?? '', buddy?.picture);
  if (!person) return null;
  const name = showableLine(person.name);
  const privacy = conversation?.privacy ?? 'not-private';
  const unread = (conversation?.unread ?? 0) + others.unread;
  const isPerson = row.members.length > 1;
  const words = blocked ? t.blocking.isBlocked : conversation?.typing ? t.conversation.typingNow : row.level === 3 ? showableLine(person.address) : buddy ? statusOf(buddy) : person.address;
  const badge = badgeOf(conversation?.authentication, front) ?? badgeOf(others.asks?.authentication, front);
  const alarm = (conversation?.changedKey ?? null) !== null || others.alarm;
  const addresses = isPerson ? t.persons.addresses(row.members.length) : '';
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={row.level}
      aria-expanded={row.open ?? undefined}
      draggable={buddy !== undefined}
      aria-setsize={row.of}
      aria-posinset={row.place + 1}
      aria-selected={front}
      aria-label={rowName(name, buddy, words, { privacy, alarm, unread, badge: badge?.words ?? '', addresses })}
      data-key={row.key}
      title={tooltipOf(person.address, buddy?.note ?? '')}
      className={`buddy-row${row.level === 3 ? ' address-row' : ''}${over ? ' row-over' : ''}${front ? ' row-front' : ''}${active ? ' row-active' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      <Avatar address={person.address} name={name} size={32} show={buddy?.show ?? 'offline'} picture={picture} />
      <span className="buddy-words">
        <span className={unread > 0 ? 'buddy-name buddy-name-unread one-line' : 'buddy-name one-line'}>
          <bdi>{name}</bdi>
          {isPerson && <AddressCount row={row} />}
        </span>
        <span className="buddy-status one-line">
          <bdi>{words}</bdi>
        </span>
      </span>
      {alarm ? <KeyAlarm size={16} /> : privacy !== 'not-private' && <PrivacyIcon level={privacy} size={16} />}
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

type Marks = {
  readonly privacy: PrivacyLevel;
  readonly alarm: boolean;
  readonly unread: number;
  readonly badge: string;
  readonly addresses: string;
};

function rowName(name: string, buddy: BuddyView | undefined, words: string, { privacy, alarm, unread, badge, addresses }: Marks): string {
  const presence = buddy ? t.shows[buddy.show] : t.buddies.strangers;
  return [
    name,
    presence,
    words === presence ? '' : words,
    addresses,
    privacy === 'not-private' ? '' : t.privacy.levels[privacy],
    alarm ? t.banners.keyBadge : '',
    unread > 0 ? t.buddies.unread(unread) : '',
    badge,
  ]
    .filter(Boolean)
    .join(', ');
}

function tooltipOf(address: string, note: string): string {
  return note === '' ? address : `${address}\n\n${showableText(note)}`;
}

/** What waits at the other addresses of a person. Their privacy is not among it: a shield is that of the address in front. */
function useOthers({ id, members }: BuddyRowData): { readonly unread: number; readonly alarm: boolean; readonly asks: ConversationView | undefined } {
  const others = (state: ConversationState) => members.flatMap((member) => (member === id ? [] : (state.conversations.get(member) ?? [])));
  const unread = useStore(conversationStore, (state) => others(state).reduce((count, one) => count + one.unread, 0));
  const alarm = useStore(conversationStore, (state) => others(state).some(({ changedKey }) => changedKey !== null));
  const asks = useStore(conversationStore, (state) => others(state).find(({ authentication }) => authentication !== null));
  return { unread, alarm, asks };
}

/** How many addresses a person has; a click shows them. */
function AddressCount({ row }: { readonly row: BuddyRowData }) {
  const { person, open } = row;
  return (
    <span
      className="address-count"
      aria-hidden
      onClick={(event) => {
        event.stopPropagation();
        if (person !== null) foldPerson(person, open === true);
      }}
    >
      <UsersRound size={12} />
      {row.members.length}
    </span>
  );
}
