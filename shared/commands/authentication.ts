import * as v from 'valibot';
import { limits } from '../limits.ts';
import { command, id, text, fingerprint } from './command.ts';

const run = { conversationId: id, run: v.pipe(v.number(), v.integer(), v.minValue(1)) };

export const authenticationCommands = {
  /**
   * Asks the buddy to show that they know the same secret. `question`: what it is the answer to, else both know it
   * already. `fingerprint`: the key that the person means to check.
   */
  'authentication.ask': command<void>()(
    v.strictObject({
      conversationId: id,
      fingerprint,
      question: v.nullable(v.pipe(text(limits.questionLength), v.minLength(1))),
      secret: text(limits.secretLength),
    }),
  ),
  'authentication.answer': command<void>()(v.strictObject({ ...run, secret: text(limits.secretLength) })),
  /** Declines to answer, or gives a run up. */
  'authentication.cancel': command<void>()(v.strictObject(run)),
  /** The person has read what came of it. */
  'authentication.dismiss': command<void>()(v.strictObject(run)),
} as const;
