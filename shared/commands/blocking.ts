import * as v from 'valibot';
import { buddy, command } from './command.ts';

export const blockingCommands = {
  /** Ends what is private with an address, then has the server block it. */
  'blocking.block': command<void>()(v.strictObject(buddy)),
  'blocking.unblock': command<void>()(v.strictObject(buddy)),
} as const;
