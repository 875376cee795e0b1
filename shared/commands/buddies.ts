import * as v from 'valibot';
import { limits } from '../limits.ts';
import { command, text, buddy } from './command.ts';
import type { ConversationId } from '../ids.ts';

const groupName = v.pipe(text(limits.groupLength), v.minLength(1));
const groups = v.pipe(v.array(text(limits.groupLength)), v.maxLength(limits.groupsPerBuddy));

export const buddiesCommands = {
  'buddies.add': command<{ readonly conversationId: ConversationId }>()(
    v.strictObject({ ...buddy, name: text(limits.nameLength), groups, message: text(limits.requestMessageLength) }),
  ),
  'buddies.update': command<void>()(v.strictObject({ ...buddy, name: text(limits.nameLength), groups })),
  /** Keeps a note about a buddy, here only; an empty one removes it. */
  'buddies.note': command<void>()(v.strictObject({ ...buddy, note: text(limits.noteLength) })),
  /** Takes them off the list. `keepTheirs`: they go on seeing when we are there, where they do. */
  'buddies.remove': command<void>()(v.strictObject({ ...buddy, keepTheirs: v.boolean() })),
  /** Gives a group of all accounts another name; where that is one in use, the two become one. */
  'buddies.renameGroup': command<void>()(v.strictObject({ group: groupName, name: groupName })),
  /** Takes a group away; its buddies stay, in their other groups or in none. */
  'buddies.removeGroup': command<void>()(v.strictObject({ group: groupName })),
  /** Answers a subscription request; `approve` also asks back and adds them to the list. */
  'buddies.answer': command<void>()(v.strictObject({ ...buddy, answer: v.picklist(['approve', 'deny']) })),
} as const;
