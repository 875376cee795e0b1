import * as v from 'valibot';
import { limits } from '../limits.ts';
import { command, id, text, accountSettings, proxyPassword } from './command.ts';
import type { AccountId } from '../ids.ts';

const ownStatus = v.strictObject({
  show: v.picklist(['available', 'away', 'do-not-disturb', 'offline', 'invisible']),
  text: text(limits.statusLength),
});

export const accountsCommands = {
  /** Saves the account, starts making its key and connects. */
  'accounts.add': command<{ readonly accountId: AccountId }>()(
    v.strictObject({ settings: accountSettings, password: text(limits.passwordLength), rememberPassword: v.boolean(), proxyPassword }),
  ),
  /**
   * `keepPassword`: whether the account's password is kept for the next start; this run goes on with it in any case.
   * `keepPin`: else the pinned certificate is forgotten, and one that the system does not trust is asked about anew.
   */
  'accounts.update': command<void>()(
    v.strictObject({ accountId: id, settings: accountSettings, proxyPassword, keepPassword: v.boolean(), keepPin: v.boolean() }),
  ),
  /** A new password, after a wrong one or where none is kept; connects. */
  'accounts.password': command<void>()(
    v.strictObject({ accountId: id, password: text(limits.passwordLength), rememberPassword: v.boolean() }),
  ),
  /** Changes the password on the server, for a signed-in account; what is kept changes only after the server's yes. */
  'accounts.changePassword': command<void>()(
    v.strictObject({ accountId: id, current: text(limits.passwordLength), password: v.pipe(text(limits.passwordLength), v.minLength(1)) }),
  ),
  'accounts.connect': command<void>()(v.strictObject({ accountId: id })),
  'accounts.disconnect': command<void>()(v.strictObject({ accountId: id })),
  /** Removes the account with its key, roster cache and fingerprints. */
  'accounts.remove': command<void>()(v.strictObject({ accountId: id })),
  'accounts.status': command<void>()(v.strictObject({ accountId: id, status: ownStatus })),
  'accounts.makeKey': command<void>()(v.strictObject({ accountId: id })),
  /** Makes another key in place of the account's own. Private conversations of the account end. */
  'accounts.replaceKey': command<void>()(v.strictObject({ accountId: id })),
  /** Answers the open certificate question of an account. A changed pin cannot be accepted, only forgotten. */
  'accounts.certificate': command<void>()(
    v.strictObject({
      accountId: id,
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      answer: v.picklist(['pin', 'refuse', 'forget-pin']),
    }),
  ),
} as const;
