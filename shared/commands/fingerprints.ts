import * as v from 'valibot';
import { limits } from '../limits.ts';
import { exportStyles } from '../views.ts';
import { command, fingerprint, nothing, buddy } from './command.ts';
import type { KnownFingerprintView } from '../views.ts';

const knownKeys = v.pipe(v.array(v.strictObject({ ...buddy, fingerprint })), v.minLength(1), v.maxLength(limits.keysAtOnce));

export const fingerprintsCommands = {
  /** Every key of every buddy; asked for anew whenever `fingerprints.changed` or a conversation's state says so. */
  'fingerprints.list': command<readonly KnownFingerprintView[]>()(nothing),
  /** Records that the person compared these keys, or takes that back. All or none. */
  'fingerprints.verify': command<void>()(v.strictObject({ keys: knownKeys, verified: v.boolean() })),
  /** Forgets keys with their trust, all or none. One that a conversation uses is refused. */
  'fingerprints.forget': command<void>()(v.strictObject({ keys: knownKeys })),
  /** Takes the last withdrawal or forgetting back, for a minute. */
  'fingerprints.undo': command<void>()(nothing),
  /** Writes these keys into a folder that the person chooses; the names of the files, or `null` where none was chosen. */
  'fingerprints.export': command<readonly string[] | null>()(
    v.strictObject({ keys: knownKeys, style: v.picklist(exportStyles) }),
  ),
} as const;
