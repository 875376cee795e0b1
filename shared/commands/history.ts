import * as v from 'valibot';
import { limits } from '../limits.ts';
import { command, id, text, nothing, buddy } from './command.ts';
import type { HistoryFoundView, HistoryPageView, KeptConversationView } from '../views.ts';

const atMs = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15)));

/** A part of the history: of a conversation or of all, from a time on and before another. */
const period = { conversationId: v.nullable(id), fromMs: atMs, toMs: atMs };
const kept = v.strictObject({ ...period, marks: v.picklist(['all', 'clear', 'private']) });

export const historyCommands = {
  /** Switches the history on or off as a whole; what is there stays. */
  'history.setKeeps': command<void>()(v.strictObject({ keeps: v.boolean() })),
  /** Chooses whether what is said in clear with a buddy is kept; `null`: as by default. */
  'history.choose': command<void>()(v.strictObject({ ...buddy, keepsClear: v.nullable(v.boolean()) })),
  /** Kept lines of a conversation: its newest ones, or those beside or around a line. */
  'history.page': command<HistoryPageView>()(
    v.variant('side', [
      v.strictObject({ conversationId: id, side: v.literal('end') }),
      v.strictObject({ conversationId: id, side: v.picklist(['before', 'after', 'around']), itemId: id }),
    ]),
  ),
  /** All conversations of which something is kept. */
  'history.conversations': command<readonly KeptConversationView[]>()(nothing),
  /** The newest kept lines with all of these words, or their beginnings, older than a line that was found. */
  'history.search': command<HistoryFoundView>()(v.strictObject({ ...period, words: text(limits.searchLength), before: v.nullable(id) })),
  /** How many lines are kept. */
  'history.count': command<{ readonly count: number }>()(kept),
  /** Removes kept lines, and what is in sight of them; answers when they can be found no more. */
  'history.forget': command<void>()(kept),
  /** Removes one kept line; it can be restored for `limits.undoMs`, until another is removed. */
  'history.remove': command<void>()(v.strictObject({ conversationId: id, itemId: id })),
  /** Puts the line back that was removed last; `not-found` where the time for that has passed. */
  'history.restore': command<void>()(v.strictObject({ conversationId: id, itemId: id })),
  /** Writes a conversation, or all, into a file that the person names; its name, or `null`. */
  'history.export': command<string | null>()(v.strictObject({ conversationId: v.nullable(id), format: v.picklist(['text', 'json']) })),
} as const;
