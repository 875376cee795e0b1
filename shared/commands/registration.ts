import * as v from 'valibot';
import { limits } from '../limits.ts';
import { command, text, accountSettings, proxyPassword, nothing } from './command.ts';
import type { RegistrationAnswer } from '../views.ts';
import type { AccountId } from '../ids.ts';

export const registrationCommands = {
  /**
   * Asks the server of `settings.address`, whose local part does not count, for the form with which it makes accounts.
   * `pinned`: the certificate that the person accepted for it.
   */
  'registration.ask': command<RegistrationAnswer>()(
    v.strictObject({
      settings: accountSettings,
      proxyPassword,
      pinned: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
    }),
  ),
  /** Sends the form that came last, filled in; the account that was made is added, and signed in. */
  'registration.submit': command<{ readonly accountId: AccountId }>()(
    v.strictObject({
      values: v.pipe(
        v.array(v.strictObject({ name: text(limits.formNameLength), value: text(limits.formValueLength) })),
        v.maxLength(limits.formFields),
      ),
      rememberPassword: v.boolean(),
    }),
  ),
  'registration.cancel': command<void>()(nothing),
} as const;
