import * as v from 'valibot';
import { limits } from '../limits.ts';
import { command, id, text, conversation } from './command.ts';
import type { LabView } from '../views.ts';

export const labCommands = {
  /** What the lab has of a conversation; empty while it does not record. */
  'lab.view': command<LabView>()(conversation),
  /** Switches recording on, or off, which forgets everything recorded. */
  'lab.record': command<void>()(v.strictObject({ conversationId: id, on: v.boolean() })),
  /** Makes a recorded message say something else. */
  'lab.forge': command<{ readonly wire: string; readonly says: string }>()(
    v.strictObject({ conversationId: id, index: v.pipe(v.number(), v.integer(), v.minValue(0)), text: text(limits.messageLength) }),
  ),
} as const;
