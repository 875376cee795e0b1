import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OtrEvent } from '../../electron/otr/index.ts';
import { en } from '../../renderer/strings/en.ts';
import type { NoticeCode } from '../../shared/views.ts';
import type { EnginePeer } from '../fixtures/engine-peer.ts';
import { meet, nameOf, together } from '../fixtures/meeting.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Person } from '../pages/person.ts';

/*
 * Whatever the engine tells, brought up by a peer that does what it is told, and what the window has to say of it,
 * to the letter. The tables have a row for every kind of event: one without a row does not compile.
 */

type Stage = { readonly juniper: Person; readonly river: EnginePeer; readonly name: string };
type Row =
  | { readonly at: 'plaintext' | 'encrypted'; readonly raise: (stage: Stage) => Promise<void> }
  /** The window is no place to bring it up: a test elsewhere does, by its title. */
  | { readonly elsewhere: string; readonly title: string }
  | { readonly never: string };

const log = ({ juniper }: Stage) => juniper.conversation.log;

/** Waits for one more notice of this kind, with exactly its words, and what is quoted in it. */
async function told(stage: Stage, code: NoticeCode, raise: () => void | Promise<void>, quote = ''): Promise<void> {
  const rows = log(stage).locator(`[data-notice="${code}"] > p`);
  const before = await rows.count();
  await raise();
  await expect(rows).toHaveCount(before + 1);
  await expect(rows.last()).toHaveText(`${en.notices[code](stage.name)}${quote}`);
  await expect(rows.last().locator('q')).toHaveText(quote === '' ? [] : [quote]);
}

/** Something happens of which nothing is said: between two lines of theirs stands nothing. */
async function untold(stage: Stage, raise: () => void | Promise<void>): Promise<void> {
  const { river } = stage;
  river.says('before it');
  await expect(stage.juniper.conversation.message('before it').last()).toBeVisible();
  const before = await log(stage).locator('[data-notice]').count();
  await raise();
  river.says('after it');
  await expect(stage.juniper.conversation.message('after it').last()).toBeVisible();
  expect(await log(stage).locator('[data-notice]').count()).toBe(before);
}

async function goTo({ juniper, river }: Stage, at: 'plaintext' | 'encrypted'): Promise<void> {
  if (at === 'encrypted') {
    river.listens();
    return together(juniper, river);
  }
  const { privacy } = juniper.conversation;
  if (!/^Not private/.test((await privacy.textContent()) ?? '')) await juniper.conversation.choose('End');
  await expect(privacy).toHaveText(/^Not private/);
  river.restarts();
  river.listens();
}

/** The head of a data message of version 3 for somebody else's device. */
const forAnother = '?OTR:AAMDAAABIwAAAUI=.';

const requires = ({ juniper }: Stage) =>
  juniper.policies.setForBuddy(['Use the default of the account', false], ['Start private conversations automatically', true], ['Require private conversations', true]);
const requiresNothing = ({ juniper }: Stage) => juniper.policies.setForBuddy(['Use the default of the account', true]);

const services = (file: string, title: string): Row => ({ elsewhere: `electron/services/${file}`, title });

const rows: Readonly<Record<Exclude<OtrEvent['kind'], 'smp'>, Row>> = {
  'key-exchange-started': {
    at: 'plaintext',
    raise: async ({ juniper, river }) => {
      river.ignores();
      river.sends('?OTRv3?');
      await expect(juniper.conversation.privacy).toContainText(en.privacy.starting);
    },
  },
  'session-started': {
    at: 'plaintext',
    raise: async (stage) => {
      await told(stage, 'private-started-unverified', () => together(stage.juniper, stage.river));
      await told(stage, 'private-refreshed', () => stage.river.does({ kind: 'start' }));
    },
  },
  'session-ended': {
    at: 'encrypted',
    raise: async (stage) => {
      await told(stage, 'private-ended-by-us', () => stage.juniper.conversation.choose('End'));
      await stage.river.until('the end', () => stage.river.status === 'finished');
      await together(stage.juniper, stage.river);
      await told(stage, 'private-ended-by-them', () => stage.river.does({ kind: 'end' }));
      await stage.juniper.conversation.expectPrivacy('Finished');
    },
  },
  'not-sent': {
    at: 'encrypted',
    raise: async ({ juniper, river, name }) => {
      await juniper.conversation.composer.fill('x'.repeat(65_537));
      await expect(juniper.conversation.panel.getByText(en.composer.room(-1))).toBeVisible();
      await expect(juniper.conversation.send).toBeDisabled();
      await juniper.conversation.composer.fill('half a line');
      river.does({ kind: 'end' });
      await expect(juniper.conversation.shut).toContainText(en.composer.finished);
      await expect(juniper.conversation.shut).toContainText(en.composer.finishedAbout(name));
      await expect(juniper.conversation.shut).toContainText('half a line');
      await juniper.conversation.shut.getByRole('button', { name: 'End' }).click();
      await juniper.conversation.composer.fill('');
    },
  },
  held: {
    at: 'plaintext',
    raise: async (stage) => {
      stage.river.ignores();
      await requires(stage);
      await stage.juniper.conversation.say('not in clear');
      const line = stage.juniper.conversation.message('not in clear');
      await expect(line).toContainText(en.timeline.waiting);
      await expect(line.getByRole('button', { name: en.timeline.takeBack })).toBeVisible();
    },
  },
  withdrawn: {
    at: 'plaintext',
    raise: async (stage) => {
      const { juniper, river } = stage;
      river.ignores();
      await juniper.conversation.say('back again');
      await juniper.conversation.message('back again').getByRole('button', { name: en.timeline.takeBack }).click();
      await expect(juniper.conversation.message('back again')).toHaveCount(0);
      await expect(juniper.conversation.composer).toHaveValue('back again');
      await juniper.conversation.composer.fill('');
      await juniper.conversation.message('not in clear').getByRole('button', { name: en.timeline.takeBack }).click();
      await juniper.conversation.composer.fill('');
      await requiresNothing(stage);
    },
  },
  resent: {
    at: 'encrypted',
    raise: async ({ juniper, river }) => {
      river.says('go on');
      await juniper.conversation.expectMessage('go on', 'encrypted');
      await juniper.conversation.say('did you hear this');
      await river.until('the line', () => river.heard.includes('did you hear this'));
      river.sends('?OTR Error: what?');
      river.does({ kind: 'start' });
      await expect(juniper.conversation.message('did you hear this')).toContainText(en.timeline.resent);
      await river.until('the line again', () => river.heard.includes('[resent] did you hear this'));
    },
  },
  unencrypted: {
    at: 'encrypted',
    raise: async ({ juniper, river }) => {
      river.sends('for everybody to read');
      const line = juniper.conversation.message('for everybody to read');
      await expect(line).toHaveAttribute('data-mark', 'clear');
      await expect(line).toContainText(en.timeline.arrivedUnencrypted);
    },
  },
  'not-private': {
    at: 'encrypted',
    raise: async (stage) => {
      stage.river.ignores();
      await stage.juniper.conversation.choose('End');
      await told(stage, 'not-private-here', () => stage.river.says('too late'));
    },
  },
  unreadable: {
    at: 'encrypted',
    raise: async (stage) => {
      stage.river.says('said once');
      await stage.juniper.conversation.expectMessage('said once', 'encrypted');
      await told(stage, 'unreadable', () => stage.river.sends(stage.river.sent.at(-1) ?? ''));
      expect(await stage.juniper.conversation.message('said once').count()).toBe(1);
    },
  },
  malformed: { at: 'encrypted', raise: (stage) => told(stage, 'malformed', () => stage.river.sends('?OTR:AAMD.')) },
  unrecognised: { at: 'encrypted', raise: (stage) => told(stage, 'unrecognised', () => stage.river.sends('?OTR of another age')) },
  reflected: {
    at: 'encrypted',
    raise: async (stage) => {
      await stage.juniper.conversation.say('there and back');
      await stage.river.until('the line', () => stage.river.heard.includes('there and back'));
      await told(stage, 'reflected', () => stage.river.sends(stage.river.came.at(-1) ?? ''));
    },
  },
  'other-instance': {
    at: 'encrypted',
    raise: (stage) => told(stage, 'other-instance', () => stage.river.sends(forAnother)),
  },
  'peer-error': {
    at: 'encrypted',
    raise: (stage) => told(stage, 'peer-error', () => stage.river.sends('?OTR Error: the moon is out'), 'the moon is out'),
  },
  'version-refused': { at: 'plaintext', raise: (stage) => told(stage, 'version-refused', () => stage.river.sends('?OTRv9?')) },
  'heartbeat-received': {
    at: 'encrypted',
    raise: async (stage) => {
      const { juniper, river } = stage;
      await untold(stage, async () => {
        river.aheadMs += 61_000;
        await juniper.conversation.say('are you there?');
        await river.until('a heartbeat', () => river.told.some(({ kind }) => kind === 'heartbeat-sent'));
      });
    },
  },
  'extra-key': { at: 'encrypted', raise: (stage) => untold(stage, () => stage.river.does({ kind: 'extra-key', use: 7, data: new Uint8Array(2) })) },
  downgraded: {
    at: 'plaintext',
    raise: async (stage) => {
      const { river } = stage;
      const older = () => {
        river.restarts({ policy: { allowV2: true, allowV3: false } });
        river.does({ kind: 'start' });
      };
      await told(stage, 'downgraded', older);
      await goTo(stage, 'plaintext');
      await requires(stage);
      await told(stage, 'downgrade-refused', older);
      await requiresNothing(stage);
    },
  },
  'not-resent': {
    at: 'encrypted',
    raise: async (stage) => {
      const { juniper, river } = stage;
      // Version 3 on, in which the one that comes with another key can be seen to be the same device.
      await goTo(stage, 'plaintext');
      await goTo(stage, 'encrypted');
      river.says('go on then');
      await juniper.conversation.expectMessage('go on then', 'encrypted');
      await juniper.conversation.say('only for you');
      await river.until('the line', () => river.heard.includes('only for you'));
      river.sends('?OTR Error: what?');
      river.restarts({ key: 'another' });
      river.does({ kind: 'start' });
      const line = juniper.conversation.message('only for you');
      await expect(line).toContainText(en.timeline.doubtful['other-key']);
      await juniper.conversation.changedKeyBanner.getByRole('button', { name: 'Continue unverified' }).click();
      expect(river.heard.filter((text) => text === 'only for you')).toHaveLength(1);
      await line.getByRole('button', { name: en.timeline.sendAgain }).click();
      await river.until('the line', () => river.heard.filter((text) => text === 'only for you').length === 2);
      await expect(line).not.toContainText(en.timeline.doubtful['other-key']);
    },
  },
  'key-exchange-expired': services('events.test.ts', 'an offer that nobody answers for a minute, a refresh too'),
  'random-failed': services('events.test.ts', 'a computer without random numbers'),
  'heartbeat-sent': services('events.test.ts', 'a heartbeat of ours says nothing'),
  'smp-guesses': services('authentication.server.test.ts', 'a fourth try after three wrong answers, for the time that is told'),
  'smp-refused': { elsewhere: 'e2e/specs/authentication.spec.ts', title: 'a wrong answer takes no trust away, and a shared secret verifies both @server' },
  'device-chosen': { elsewhere: 'e2e/specs/devices.spec.ts', title: 'a buddy with two devices: the conversation says which one lines go to, and the person chooses @server' },
  'device-dropped': services('devices.test.ts', 'of more devices than are kept the one quiet for longest is let go, with a word'),
  'extra-key-refused': { never: 'a conversation asks for no such key, and a transfer has words of its own' },
};

test('every event has its row, and each that is brought up elsewhere its test', () => {
  for (const [kind, row] of Object.entries(rows)) {
    if (!('elsewhere' in row)) continue;
    const source = readFileSync(join(import.meta.dirname, '../..', row.elsewhere), 'utf8');
    expect(source.split(`test('${row.title}'`), `${kind} in ${row.elsewhere}`).toHaveLength(2);
  }
});

test('everything that the engine tells of messages has its words @server', async ({ newPerson, server }) => {
  test.setTimeout(180_000);
  const juniper = newPerson('Juniper');
  await juniper.arrive();
  juniper.page.setDefaultTimeout(15_000);
  const river = await meet(juniper, server);
  const stage: Stage = { juniper, river, name: nameOf(river) };
  try {
    for (const [kind, row] of Object.entries(rows)) {
      if (!('raise' in row)) continue;
      await test.step(kind, async () => {
        await goTo(stage, row.at);
        await row.raise(stage);
      });
    }
  } finally {
    river.close();
  }
});
