import * as v from 'valibot';
import { limits } from '../limits.ts';
import { command, id, text, nothing } from './command.ts';
import type { Snapshot } from '../views.ts';

const settings = v.strictObject({
  sharing: v.strictObject({ typing: v.boolean(), typingInPrivate: v.boolean(), receipts: v.boolean(), time: v.boolean(), version: v.boolean() }),
  theme: v.picklist(['system', 'light', 'dark']),
  sidebarWidth: v.pipe(v.number(), v.minValue(200), v.maxValue(600)),
  collapsedGroups: v.pipe(v.array(text(limits.groupLength)), v.maxLength(2_000)),
  hideOffline: v.boolean(),
  sortBy: v.picklist(['status', 'name']),
  ownGroups: v.pipe(v.array(text(limits.groupLength)), v.maxLength(2_000)),
  recentEmoji: v.pipe(v.array(text(limits.emojiLength)), v.maxLength(limits.recentEmoji)),
  spelling: v.boolean(),
});
const tabs = v.strictObject({
  open: v.pipe(v.array(id), v.maxLength(limits.openTabs)),
  front: v.nullable(id),
});

export const appCommands = {
  'app.snapshot': command<Snapshot>()(nothing),
  /** Signs off everywhere and ends the app. */
  'app.quit': command<void>()(nothing),
  'settings.save': command<void>()(settings),
  'tabs.save': command<void>()(tabs),
  'vault.create': command<void>()(v.strictObject({ passphrase: text(limits.passphraseLength) })),
  'vault.unlock': command<void>()(v.strictObject({ passphrase: text(limits.passphraseLength) })),
  /** Copies the data as it is into a new folder where the person chooses; its name, or `null` where they chose none. */
  'vault.keepCopy': command<string | null>()(nothing),
  /** Sets damaged data aside, in a folder of the profile whose name comes back, and begins as at a first start. */
  'vault.startAnew': command<string>()(nothing),
  /** The `xmpp:` link that the system handed over last, as it came; `null` where none waits. */
  'links.take': command<string | null>()(nothing),
  'links.open': command<void>()(v.strictObject({ url: text(8_192) })),
  'clipboard.copy': command<void>()(v.strictObject({ text: text(65_536) })),
} as const;
