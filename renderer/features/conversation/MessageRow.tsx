import { Check, CheckCheck, Clock, Hourglass, TriangleAlert, Undo2 } from 'lucide-react';
import { memo } from 'react';
import { Avatar } from '../../components/Avatar.tsx';
import { levelOfMark, PrivacyIcon } from '../../components/PrivacyIcon.tsx';
import { Button } from '../../components/Button.tsx';
import { retry, takeBack } from '../../store/conversation-store.ts';
import { attempt } from '../../store/ui-store.ts';
import { dateTimeOf, t, timeOf } from '../../strings/index.ts';
import type { ConversationId } from '../../../shared/ids.ts';
import type { DeliveryState, MessageItem } from '../../../shared/views.ts';
import { MessageText } from './MessageText.tsx';

type Props = {
  readonly item: MessageItem;
  readonly head: boolean;
  /** A search led to it. */
  readonly found: boolean;
  readonly conversationId: ConversationId;
  readonly name: string;
  readonly address: string;
  readonly picture: string | undefined;
};

/** One message with its mark and time; the first of a group has the sender's name and picture. */
export const MessageRow = memo(function MessageRow({ item, head, found, conversationId, name, address, picture }: Props) {
  if (item.arrivedUnencrypted) return <UnencryptedRow item={item} name={name} found={found} />;
  return (
    <div className={head ? 'message message-head' : 'message'} role="article" tabIndex={-1} data-mark={item.mark} data-item={item.id} data-found={found || undefined}>
      {head && <Avatar address={address} name={name} size={28} picture={picture} />}
      <div className="message-body">
        <p className={head ? `message-name${item.from === 'me' ? ' message-name-mine' : ''}` : 'screen-reader'}>
          <bdi>{name}</bdi>
        </p>
        <Said text={item.text} name={name} />
        {item.cut && <p className="message-aside">{t.timeline.cut}</p>}
        {item.former && <Former texts={item.former} />}
        {item.elsewhere && <p className="message-aside">{t.timeline.elsewhere}</p>}
        {item.resent && <p className="message-aside">{t.timeline.resent}</p>}
        <Unsent item={item} conversationId={conversationId} />
      </div>
      <MessageMeta item={item} />
    </div>
  );
});

const does = '/me ';

/** What somebody wrote; as an act, where it begins with `/me` as on IRC. */
function Said({ text, name }: { readonly text: string; readonly name: string }) {
  if (!text.startsWith(does)) return <MessageText text={text} />;
  return (
    <p className="message-act">
      <span aria-hidden>* </span>
      <bdi>{name}</bdi> <MessageText text={text.slice(does.length)} />
    </p>
  );
}

/** That it was corrected, and what it said before. */
function Former({ texts }: { readonly texts: readonly string[] }) {
  return (
    <details className="message-former">
      <summary>{t.timeline.edited}</summary>
      {texts.map((text, index) => (
        <MessageText key={index} text={text} />
      ))}
    </details>
  );
}

/** What keeps a line of ours here, or casts doubt on it, and what can be done about it. */
function Unsent({ item, conversationId }: Pick<Props, 'item' | 'conversationId'>) {
  const { delivery } = item;
  if (delivery?.at === 'over') return <p className="message-aside">{t.timeline.over[delivery.sent]}</p>;
  if (delivery?.at === 'doubtful') return <Doubtful item={item} conversationId={conversationId} why={delivery.why} />;
  if (delivery?.at !== 'failed' && delivery?.at !== 'waiting') return null;
  const takeItBack = (
    <Button look="quiet" icon={Undo2} onClick={() => attempt(takeBack(conversationId, item))}>
      {t.timeline.takeBack}
    </Button>
  );
  if (delivery.at === 'waiting') {
    return (
      <div className="message-unsent message-waiting">
        <Hourglass size={14} aria-hidden />
        <span>{delivery.why === 'connection' ? t.timeline.waitingForConnection : t.timeline.waiting}</span>
        {takeItBack}
      </div>
    );
  }
  return (
    <div className="message-unsent message-failed">
      <TriangleAlert size={14} aria-hidden />
      <span>{t.timeline.notSent(t.faults[delivery.fault])}</span>
      <Button look="quiet" onClick={() => attempt(retry(conversationId, item.id))}>
        {t.timeline.retry}
      </Button>
      {takeItBack}
    </div>
  );
}

type DoubtfulProps = Pick<Props, 'item' | 'conversationId'> & Pick<Extract<DeliveryState, { at: 'doubtful' }>, 'why'>;

/** They may not have read it, and to whom it would go now is not whom it went to. */
function Doubtful({ item, conversationId, why }: DoubtfulProps) {
  return (
    <div className="message-unsent message-failed">
      <TriangleAlert size={14} aria-hidden />
      <span>{t.timeline.doubtful[why]}</span>
      <Button look="quiet" onClick={() => attempt(retry(conversationId, item.id))}>
        {t.timeline.sendAgain}
      </Button>
    </div>
  );
}

function UnencryptedRow({ item, name, found }: { readonly item: MessageItem; readonly name: string; readonly found: boolean }) {
  return (
    <div className="message message-unencrypted" role="article" tabIndex={-1} data-mark={item.mark} data-item={item.id} data-found={found || undefined}>
      <TriangleAlert className="message-warning" size={16} aria-hidden />
      <div className="message-body">
        <p className="message-name">
          {t.timeline.arrivedUnencrypted}
          <span className="screen-reader">
            <bdi>{name}</bdi>
          </span>
        </p>
        <MessageText text={item.text} />
        {item.cut && <p className="message-aside">{t.timeline.cut}</p>}
      </div>
      <MessageMeta item={item} />
    </div>
  );
}

function MessageMeta({ item }: { readonly item: MessageItem }) {
  return (
    <span className="message-meta">
      <Delivery delivery={item.elsewhere ? null : item.delivery} />
      {item.delivery?.at !== 'waiting' && <PrivacyIcon level={levelOfMark[item.mark]} size={12} label={t.marks[item.mark]} />}
      <time dateTime={new Date(item.atMs).toISOString()} title={dateTimeOf(item.atMs)}>
        {timeOf(item.atMs)}
      </time>
    </span>
  );
}

const deliveryIcons = { sending: Clock, sent: Check, delivered: CheckCheck } as const;

/** How far a line of ours got. The element stays while it goes on, so that nobody is read each step aloud. */
function Delivery({ delivery }: { readonly delivery: DeliveryState | null }) {
  if (delivery?.at !== 'sending' && delivery?.at !== 'sent' && delivery?.at !== 'delivered') return null;
  const Icon = deliveryIcons[delivery.at];
  const words = t.timeline[delivery.at];
  return (
    <span role="img" aria-label={words} title={words} data-delivery={delivery.at}>
      <Icon size={12} aria-hidden />
    </span>
  );
}
