import * as v from 'valibot';
import { limits } from '../limits.ts';
import { command, id, text, fingerprint, buddy, conversation } from './command.ts';
import type { ConversationId } from '../ids.ts';

const level = v.picklist(['not-private', 'unverified', 'private', 'finished']);

export const conversationsCommands = {
  /** Opens (or makes) the conversation with an address and returns its items. */
  'conversations.open': command<{ readonly conversationId: ConversationId }>()(v.strictObject(buddy)),
  'conversations.close': command<void>()(conversation),
  'conversations.read': command<void>()(conversation),
  /** Lets a person who is not in the buddy list get answers from the engine. */
  'conversations.accept': command<void>()(conversation),
  /**
   * Sends a line. `privacy` is the level that the person saw while typing: a line typed for a private
   * conversation never goes out in clear; then the fault says why and the text stays in the composer.
   */
  'conversations.send': command<void>()(
    v.strictObject({
      conversationId: id,
      text: text(limits.messageLength),
      privacy: level,
    }),
  ),
  /** What stands in the composer and was not sent; it is kept over a restart where the conversation keeps history. */
  'conversations.draft': command<void>()(v.strictObject({ conversationId: id, text: text(limits.draftLength), typedFor: level })),
  /** Puts another text in the place of the last line of ours, where that went in clear and nothing is private now. */
  'conversations.correct': command<void>()(v.strictObject({ conversationId: id, itemId: id, text: text(limits.messageLength) })),
  /** The person types, said again while they do; or took back all that stood there. */
  'conversations.typing': command<void>()(v.strictObject({ conversationId: id, typing: v.boolean() })),
  /** Sends a line once more that failed, or that may not have been read. */
  'conversations.retry': command<void>()(v.strictObject({ conversationId: id, itemId: id })),
  /** Takes back a line that waits or failed: it leaves the timeline, and its text is the person's again. */
  'conversations.takeBack': command<{ readonly text: string }>()(v.strictObject({ conversationId: id, itemId: id })),
  /** Says which device lines go to: by a rule, or one by its instance tag. */
  'conversations.chooseDevice': command<void>()(
    v.strictObject({
      conversationId: id,
      device: v.union([
        v.picklist(['latest', 'best', 'recent']),
        v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff)),
      ]),
    }),
  ),
  /** Starts a private conversation, or refreshes a running or finished one. */
  'conversations.startPrivate': command<void>()(conversation),
  'conversations.endPrivate': command<void>()(conversation),
  /** Records that the person compared the fingerprint, or takes that back. Only the session's own key is accepted. */
  'conversations.verify': command<void>()(v.strictObject({ conversationId: id, fingerprint, verified: v.boolean() })),
  /** Decides on a changed key: go on unverified with the new one. (Verifying or ending decides too.) */
  'conversations.acceptKey': command<void>()(v.strictObject({ conversationId: id, fingerprint })),
} as const;
