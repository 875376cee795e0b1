import * as v from 'valibot';
import { limits } from '../limits.ts';
import { command, text, buddy } from './command.ts';
import type { ConversationId } from '../ids.ts';

const groups = v.pipe(v.array(text(limits.groupLength)), v.maxLength(limits.groupsPerBuddy));

export const buddiesCommands = {
  'buddies.add': command<{ readonly conversationId: ConversationId }>()(
    v.strictObject({ ...buddy, name: text(limits.nameLength), groups, message: text(limits.requestMessageLength) }),
  ),
  'buddies.update': command<void>()(v.strictObject({ ...buddy, name: text(limits.nameLength), groups })),
  'buddies.remove': command<void>()(v.strictObject(buddy)),
  /** Answers a subscription request; `approve` also asks back and adds them to the list. */
  'buddies.answer': command<void>()(v.strictObject({ ...buddy, answer: v.picklist(['approve', 'deny']) })),
} as const;
