import * as v from 'valibot';
import { limits } from '../limits.ts';
import { command, conversation, id } from './command.ts';

const members = v.pipe(v.array(id), v.minLength(2), v.maxLength(limits.addressesPerPerson));

export const personsCommands = {
  /** Makes one person of buddies, with all who are one with any of them already; the first are preferred. */
  'persons.join': command<void>()(v.strictObject({ members })),
  /** Takes one address out of its person. */
  'persons.split': command<void>()(conversation),
  /** Says which addresses of a person are preferred; all of them, in another order. */
  'persons.order': command<void>()(v.strictObject({ person: id, members })),
} as const;
