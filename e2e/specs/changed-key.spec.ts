import type { Prosody } from '../fixtures/prosody/index.ts';
import { expect, test } from '../fixtures/test.ts';
import { messagesFrom } from '../fixtures/wire-messages.ts';
import { befriend, goPrivate, type Person, type PersonOptions } from '../pages/person.ts';

type NewPerson = (name: string, options?: PersonOptions) => Person;

const secret = 'the key is under the third stone';

/**
 * Juniper verified River; then somebody signs in as River with another key and goes private. Answers both, and
 * the fingerprint that Juniper had verified.
 */
async function riverReturns(newPerson: NewPerson): Promise<{ juniper: Person; river: Person; before: string }> {
  const [juniper, river] = [newPerson('Juniper'), newPerson('River')];
  await Promise.all([juniper.arrive(), river.arrive()]);
  await befriend(juniper, river);
  await goPrivate(juniper, river);
  await juniper.conversation.unverifiedBanner.getByRole('button', { name: /^Authenticate / }).click();
  const before = await juniper.verify.theirs();
  await juniper.verify.answer(true);
  await juniper.conversation.expectPrivacy('Private');
  await river.quit();
  await juniper.conversation.expectPrivacy('Finished');

  const again = newPerson('River', { account: river.account });
  await again.arrive();
  await expect(again.buddies.row(juniper.account)).toHaveAccessibleName(/, Available/);
  await again.buddies.open(juniper.account);
  await again.conversation.goPrivate();
  await again.conversation.expectPrivacy('Unverified');
  await juniper.conversation.expectPrivacy('Unverified');
  return { juniper, river: again, before };
}

/** What the banner shows under a heading: 40 upper-case hex digits. */
async function shownKey(person: Person, heading: string): Promise<string> {
  const box = person.conversation.changedKeyBanner.locator(`div:has(> h4:text-is("${heading}"))`);
  return (await box.locator('code').innerText()).replaceAll(/\s/g, '');
}

/** The banner is there and right, and what is typed waits. */
async function expectHeld({ juniper, river, before: known }: Awaited<ReturnType<typeof riverReturns>>, server: Prosody): Promise<void> {
  const banner = juniper.conversation.changedKeyBanner;
  await expect(banner).toContainText('River’s key has changed');
  await expect(banner).toContainText('You had verified the old one.');
  await expect(banner).toContainText(/Known since .*Verified .*, by comparing fingerprints\./s);
  expect(await shownKey(juniper, 'The key you knew')).toBe(known);
  await river.conversation.unverifiedBanner.getByRole('button', { name: /^Authenticate / }).click();
  expect(await shownKey(juniper, 'The key used now')).toBe(await river.verify.mine());
  await river.page.keyboard.press('Escape');
  await expect(banner.getByRole('button')).toHaveText(['Verify the new key…', 'Continue unverified', 'End private conversation']);
  await expect(juniper.conversation.unverifiedBanner).toHaveCount(0);
  await expect(juniper.conversation.notice('key has changed. Nothing is sent until you decide.')).toBeVisible();

  const sent = () => messagesFrom(server.wire.elements(), juniper.address).length;
  const before = sent();
  await juniper.conversation.composer.fill(secret);
  await juniper.conversation.composer.press('Enter');
  await expect(juniper.conversation.panel.getByText('What you type stays here until you have decided about River’s new key.')).toBeVisible();
  await expect(juniper.conversation.composer).toHaveValue(secret);
  // A line of theirs takes longer than one of Juniper's would have, encrypted or not.
  await river.conversation.say('are you there?');
  await juniper.conversation.expectMessage('are you there?', 'encrypted');
  expect(sent()).toBe(before);
  expect((await river.conversation.messages()).map(({ text }) => text)).toEqual(['are you there?']);
  expect(wireOf(server)).not.toContain(secret);
}

const wireOf = (server: Prosody) => server.wire.elements().map(({ xml }) => xml).join('\n');

test.describe('a buddy comes back with another key', { tag: '@server' }, () => {
  test.setTimeout(120_000);

  test('and the person verifies the new one', async ({ newPerson, server }) => {
    const all = await riverReturns(newPerson);
    await expectHeld(all, server);
    const { juniper, river } = all;
    await juniper.conversation.changedKeyBanner.getByRole('button', { name: 'Verify the new key…' }).click();
    await expect(juniper.verify.dialog).toContainText('This key is new.');
    await juniper.verify.choose('Fingerprint');
    await expect(juniper.verify.dialog.getByRole('radio', { name: /^I have not verified/ })).toBeChecked();
    await juniper.verify.answer(true);
    await juniper.conversation.expectPrivacy('Private');
    await expect(juniper.conversation.changedKeyBanner).toHaveCount(0);
    await juniper.conversation.composer.press('Enter');
    await river.conversation.expectMessage(secret, 'encrypted');
    await juniper.conversation.expectMessage(secret, 'verified');
    expect(wireOf(server)).not.toContain(secret);
  });

  test('and the person goes on without verifying', async ({ newPerson, server }) => {
    const all = await riverReturns(newPerson);
    await expectHeld(all, server);
    const { juniper, river, before } = all;
    // A new start decides nothing.
    await juniper.restart();
    await expect(juniper.buddies.row('River')).toHaveAccessibleName(/, Available/);
    await juniper.conversation.expectPrivacy('Not private');
    await juniper.conversation.goPrivate();
    await expect(juniper.conversation.changedKeyBanner).toContainText('You had verified the old one.');
    expect(await shownKey(juniper, 'The key you knew')).toBe(before);
    await juniper.conversation.composer.fill(secret);
    await expect(juniper.conversation.send).toBeDisabled();
    await juniper.conversation.changedKeyBanner.getByRole('button', { name: 'Continue unverified' }).click();
    await expect(juniper.conversation.changedKeyBanner).toHaveCount(0);
    await juniper.conversation.expectPrivacy('Unverified');
    await expect(juniper.conversation.unverifiedBanner).toBeVisible();
    await juniper.conversation.composer.press('Enter');
    await river.conversation.expectMessage(secret, 'encrypted');
    await juniper.conversation.expectMessage(secret, 'encrypted');
    expect(wireOf(server)).not.toContain(secret);
  });

  test('and the person ends the conversation', async ({ newPerson, server }) => {
    const all = await riverReturns(newPerson);
    await expectHeld(all, server);
    const { juniper, river } = all;
    await juniper.conversation.changedKeyBanner.getByRole('button', { name: 'End private conversation' }).click();
    await juniper.conversation.expectPrivacy('Not private');
    await expect(juniper.conversation.changedKeyBanner).toHaveCount(0);
    await river.conversation.expectPrivacy('Finished');
    await expect(juniper.conversation.composer).toHaveValue(secret);
    await expect(juniper.conversation.send).toBeDisabled();
    await juniper.conversation.composer.press('Enter');
    await expect(juniper.conversation.panel.getByRole('alert')).toContainText('You wrote this for an encrypted conversation');
    expect(wireOf(server)).not.toContain(secret);
  });
});
