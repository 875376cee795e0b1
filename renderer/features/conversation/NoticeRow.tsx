import {
  Info,
  Lock,
  MessageCircleQuestionMark,
  ShieldCheck,
  ShieldOff,
  ShieldQuestionMark,
  TriangleAlert,
  UserRoundCheck,
  type LucideIcon,
} from 'lucide-react';
import { memo } from 'react';
import { dateTimeOf, t } from '../../strings/index.ts';
import { showableText } from '../../text/neutralise.ts';
import { nameWithin } from '../../text/person.ts';
import type { NoticeCode, NoticeItem } from '../../../shared/views.ts';

const icons: Partial<Record<NoticeCode, LucideIcon>> = {
  'private-starting': Lock,
  'private-started': Lock,
  'private-started-unverified': Lock,
  'private-refreshing': Lock,
  'private-refreshed': Lock,
  'private-ended-by-us': ShieldOff,
  'private-ended-by-them': ShieldOff,
  verified: ShieldCheck,
  unverified: ShieldQuestionMark,
  'authentication-question-sent': MessageCircleQuestionMark,
  'authentication-secret-sent': MessageCircleQuestionMark,
  'authentication-question-came': MessageCircleQuestionMark,
  'authentication-secret-came': MessageCircleQuestionMark,
  'authentication-verified': ShieldCheck,
  'authentication-proved': UserRoundCheck,
  'authentication-failed': TriangleAlert,
  'authentication-cheated': TriangleAlert,
  'key-changed': TriangleAlert,
  'random-failed': TriangleAlert,
  unreadable: TriangleAlert,
  malformed: TriangleAlert,
  downgraded: TriangleAlert,
  'downgrade-refused': TriangleAlert,
};

/** What may be somebody's doing stands apart. */
const loud: ReadonlySet<NoticeCode> = new Set(['downgraded', 'downgrade-refused']);

/** A quiet centred line. What the peer or their program said is quoted, so that it cannot pass for our words. */
export const NoticeRow = memo(function NoticeRow({ item, name }: { readonly item: NoticeItem; readonly name: string }) {
  const Icon = icons[item.code] ?? Info;
  return (
    <div className={loud.has(item.code) ? 'notice notice-loud' : 'notice'} data-notice={item.code} data-item={item.id} title={dateTimeOf(item.atMs)}>
      <Icon size={14} aria-hidden />
      <p>
        {t.notices[item.code](nameWithin(name))}
        {item.peerText !== null && (
          <q className="notice-quote">
            <bdi>{showableText(item.peerText)}</bdi>
          </q>
        )}
      </p>
    </div>
  );
});
