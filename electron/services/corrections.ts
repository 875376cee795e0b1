import type { Conversation } from './conversation.ts';
import type { IncomingMessage } from '../protocols/protocol.ts';
import type { TimelineItemId } from '../../shared/ids.ts';

/** The line that somebody said last, as long as it can be corrected. */
export type LastLine = {
  readonly itemId: TimelineItemId;
  /** The device that said it; `null` for this one. */
  readonly resource: string | null;
  /** The id that it had on the wire, and that of its last correction: programs mean the one or the other. */
  readonly ids: readonly [string, string];
};

/** Notes a line that stands in the timeline now. One without an id, or that did not go in clear, cannot be corrected. */
export function noteLast(
  { last }: Pick<Conversation, 'last'>,
  side: 'me' | 'them',
  itemId: TimelineItemId,
  line: { readonly resource: string | null; readonly stanzaId: string | null; readonly isClear: boolean },
): void {
  const { resource, stanzaId, isClear } = line;
  last[side] = isClear && stanzaId !== null ? { itemId, resource, ids: [stanzaId, stanzaId] } : null;
}

/**
 * Puts a text that came in clear in the place of the last line of the same device, where it says that it corrects that one;
 * says whether it did. Else it is a line as any other. What is or was private, or came where that is expected, stays as it is.
 * Spec: XEP-0308 sections 3 and 6.
 */
export function correct(
  { last, timeline }: Pick<Conversation, 'last' | 'timeline'>,
  side: 'me' | 'them',
  { replaces, resource, stanzaId }: Pick<IncomingMessage, 'replaces' | 'resource' | 'stanzaId'>,
  text: string,
): boolean {
  const line = last[side];
  if (replaces === null || line === null || line.resource !== resource || !line.ids.includes(replaces)) return false;
  const item = timeline.find(line.itemId);
  if (item === null || item.mark !== 'clear' || item.arrivedUnencrypted) return false;
  timeline.correct(line.itemId, text);
  last[side] = { ...line, ids: [line.ids[0], stanzaId ?? line.ids[0]] };
  return true;
}
