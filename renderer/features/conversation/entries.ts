import type { MessageItem, NoticeItem, TimelineItem } from '../../../shared/views.ts';

/** What the timeline shows: items with the separators and heads that belong to them. */
export type Entry =
  | { readonly kind: 'day'; readonly key: string; readonly atMs: number }
  /** Before it is what was said before the app was started. */
  | { readonly kind: 'start'; readonly key: string }
  | { readonly kind: 'message'; readonly key: string; readonly item: MessageItem; readonly head: boolean }
  | { readonly kind: 'notice'; readonly key: string; readonly item: NoticeItem };

/** Messages of one sender within this time stand under one head. */
const togetherMs = 5 * 60_000;

/** Puts a separator before each new day and where this run of the app begins, and a head on the first message of each group. */
export function entriesOf(items: readonly TimelineItem[]): readonly Entry[] {
  const entries: Entry[] = [];
  let day = '';
  let before: TimelineItem | null = null;
  let last: TimelineItem | null = null;
  for (const item of items) {
    if (isEarlier(last) && !isEarlier(item)) {
      entries.push({ kind: 'start', key: `start ${item.id}` });
      before = null;
    }
    last = item;
    const itsDay = new Date(item.atMs).toDateString();
    if (itsDay !== day) {
      entries.push({ kind: 'day', key: `day ${item.id}`, atMs: item.atMs });
      day = itsDay;
      before = null;
    }
    if (item.kind === 'notice') entries.push({ kind: 'notice', key: item.id, item });
    else entries.push({ kind: 'message', key: item.id, item, head: !continues(before, item) });
    before = item;
  }
  return entries;
}

function isEarlier(item: TimelineItem | null): boolean {
  return item?.kind === 'message' && item.earlier === true;
}

function continues(before: TimelineItem | null, item: MessageItem): boolean {
  return (
    before?.kind === 'message' &&
    before.from === item.from &&
    !before.arrivedUnencrypted &&
    !item.arrivedUnencrypted &&
    item.atMs - before.atMs < togetherMs
  );
}
