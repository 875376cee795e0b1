import * as v from 'valibot';
import { limits } from '../limits.ts';
import { buddy, command, id, text } from './command.ts';
import type { PictureView } from '../views.ts';

const base64 = v.pipe(text(limits.ownPictureLength), v.regex(/^[A-Za-z0-9+/]+={0,2}$/));

export const picturesCommands = {
  /** The picture of a buddy or of an own account; `null` where there is none. */
  'pictures.get': command<PictureView | null>()(v.strictObject(buddy)),
  /** Shows a picture to the buddies of an account; `null`: none any more. */
  'pictures.publish': command<void>()(v.strictObject({ accountId: id, picture: v.nullable(base64) })),
} as const;
