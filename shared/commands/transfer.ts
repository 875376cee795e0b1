import * as v from 'valibot';
import { limits } from '../limits.ts';
import { command, id, text, nothing } from './command.ts';

export const transferCommands = {
  /** Shows a code, under which another device of this account gets a copy of what is here. */
  'transfer.offer': command<void>()(v.strictObject({ accountId: id, passwords: v.boolean() })),
  /** Gets it, from the device of this name that shows the code. */
  'transfer.receive': command<void>()(v.strictObject({ accountId: id, resource: v.pipe(text(limits.addressLength), v.minLength(1)), code: text(limits.codeLength) })),
  /** Brings in what came and has verified. `replaceKeys`: the second yes to lose this device's own keys. */
  'transfer.bringIn': command<void>()(v.strictObject({ replaceKeys: v.boolean(), takeVerified: v.boolean(), preferences: v.boolean() })),
  'transfer.cancel': command<void>()(nothing),
  /** The person has read what came of it. */
  'transfer.dismiss': command<void>()(nothing),
} as const;
