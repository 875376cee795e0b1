import { createHash } from 'node:crypto';
import type { Conversation } from './conversation.ts';

/** Of one conversation; the oldest are forgotten. */
const mostRemembered = 200;

/**
 * Whether the very same came before: the same id, which its sender chose, and the same text. A sender whose session was lost
 * sends anew what may have arrived. In private it is the text inside that counts, since that is encrypted afresh; nobody
 * on the way can so keep back a line that did not stand here. Without an id nothing is a duplicate.
 */
export function isDuplicate({ heard }: Pick<Conversation, 'heard'>, kind: 'wire' | 'encrypted', stanzaId: string | null, text: string): boolean {
  if (stanzaId === null) return false;
  const digest = createHash('sha256').update(JSON.stringify([kind, stanzaId, text])).digest('base64');
  if (heard.has(digest)) return true;
  heard.add(digest);
  const [oldest] = heard;
  if (heard.size > mostRemembered && oldest !== undefined) heard.delete(oldest);
  return false;
}
