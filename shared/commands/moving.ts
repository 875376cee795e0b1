import * as v from 'valibot';
import { limits } from '../limits.ts';
import { exportStyles } from '../views.ts';
import { command, id, address, text, fingerprint, nothing } from './command.ts';
import type { FindingView, KeyFileView, MovedView } from '../views.ts';

export const movingCommands = {
  /** What other programs left on this computer, with nothing secret in it. */
  'moving.find': command<readonly FindingView[]>()(nothing),
  /** The same for a folder or a file that the person chooses; `null` where none was chosen. */
  'moving.choose': command<readonly FindingView[] | null>()(v.strictObject({ what: v.picklist(['folder', 'file']) })),
  /** What a locked file holds that the passphrase opens. */
  'moving.unlock': command<FindingView>()(v.strictObject({ finding: id, passphrase: text(limits.passphraseLength) })),
  /** Brings accounts of a finding in, with their keys and the fingerprints that they knew. */
  'moving.bringIn': command<readonly MovedView[]>()(
    v.strictObject({
      finding: id,
      addresses: v.pipe(v.array(address), v.maxLength(1_000)),
      replaceKeys: v.boolean(),
      passphrase: v.nullable(text(limits.passphraseLength)),
    }),
  ),
  /** Writes libotr's files into a folder that the person chooses; their names, or `null` where none was chosen. */
  'moving.export': command<readonly string[] | null>()(
    v.strictObject({ style: v.picklist(exportStyles), keys: v.boolean(), fingerprints: v.boolean() }),
  ),
  /** Writes an account's own key, sealed by a passphrase, into a file that the person names; its name, or `null`. */
  'keys.export': command<string | null>()(v.strictObject({ accountId: id, passphrase: text(limits.passphraseLength) })),
  /** What keys are in a file that the person chooses; `null` where none was chosen. */
  'keys.choose': command<KeyFileView | null>()(nothing),
  /** The same for the file that was chosen last, once the passphrase opens it. */
  'keys.open': command<KeyFileView>()(v.strictObject({ passphrase: text(limits.passphraseLength) })),
  /** Gives an account one of the keys of the file that was chosen last. */
  'keys.bring': command<'brought' | 'same' | 'kept'>()(
    v.strictObject({
      accountId: id,
      /** The key that the person saw; no other one is taken. */
      fingerprint,
      passphrase: v.nullable(text(limits.passphraseLength)),
      /** Put it in the place of the account's own. */
      replace: v.boolean(),
    }),
  ),
} as const;
