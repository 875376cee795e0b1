import type { KeptMessage } from '../../store/records.ts';
import type { TimelineItemId } from '../../../shared/ids.ts';
import type { DeliveryState, MessageItem } from '../../../shared/views.ts';

/** A line as it is about to be shown. */
export type ShownLine = Omit<MessageItem, 'id' | 'kept' | 'earlier'>;

/** What a timeline tells of its messages, before it tells the window. */
export interface Keeper {
  /** Keeps a line, or not, for good; the id that it has from now on where it is kept. */
  keep(line: ShownLine): TimelineItemId | null;
  /** A kept line changed. Says whether it still is kept. `stanzaId`: what it went out under, once the server has it. */
  change(line: MessageItem, stanzaId: string | null): boolean;
  /** A kept line was taken back. */
  remove(id: TimelineItemId): void;
}

/** For what lives in memory only. */
export const keepsNothing: Keeper = { keep: () => null, change: () => false, remove: () => undefined };

/** The id in the window of a kept message; the ids of others are bare numbers. */
export const itemIdOf = (id: number): TimelineItemId => `k${id}`;

/** The kept message of an id in the window; `null` for any other. */
export function keptIdOf(itemId: TimelineItemId): number | null {
  const digits = /^k([1-9]\d{0,14})$/.exec(itemId)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** A kept message for the window. Nothing can be done about it any more, so it asks for nothing. */
export function itemOf(message: KeptMessage, isEarlier: boolean): MessageItem {
  const { id, atMs, from, text, mark, arrivedUnencrypted, delivery, resent, elsewhere, cut, former } = message;
  return {
    kind: 'message',
    id: itemIdOf(id),
    atMs,
    from,
    text,
    mark,
    arrivedUnencrypted,
    delivery: over(delivery),
    ...(resent && { resent }),
    ...(elsewhere && { elsewhere }),
    cut,
    ...(former && { former }),
    kept: true,
    ...(isEarlier && { earlier: true }),
  };
}

function over(delivery: DeliveryState | null): DeliveryState | null {
  if (delivery === null || delivery.at === 'sent' || delivery.at === 'delivered') return delivery;
  return { at: 'over', sent: delivery.at === 'waiting' || delivery.at === 'failed' ? 'no' : 'unknown' };
}
