import * as v from 'valibot';
import { command, id, address } from './command.ts';

const switches = v.strictObject({
  enabled: v.boolean(),
  automatic: v.boolean(),
  required: v.boolean(),
  unkept: v.boolean(),
});

export const policiesCommands = {
  /** Sets the switches for a buddy, or with `address: null` the account's default; `switches: null` goes back to the default. */
  'policies.save': command<void>()(
    v.strictObject({ accountId: id, address: v.nullable(address), switches: v.nullable(switches) }),
  ),
} as const;
