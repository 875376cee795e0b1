import type { Snapshot } from '../../shared/views.ts';
import { account, at, buddies, conversation, message, notice } from './examples.ts';
import { scenes } from './scenes.ts';

/*
 * Scenes of which a part throws when it is rendered, as by a mistake of ours.
 */

/** What the exceptions say, which must not be seen anywhere. */
export const secretWords = 'the blue bicycle';

/** Stands where a text, a list or a choice should; whoever makes anything of it gets an exception. */
function broken(): never {
  const fail = () => {
    throw new Error(secretWords);
  };
  const [text, list] = [{ [Symbol.toPrimitive]: fail, replace: fail, replaceAll: fail, normalize: fail }, { find: fail, map: fail }];
  return { ...text, ...list } as never;
}

const river = buddies[0]!;
const base = scenes.private();

export const brokenScenes = {
  'broken-lines': (): Snapshot => ({
    ...base,
    timelines: {
      ...base.timelines,
      [river.id]: [
        message('them', at(9, 41), 'Morning.', 'verified'),
        message('them', at(9, 42), broken(), 'verified'),
        notice(at(9, 42), 'peer-error', broken()),
        // No time at all: neither its day nor its own time can be told.
        message('them', Number.NaN, 'Out of time.', 'verified'),
        message('me', at(9, 43), 'All the others are here.', 'verified'),
      ],
    },
  }),
  'broken-conversation': (): Snapshot => ({
    ...base,
    conversations: base.conversations.map((one) => (one.id === river.id ? conversation(river, 'private', { unread: 2, devices: broken() }) : one)),
  }),
  'broken-dialog': (): Snapshot => ({ ...base, versions: { ...base.versions, sotto: broken() } }),
  'broken-window': (): Snapshot => ({ ...base, accounts: [{ ...account, settings: { ...account.settings, address: broken() } }] }),
} as const satisfies Record<string, () => Snapshot>;
