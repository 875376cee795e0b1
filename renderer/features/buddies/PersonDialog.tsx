import { ChevronDown, ChevronUp, Split } from 'lucide-react';
import { useStore } from 'zustand';
import { Avatar } from '../../components/Avatar.tsx';
import { Button, IconButton } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { PrivacyIcon } from '../../components/PrivacyIcon.tsx';
import { accountOf, accountStore } from '../../store/account-store.ts';
import { buddyStore } from '../../store/buddy-store.ts';
import { conversationStore } from '../../store/conversation-store.ts';
import { orderPerson } from '../../store/person-store.ts';
import { usePicture } from '../../store/picture-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { t } from '../../strings/index.ts';
import { showableLine } from '../../text/neutralise.ts';
import type { BuddyView, PersonView } from '../../../shared/views.ts';
import { splitWithUndo } from './buddy-entries.tsx';
import { frontOf, membersOf } from './entries.ts';

type Props = { readonly person: PersonView; readonly onClose: () => void };

/** The addresses of a person: which is preferred, which is written to now, and a way to take one out. */
export function PersonDialog({ person, onClose }: Props) {
  const buddies = useStore(buddyStore, (state) => state.buddies);
  const members = membersOf(person, buddies);
  const front = frontOf(members);
  const swap = (at: number, step: 1 | -1) => {
    const ids = members.map(({ id }) => id);
    const [moved] = ids.splice(at, 1);
    if (moved === undefined) return;
    ids.splice(at + step, 0, moved);
    // Addresses that are not in the list now stay behind those that are.
    attempt(orderPerson(person.id, [...ids, ...person.members.filter((id) => !ids.includes(id))]));
  };
  return (
    <Dialog
      title={t.persons.orderTitle}
      about={t.persons.orderAbout}
      onClose={onClose}
      actions={
        <Button look="primary" onClick={onClose}>
          {t.common.close}
        </Button>
      }
    >
      <ul className="person-addresses">
        {members.map((buddy, at) => (
          <Address
            key={buddy.id}
            buddy={buddy}
            isFront={buddy === front}
            onUp={at > 0 ? () => swap(at, -1) : null}
            onDown={at < members.length - 1 ? () => swap(at, 1) : null}
          />
        ))}
      </ul>
    </Dialog>
  );
}

type AddressProps = {
  readonly buddy: BuddyView;
  readonly isFront: boolean;
  readonly onUp: (() => void) | null;
  readonly onDown: (() => void) | null;
};

function Address({ buddy, isFront, onUp, onDown }: AddressProps) {
  const privacy = useStore(conversationStore, (state) => state.conversations.get(buddy.id)?.privacy ?? 'not-private');
  const own = useStore(accountStore, (state) => (state.accounts.length > 1 ? accountOf(state, buddy.accountId)?.settings.address : undefined));
  const picture = usePicture(buddy.accountId, buddy.address, buddy.picture);
  const address = showableLine(buddy.address);
  return (
    <li>
      <Avatar address={buddy.address} name={showableLine(buddy.name)} size={32} show={buddy.show} picture={picture} />
      <span className="buddy-words">
        <span className="buddy-name one-line">
          <bdi>{address}</bdi>
        </span>
        <span className="buddy-status one-line">
          {[t.shows[buddy.show], own && t.conversation.as(own), isFront && t.persons.front].filter(Boolean).join(' · ')}
        </span>
      </span>
      {privacy !== 'not-private' && <PrivacyIcon level={privacy} size={16} />}
      <IconButton icon={ChevronUp} label={t.persons.up(address)} disabled={!onUp} onClick={() => onUp?.()} />
      <IconButton icon={ChevronDown} label={t.persons.down(address)} disabled={!onDown} onClick={() => onDown?.()} />
      <IconButton icon={Split} label={t.persons.splitThis(address)} onClick={() => splitWithUndo(buddy)} />
    </li>
  );
}
