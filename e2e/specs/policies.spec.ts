import { expect, test } from '../fixtures/test.ts';
import { befriend, type Person } from '../pages/person.ts';
import type { Prosody } from '../fixtures/prosody/index.ts';

const wireOf = (server: Prosody) => server.wire.elements().map(({ xml }) => xml).join('\n');

/** The line waits, and says so. */
async function expectWaiting(person: Person, text: string): Promise<void> {
  await expect(person.conversation.message(text).getByText('Waits until it can go out encrypted')).toBeVisible();
}

test('the four switches, by account and by buddy, do what they say @server', async ({ newPerson, server }) => {
  test.setTimeout(180_000);
  const [juniper, river] = [newPerson('Juniper'), newPerson('River')];
  await Promise.all([juniper.arrive(), river.arrive()]);
  await befriend(juniper, river);
  await juniper.buddies.open('River');
  await river.buddies.open(juniper.account);

  await test.step('required: what is typed to somebody who is away waits, and can be taken back', async () => {
    await juniper.policies.setForBuddy(
      ['Use the default of the account', false],
      ['Start private conversations automatically', true],
      ['Require private conversations', true],
    );
    await river.quit();
    await expect(juniper.buddies.row('River')).toHaveAccessibleName(/, Offline/);
    await expect(juniper.conversation.composer).toHaveAttribute('placeholder', /waits until it can go out encrypted/);
    for (const text of ['the first heron', 'the second heron', 'the third heron']) {
      await juniper.conversation.say(text);
      await expectWaiting(juniper, text);
    }
    await juniper.conversation.message('the second heron').getByRole('button', { name: 'Take back' }).click();
    await expect(juniper.conversation.message('the second heron')).toHaveCount(0);
    await expect(juniper.conversation.composer).toHaveValue('the second heron');
    await juniper.conversation.composer.fill('');
  });

  await test.step('it goes out encrypted and in order as soon as they are there, without a click', async () => {
    await river.start();
    await river.firstRun.pass(river.passphrase);
    await river.buddies.online(river.address);
    await river.conversation.expectMessage('the first heron', 'encrypted');
    await river.conversation.expectMessage('the third heron', 'encrypted');
    expect((await river.conversation.messages()).map(({ text }) => text)).toEqual(['the first heron', 'the third heron']);
    await juniper.conversation.expectPrivacy('Unverified');
    await expect(juniper.conversation.log.getByText('Waits until')).toHaveCount(0);
  });

  await test.step('switched off in mid-conversation, it ends, and the other side shuts', async () => {
    await river.policies.setForBuddy(['Use the default of the account', false], ['Enable private messaging', false]);
    await river.conversation.expectPrivacy('Not private');
    await juniper.conversation.expectPrivacy('Finished');
    await river.conversation.privacy.click();
    await expect(river.page.getByRole('menuitem', { name: 'Start private conversation' })).toHaveAttribute('aria-disabled', 'true');
    await river.page.keyboard.press('Escape');
    await juniper.conversation.shut.getByRole('button', { name: 'End' }).click();
    await river.conversation.say('in clear, on purpose');
    const row = juniper.conversation.message('in clear, on purpose');
    await expect(row).toContainText('This message arrived unencrypted');
  });

  await test.step('switched off, an offer is a text like any other, and gets no answer', async () => {
    const before = server.wire.elements().length;
    await juniper.conversation.goPrivate();
    await expect(river.conversation.message('?OTRv')).toBeVisible();
    await river.conversation.say('what is that supposed to mean?');
    await expect(juniper.conversation.message('what is that supposed to mean?')).toBeVisible();
    const texts = server.wire.elements().slice(before).map(({ xml }) => xml);
    expect(texts.join('\n')).toContain('?OTRv');
    expect(texts.join('\n')).not.toContain('?OTR:');
    await expect(juniper.conversation.privacy).toHaveText(/^Not private/);
  });

  await test.step('automatic: a line in clear is enough, and the next is encrypted', async () => {
    await river.policies.setForBuddy(['Use the default of the account', true]);
    await juniper.policies.setForBuddy(['Use the default of the account', true]);
    await river.policies.setDefaults(['Start private conversations automatically', true]);
    await river.restart();
    await expect(river.buddies.row(juniper.account)).toHaveAccessibleName(/, Available/);
    await river.conversation.say('a kingfisher, over the weir');
    for (const person of [juniper, river]) await person.conversation.expectPrivacy('Unverified');
    await juniper.conversation.expectMessage('a kingfisher, over the weir', 'clear');
    await river.conversation.say('and a wagtail');
    await juniper.conversation.expectMessage('and a wagtail', 'encrypted');
  });

  expect(wireOf(server)).toContain('a kingfisher');
  for (const secret of ['first heron', 'second heron', 'third heron', 'wagtail']) expect(wireOf(server)).not.toContain(secret);
});
